package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.administration.KeyWindows;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.policy.WindowRequest;

/**
 * What {@link FailClosedTest} says of a software token holds of one in a TPM, whoever denies: the gate, the chip, or the loss of what the
 * gate needs. On the simulator swtpm, no real chip.
 */
class FailClosedTpmIT {
    private static final Set<String> PAIRS = Set.of("EC", "RSA");
    private static final byte[] NO_OWNER = new byte[0];
    private static final long SOON_NANOS = Duration.ofSeconds(20).toNanos();
    /** Of what nobody does with a key in a TPM, whatever else is denied. */
    private static final String NEVER = "WK-(K002|K017|E001|P\\d{3})|with a key in a TPM|as a TPM makes it";

    @TempDir
    private Path folder;

    private SimulatedTpm tpm;
    private TestHome home;
    private WardkeyProvider provider;

    @BeforeEach
    void start() throws IOException {
        tpm = SimulatedTpm.start(folder.resolve("chip"));
    }

    @AfterEach
    void stop() {
        if (provider != null) {
            Security.removeProvider(provider.getName());
        }
        tpm.close();
    }

    private void register(String lines) {
        home = TestHome.with(folder, lines);
        provider = home.provider();
        assertThat(Security.insertProviderAt(provider, 1)).isEqualTo(1);
    }

    /** Made while all was well. */
    private DeniedKeys keys() throws Exception {
        DeniedKeys keys = new DeniedKeys(provider, "good", key -> key);
        keys.makeAll(PAIRS);
        return keys;
    }

    /** Every row of the token, and no row that nobody looks at. */
    private void everyRowRefuses(DeniedRows.Denial denial, DeniedKeys keys, Optional<DeniedKeys> others)
            throws Exception {
        DeniedRows denied = new DeniedRows(provider, denial, keys, others, PAIRS);
        List<String> served = new ArrayList<>();
        for (Provider.Service row : provider.getServices()) {
            try {
                denied.check(row);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("Expected a refusal of " + row.getType() + " " + row.getAlgorithm(), e);
            }
            served.add(row.getAlgorithm());
        }
        // One more than elsewhere: the random bytes of the chip.
        assertThat(served).contains("TPM2").hasSize(Lattices.servedRows() + 1);
    }

    private void await(String state) {
        long end = System.nanoTime() + SOON_NANOS;
        while (!provider.state().equals(state) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(provider.state()).isEqualTo(state);
    }

    private static DeniedRows.Denial by(String code, boolean readable) {
        return new DeniedRows.Denial(code + "|" + NEVER, false, readable);
    }

    @Test
    void keysPastTheirWindow_everyRow_areRefusedByTheGate() throws Exception {
        register(tpm.token());
        everyRowRefuses(
                by("WK-K00[68]", true),
                new DeniedKeys(
                        provider,
                        "denied",
                        key -> key.originationEnd(FailClosedTest.LONG_AGO).consumptionEnd(FailClosedTest.LONG_AGO)),
                Optional.of(keys()));
    }

    @Test
    void chipWithoutPower_everyRow_isRefusedAndNobodyElseComputes() throws Exception {
        register(tpm.token());
        DeniedKeys keys = keys();
        tpm.kill();
        everyRowRefuses(by("WK-E003", true), keys, Optional.empty());
        SecureRandom random = SecureRandom.getInstance("TPM2");
        Refusals.refused("WK-E003", () -> {
            byte[] bytes = new byte[1];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    @Test
    void ledgerThatWasReplaced_everyRow_isRefused() throws Exception {
        register(tpm.token());
        DeniedKeys keys = keys();
        ReplacedHomeTest.Accident.DATABASE_REPLACED.happen(home.home());
        await("LOCKED");
        everyRowRefuses(by("WK-S002", false), keys, Optional.empty());
    }

    @Test
    void auditLogThatWasDeleted_everyRow_isRefused() throws Exception {
        register(tpm.token());
        DeniedKeys keys = keys();
        ReplacedHomeTest.delete(home.home().resolve("audit"));
        await("AUDIT_FULL");
        everyRowRefuses(by("WK-A001", true), keys, Optional.empty());
    }

    @Test
    void windowsThatWereRevoked_everyRow_isRefusedByTheChip() throws Exception {
        KeyPair authority = authority();
        register("home = home\ntokens { tpm0 { type = tpm2, transport = \"" + tpm.address()
                + "\", authority = authority.pem } }\n");
        KeyWindows windows = provider.administration().windows("tpm0");
        windows.provision(NO_OWNER);
        WindowRequest asked = WindowRequest.parse(windows.request());
        windows.install(SignedWindow.sign(
                        asked.window(Duration.ofHours(1)), asked.subject().policyRef(), authority.getPrivate())
                .text());
        DeniedKeys keys = keys();
        windows.revoke(NO_OWNER);
        everyRowRefuses(by("WK-K018", true), keys, Optional.empty());
    }

    private KeyPair authority() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        String encoded = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
        Files.writeString(
                folder.resolve("authority.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n");
        return pair;
    }
}
