package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.audit.AuditEvent.Kind;

class RecordProofTest {
    @TempDir
    private Path logs;

    private static AuditEvent destroyed(long key) {
        return AuditEvent.keyManagement(Instant.EPOCH, Kind.KEY_DESTROYED_PROOF, Logs.key(key), "material gone");
    }

    /** A log in which the record stands behind some others and before some others. */
    private RecordProof proof(AuditLog log, int before, int after) throws Exception {
        for (int i = 0; i < before; i++) {
            log.append(Logs.event("before " + i));
        }
        log.append(destroyed(7));
        for (int i = 0; i < after; i++) {
            log.append(destroyed(8 + i));
        }
        return log.prove(Kind.KEY_DESTROYED_PROOF, Logs.key(7).id()).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100, 252, 253, 254, 255, 256, 300, 511, 1000, 66_000})
    void prove_anywhereInALog_isProvenByTheLogsKeyAlone(int before) throws Exception {
        try (AuditLog log = Logs.open(logs)) {
            RecordProof proof = RecordProof.parse(proof(log, before, before % 7).text());
            assertThat(proof.provenBy(log.verifier())).isTrue();
            assertThat(proof.record()).contains("material gone", "\"alias\":\"pump-7\"");
            assertThat(proof.record()).contains("\"seq\":" + proof.number() + ",");
            assertThat(proof.provenBy(otherKey())).isFalse();
        }
    }

    private VerifierKey otherKey() throws Exception {
        Path other = logs.resolveSibling(logs.getFileName() + "-other");
        try (AuditLog log =
                AuditLog.open(other, AuditDurability.BATCHED, Clock.systemUTC(), new SecureRandom(), Logs.NOBODY)) {
            return log.verifier();
        }
    }

    @Test
    void prove_noSuchRecord_isEmpty() throws Exception {
        try (AuditLog log = Logs.open(logs)) {
            assertThat(log.prove(Kind.KEY_DESTROYED_PROOF, Logs.key(7).id())).isEmpty();
        }
    }

    @Test
    void parse_truncatedOrOneBitFlipped_provesNothingElse() throws Exception {
        try (AuditLog log = Logs.open(logs)) {
            RecordProof proof = proof(log, 300, 3);
            byte[] bytes = proof.text().getBytes(StandardCharsets.UTF_8);
            for (int length = 0; length < bytes.length - 1; length++) {
                requireNotProven(new String(bytes, 0, length, StandardCharsets.UTF_8), log.verifier());
            }
            for (int i = 0; i < bytes.length * 8; i++) {
                byte[] flipped = bytes.clone();
                flipped[i / 8] ^= (byte) (1 << i % 8);
                requireNotProven(new String(flipped, StandardCharsets.UTF_8), log.verifier());
            }
        }
    }

    private static void requireNotProven(String text, VerifierKey key) {
        boolean proven;
        try {
            proven = RecordProof.parse(text).provenBy(key);
        } catch (IllegalArgumentException e) {
            proven = false;
        }
        assertThat(proven).as(text).isFalse();
    }
}
