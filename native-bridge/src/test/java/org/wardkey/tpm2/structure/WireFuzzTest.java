package org.wardkey.tpm2.structure;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;

/** Runs over the inputs in the tree; with JAZZER_FUZZ=1 in the environment it looks for new ones. */
class WireFuzzTest {
    private static final List<WireExamples.Example> PARSERS = WireExamples.all();

    /** The first octet chooses the structure. Whatever the others: one that writes back to them, or a typed refusal. */
    @FuzzTest(maxDuration = "2m")
    void read_anyBytes_isRefusedOrWritesTheSame(byte[] bytes) {
        if (bytes.length > 0) {
            WireExamples.Example parser = PARSERS.get((bytes[0] & 0xFF) % PARSERS.size());
            WireTest.requireRefusedOrSame(parser, Arrays.copyOfRange(bytes, 1, bytes.length));
        }
    }
}
