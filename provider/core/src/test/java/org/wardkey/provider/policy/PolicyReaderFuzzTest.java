package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Runs over the inputs in the tree; with JAZZER_FUZZ=1 in the environment it looks for new ones. */
class PolicyReaderFuzzTest {
    /** Whatever the bytes: a document that writes back to itself, or a problem with the file's name. */
    @FuzzTest(maxDuration = "2m")
    void read_anyText_isReadOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        PolicyDocument document;
        try {
            document = PolicyReader.read("fuzz.conf", text);
        } catch (PolicyProblem e) {
            assertThat(e).hasMessageStartingWith("fuzz.conf: ");
            return;
        }
        String written = PolicyWriter.write(document);
        try {
            assertThat(PolicyWriter.write(PolicyReader.read("fuzz.conf", written)))
                    .isEqualTo(written);
        } catch (PolicyProblem e) {
            throw new AssertionError(written, e);
        }
    }
}
