package org.wardkey.tpm2.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.TpmFormatException;

/** Runs over the inputs in the tree; with JAZZER_FUZZ=1 in the environment it looks for new ones. */
class EventLogFuzzTest {
    /** Whatever the octets: a log that replays in each of its banks and holds no more than came, or a typed refusal. */
    @FuzzTest(maxDuration = "2m")
    void parse_anyBytes_isALogOrTyped(byte[] bytes) {
        requireLogOrTyped(bytes);
    }

    static void requireLogOrTyped(byte[] bytes) {
        EventLog log;
        try {
            log = EventLog.parse(bytes);
        } catch (TpmFormatException e) {
            assertThat(e).hasMessageContaining("expected ");
            return;
        }
        assertThat(log.events().stream()
                        .mapToInt(event -> event.eventData().length)
                        .sum())
                .isLessThanOrEqualTo(bytes.length);
        for (HashAlgorithm bank : log.banks()) {
            assertThat(log.replay(bank).pcrs(bank)).hasSize(24);
            log.events().forEach(event -> assertThat(event.data(bank)).isNotNull());
        }
    }
}
