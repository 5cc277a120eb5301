package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.backend.DeviceEntropy;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** Random bytes of a TPM, asked for by name and mixed into the provider's generators; on the simulator swtpm, no real chip. */
class TpmRandomIT {
    @TempDir
    private Path folder;

    private SimulatedTpm tpm;
    private TestHome home;
    private WardkeyProvider wardkey;

    @BeforeEach
    void start() throws IOException {
        tpm = SimulatedTpm.start(folder.resolve("chip"));
        home = TestHome.with(folder, tpm.token());
        wardkey = home.provider();
    }

    @AfterEach
    void stop() {
        tpm.close();
    }

    private static byte[] bytes(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private DeviceEntropy entropy() {
        return WardkeyRuntime.of(home.config().toString()).entropy();
    }

    private void openToken() throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("HmacSHA256", wardkey);
        generator.init(KeyGenParameters.builder("mac", Purpose.MAC).build());
        assertThat(generator.generateKey().getEncoded()).isNull();
    }

    private void awaitEntropy() {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (entropy().generation() == 0) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void tpm2_gives_whatTheChipMakesAndNothingElse() throws Exception {
        SecureRandom random = SecureRandom.getInstance("TPM2", wardkey);
        assertThat(random.getAlgorithm()).isEqualTo("TPM2");
        random.setSeed(1);
        byte[] first = bytes(random, 100);
        byte[] second = bytes(random, 100);
        for (int i = 0; i < 100; i += 20) {
            assertThat(Arrays.copyOfRange(first, i, i + 20))
                    .isNotEqualTo(new byte[20])
                    .isNotEqualTo(Arrays.copyOfRange(second, i, i + 20));
        }
        assertThat(random.generateSeed(33)).hasSize(33);
        assertThat(bytes(SecureRandom.getInstance("TPM2", home.view("tpm0")), 1))
                .hasSize(1);
        tpm.kill();
        assertThatThrownBy(() -> bytes(random, 1))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-E003");
        tpm.restart();
        assertThat(bytes(random, 32)).isNotEqualTo(new byte[32]);
    }

    @Test
    void tpm2_withoutATpm_isNotThere() throws Exception {
        assertThat(wardkey.getServices().stream()
                        .filter(row -> row.getType().equals("SecureRandom"))
                        .map(java.security.Provider.Service::getAlgorithm))
                .contains("TPM2");
        WardkeyProvider software =
                TestHome.in(Files.createDirectory(folder.resolve("software"))).provider();
        assertThatThrownBy(() -> SecureRandom.getInstance("TPM2", software))
                .isInstanceOf(NoSuchAlgorithmException.class);
        assertThat(software.getServices()).hasSize(wardkey.getServices().size() - 1);
    }

    @Test
    void generators_beforeTheTokenIsOpen_touchNothing() throws Exception {
        tpm.kill();
        assertThat(bytes(SecureRandom.getInstance("HashDRBG", wardkey), 32)).isNotEqualTo(new byte[32]);
        assertThat(home.home()).doesNotExist();
        assertThat(entropy().generation()).isZero();
        assertThat(entropy().take()).isEmpty();
    }

    @Test
    void generators_afterTheTokenIsOpen_mixInWhatTheChipGave() throws Exception {
        SecureRandom before = SecureRandom.getInstance("HashDRBG", wardkey);
        bytes(before, 1);
        openToken();
        awaitEntropy();
        byte[] first = entropy().take();
        assertThat(first).hasSize(40).isNotEqualTo(entropy().take());
        assertThat(Arrays.copyOf(first, 32)).isNotEqualTo(new byte[32]);
        long takings = first[39];
        for (String name : new String[] {"HashDRBG", "HmacDRBG", "CtrDRBG"}) {
            bytes(SecureRandom.getInstance(name, wardkey), 100);
        }
        bytes(before, 100);
        bytes(before, 100);
        // Each of the four took once, and so did this test twice.
        assertThat(entropy().take()[39] - takings).isGreaterThanOrEqualTo(6);
    }

    @Test
    void generators_withATpmThatIsGoneOrHangs_goOn() throws Exception {
        openToken();
        awaitEntropy();
        SecureRandom random = SecureRandom.getInstance("HashDRBG", wardkey);
        tpm.freeze();
        SecureRandom asking = SecureRandom.getInstance("TPM2", wardkey);
        CompletableFuture<byte[]> waiting = CompletableFuture.supplyAsync(() -> bytes(asking, 8));
        for (int i = 0; i < 100; i++) {
            assertThat(bytes(SecureRandom.getInstance("HashDRBG", wardkey), 32)).isNotEqualTo(new byte[32]);
            assertThat(bytes(random, 32)).isNotEqualTo(new byte[32]);
        }
        assertThat(waiting).isNotDone();
        tpm.thaw();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).hasSize(8);
        tpm.kill();
        random.reseed();
        assertThat(bytes(random, 32)).isNotEqualTo(new byte[32]);
        assertThat(bytes(SecureRandom.getInstance("CtrDRBG", wardkey), 32)).isNotEqualTo(new byte[32]);
    }
}
