package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.Purpose;

/** An audit log that is deleted under its program, and one that a program tries to fill. */
class LostLogTest {
    private static final long SOON_NANOS = 5_000_000_000L;

    @TempDir
    Path folder;

    private PrivateKey key(WardkeyProvider provider, KeyGenParameters.Builder parameters) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(parameters.build());
        return generator.generateKeyPair().getPrivate();
    }

    private static Signature signing(WardkeyProvider provider, PrivateKey key) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(key);
        return signature;
    }

    private static byte[] sign(Signature signature) throws Exception {
        signature.update((byte) 1);
        return signature.sign();
    }

    @Test
    void use_logDeletedWhileOpen_refusesEveryKey() throws Exception {
        TestHome home = TestHome.in(folder);
        WardkeyProvider provider = home.provider();
        List<Signature> uses = List.of(
                signing(provider, key(provider, KeyGenParameters.builder("each", Purpose.SIGN))),
                signing(
                        provider,
                        key(
                                provider,
                                KeyGenParameters.builder("together", Purpose.SIGN)
                                        .audit(AuditGranularity.AGGREGATE))),
                signing(
                        provider,
                        key(
                                provider,
                                KeyGenParameters.builder("care", Purpose.SIGN)
                                        .continuity("Ward", Instant.now().plus(Duration.ofDays(1))))));
        for (Signature use : uses) {
            assertThat(sign(use)).isNotEmpty();
        }

        ReplacedHomeTest.delete(home.home().resolve("audit"));

        long end = System.nanoTime() + SOON_NANOS;
        while (!provider.state().equals("AUDIT_FULL") && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(provider.state()).isEqualTo("AUDIT_FULL");
        for (Signature use : uses) {
            assertThatThrownBy(() -> sign(use)).hasStackTraceContaining("WK-A001");
        }
    }

    private static List<String> denials(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("audit"))) {
            StringBuilder all = new StringBuilder();
            for (Path segment :
                    files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                all.append(Files.readString(segment));
            }
            return all.toString()
                    .lines()
                    .filter(l -> l.contains("\"outcome\":\"DENIED\""))
                    .toList();
        }
    }

    @Test
    void use_deniedAgainAndAgain_isRecordedAtOnceAndThenCounted() throws Exception {
        TestHome home = TestHome.in(folder);
        WardkeyProvider provider = home.provider();
        Signature use = signing(provider, key(provider, KeyGenParameters.builder("pump", Purpose.SIGN)));
        provider.administration().changeState("pump", KeyState.SUSPENDED, "test");

        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> sign(use)).isInstanceOf(SignatureException.class);
        }
        long end = System.nanoTime() + SOON_NANOS;
        while (denials(home.home()).isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(denials(home.home())).hasSize(1).first().asString().contains("\"operations\":1,");

        // Housekeeping writes what was counted.
        end = System.nanoTime() + 4 * SOON_NANOS;
        while (denials(home.home()).size() < 2 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(50_000_000);
        }
        assertThat(denials(home.home())).hasSize(2).last().asString().contains("\"operations\":999,");
    }
}
