package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.administration.KeyWindows;
import org.wardkey.provider.administration.TimeSource;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Enforcement;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.attestation.AttestationException;
import org.wardkey.tpm2.attestation.WindowRequestVerifier;
import org.wardkey.tpm2.command.ClockSet;
import org.wardkey.tpm2.command.ReadClock;
import org.wardkey.tpm2.policy.PolicyWindow;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Name;

/** Keys whose use the TPM itself ends, through the JCA; on the simulator swtpm, no real chip. */
class TpmWindowIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final byte[] NO_OWNER = new byte[0];
    private static final byte[] MESSAGE = new byte[300];
    private static final int POLICY_NV = 0x149;
    private static final int SIGN = 0x15D;
    private static final int POLICY_AUTHORIZE = 0x16A;
    private static final int POLICY_AUTH_VALUE = 0x16B;
    private static final int POLICY_COUNTER_TIMER = 0x16D;

    @TempDir
    private Path folder;

    private SimulatedTpm simulator;
    private TpmBus bus;
    private KeyPair authority;
    private KeyPair override;
    private TestHome home;
    private WardkeyProvider wardkey;
    private KeyWindows windows;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        simulator = SimulatedTpm.start(folder.resolve("chip"));
        bus = new TpmBus(simulator, folder.resolve("bus.sock"));
        authority = signer("authority.pem");
        override = signer("override.pem");
        home = TestHome.with(
                folder,
                "home = home\ntokens { tpm0 { type = tpm2, transport = \"" + bus.address()
                        + "\", authority = authority.pem, override = override.pem }\n"
                        + "  plain { type = tpm2, transport = \"" + bus.address()
                        + "\", authority = authority.pem } }\n");
        wardkey = home.provider();
        windows = wardkey.administration().windows("tpm0");
        windows.provision(NO_OWNER);
    }

    @AfterEach
    void stop() {
        bus.close();
        simulator.close();
    }

    private KeyPair signer(String file) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        return pair;
    }

    private static String window(String request, Duration duration, PrivateKey signer) throws GeneralSecurityException {
        WindowRequest asked = WindowRequest.parse(request);
        return SignedWindow.sign(asked.window(duration), asked.subject().policyRef(), signer)
                .text();
    }

    private void open(Duration duration) throws GeneralSecurityException {
        windows.install(window(windows.request(), duration, authority.getPrivate()));
    }

    private KeyPair generate(String algorithm, int bits, String alias, Purpose first, Purpose... more)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, wardkey);
        generator.initialize(
                KeyGenParameters.builder(alias, first, more).keySizeBits(bits).build());
        return generator.generateKeyPair();
    }

    private KeyPair pump() throws GeneralSecurityException {
        return generate("EC", 256, "tpm0:pump", Purpose.SIGN);
    }

    private static byte[] sign(WardkeyProvider provider, PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(key);
        signature.update(MESSAGE);
        return signature.sign();
    }

    private void assertSigns(KeyPair pair) throws GeneralSecurityException {
        assertVerifies(pair.getPublic(), sign(wardkey, pair.getPrivate()));
    }

    private static void assertVerifies(PublicKey key, byte[] signed) throws GeneralSecurityException {
        Signature verification = Signature.getInstance("SHA256withECDSA", "SunEC");
        verification.initVerify(key);
        verification.update(MESSAGE);
        assertThat(verification.verify(signed)).isTrue();
    }

    private void assertRefused(KeyPair pair, String why) {
        assertThatThrownBy(() -> sign(wardkey, pair.getPrivate()))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-K018")
                .hasMessageContaining(why);
    }

    /** As a thief who has the owner's authorization does, or time. */
    private void letClockRun(Duration duration) {
        try (Tpm other = bus.connect()) {
            long now = other.execute(new ReadClock()).clockInfo().clock();
            other.execute(new ClockSet(Entity.of(Handle.OWNER), now + duration.toMillis()), Authorization.empty());
        }
    }

    @Test
    void key_beforeAnyWindow_isNotEvenMade() throws Exception {
        assertThatThrownBy(this::pump)
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-K018")
                .hasMessageContaining("no open window: it is missing");
        KeyStore store = KeyStore.getInstance("Wardkey", wardkey);
        store.load(null, null);
        assertThat(store.size()).isZero();
        assertThat(windows.status()).containsEntry("state", "missing");
    }

    @Test
    void key_pastItsWindow_isRefusedByTheChipAndRenewedWithoutAnotherKey() throws Exception {
        open(HOUR);
        KeyPair pair = pump();
        byte[] signed = sign(wardkey, pair.getPrivate());
        assertVerifies(pair.getPublic(), signed);
        assertThat(windows.status()).containsEntry("state", "open");
        letClockRun(HOUR);
        assertRefused(pair, "that is over");
        assertVerifies(pair.getPublic(), signed);
        assertThat(windows.status()).containsEntry("state", "over");
        open(HOUR);
        assertSigns(pair);
    }

    @Test
    void revocation_endsEveryWindowForEver() throws Exception {
        open(HOUR);
        String old = window(windows.request(), HOUR, authority.getPrivate());
        KeyPair pair = pump();
        KeyPair other = anotherTokensKey();
        windows.revoke(NO_OWNER);
        assertRefused(pair, "revoked");
        assertRefused(other, "revoked");
        assertThat(windows.status()).containsEntry("state", "revoked");
        assertThatThrownBy(() -> windows.install(old))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-K019");
        open(HOUR);
        assertSigns(pair);
        assertRefused(other, "revoked");
    }

    private KeyPair anotherTokensKey() throws GeneralSecurityException {
        KeyWindows plain = wardkey.administration().windows("plain");
        plain.install(window(plain.request(), HOUR, authority.getPrivate()));
        return generate("EC", 256, "plain:scanner", Purpose.SIGN);
    }

    @Test
    void signature_inTheSteadyState_takesFiveCommands() throws Exception {
        KeyPair pair = anotherTokensKey();
        assertSigns(pair);
        bus.takeCodes();
        for (int again = 0; again < 3; again++) {
            assertSigns(pair);
            assertThat(bus.takeCodes())
                    .containsExactly(POLICY_NV, POLICY_COUNTER_TIMER, POLICY_AUTHORIZE, POLICY_AUTH_VALUE, SIGN);
        }
    }

    @Test
    void readBack_saysThatTheChipHoldsItAndWithinWhatBounds() throws Exception {
        open(HOUR);
        pump();
        KeyInfo info = wardkey.administration().show("tpm0:pump");
        assertThat(info.enforcement())
                .containsEntry("window", Enforcement.HARDWARE)
                .containsEntry("revocation", Enforcement.HARDWARE)
                .containsEntry("exportable", Enforcement.HARDWARE)
                .containsEntry("maximum-operations", Enforcement.PROVIDER);
        assertThat(info.bounds().get("window")).contains("clock is below").contains("one use more");
        assertThat(info.bounds().get("revocation")).contains("0x0180574B");
    }

    @Test
    void everyPrivateOperation_isHeld() throws Exception {
        open(HOUR);
        KeyPair agreement = generate("EC", 256, "tpm0:agree", Purpose.AGREE);
        KeyPair archive = generate("RSA", 2048, "tpm0:archive", Purpose.DECRYPT);
        KeyPairGenerator peers = KeyPairGenerator.getInstance("EC", "SunEC");
        peers.initialize(new ECGenParameterSpec("secp256r1"));
        PublicKey peer = peers.generateKeyPair().getPublic();
        OAEPParameterSpec oaep =
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
        Cipher encryption = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
        encryption.init(Cipher.ENCRYPT_MODE, archive.getPublic(), oaep);
        byte[] encrypted = encryption.doFinal(MESSAGE, 0, 32);
        Cipher decryption = Cipher.getInstance("RSA/ECB/OAEPPadding", wardkey);
        decryption.init(Cipher.DECRYPT_MODE, archive.getPrivate(), oaep);
        assertThat(decryption.doFinal(encrypted)).isEqualTo(new byte[32]);
        assertThat(agree(agreement.getPrivate(), peer)).hasSize(32);
        Mac mac = Mac.getInstance("HmacSHA256", wardkey);
        mac.init(secret("HmacSHA256", "tpm0:mac", Purpose.MAC));
        assertThat(mac.doFinal(MESSAGE)).hasSize(32);
        assertThat(mac.doFinal(new byte[5_000])).as("a sequence").hasSize(32);
        SecretKey data = secret("AES", "tpm0:data", Purpose.ENCRYPT);
        Cipher sealed = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
        sealed.init(Cipher.ENCRYPT_MODE, data);
        assertThat(sealed.doFinal(MESSAGE)).hasSize(MESSAGE.length + 16);
        letClockRun(HOUR);
        assertThatThrownBy(() -> mac.doFinal(MESSAGE)).hasMessageContaining("WK-K018");
        assertThatThrownBy(() -> mac.doFinal(new byte[5_000])).hasMessageContaining("WK-K018");
        assertThatThrownBy(() -> {
                    sealed.init(Cipher.ENCRYPT_MODE, data);
                    sealed.doFinal(MESSAGE);
                })
                .hasMessageContaining("WK-K018");
        decryption.init(Cipher.DECRYPT_MODE, archive.getPrivate(), oaep);
        assertThatThrownBy(() -> decryption.doFinal(encrypted)).hasMessageContaining("WK-K018");
        assertThatThrownBy(() -> agree(agreement.getPrivate(), peer)).hasMessageContaining("WK-K018");
    }

    private SecretKey secret(String algorithm, String alias, Purpose purpose) throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance(algorithm, wardkey);
        generator.init(KeyGenParameters.builder(alias, purpose).build());
        return generator.generateKey();
    }

    private byte[] agree(PrivateKey key, PublicKey peer) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", wardkey);
        agreement.init(key);
        agreement.doPhase(peer, true);
        return agreement.generateSecret();
    }

    @Test
    void install_whatIsNotThisTokensWindow_isRefusedAndTheOldOneStays() throws Exception {
        open(HOUR);
        KeyPair pair = pump();
        WindowRequest request = WindowRequest.parse(windows.request());
        PolicyWindow longer = request.window(HOUR.multipliedBy(2));
        SignedWindow signed = SignedWindow.sign(longer, request.subject().policyRef(), authority.getPrivate());
        SignedWindow forged = new SignedWindow(
                request.window(HOUR.multipliedBy(3)), request.subject().policyRef(), signed.signature());
        String others = wardkey.administration().windows("plain").request();
        PolicyWindow future = new PolicyWindow(longer.epochIndex(), longer.epoch() + 1, longer.endMillis());
        for (String wrong : List.of(
                forged.text(),
                window(windows.request(), HOUR, override.getPrivate()),
                window(others, HOUR, authority.getPrivate()),
                SignedWindow.sign(future, request.subject().policyRef(), authority.getPrivate())
                        .text(),
                signed.text() + "\n",
                signed.text().replace("clock-end ", "clock-end 0"),
                "")) {
            assertThatThrownBy(() -> windows.install(wrong))
                    .as(wrong)
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("WK-K019");
            assertSigns(pair);
        }
        Files.writeString(home.home().resolve("tpm0.window"), forged.text());
        assertRefused(pair, "that its signer did not sign");
        assertThat(wardkey.administration().show("tpm0:pump").bounds().get("window"))
                .startsWith("not at all");
        Files.writeString(home.home().resolve("tpm0.window"), "");
        assertThatThrownBy(() -> sign(wardkey, pair.getPrivate())).hasMessageContaining("WK-K019");
        windows.install(signed.text());
        assertSigns(pair);
    }

    @Test
    void powerLoss_theSameProviderGoesOn() throws Exception {
        open(HOUR);
        KeyPair pair = pump();
        for (int round = 0; round < 3; round++) {
            assertSigns(pair);
            bus.losePower();
            assertSigns(pair);
        }
    }

    @Test
    void clock_setByTimeThatIsVouchedForAlone_staysOverALossOfPower() throws Exception {
        open(HOUR);
        KeyPair pair = pump();
        assertThatThrownBy(() -> windows.setClock(NO_OWNER)).hasMessageContaining("WK-C010");
        assertSigns(pair);
        Instant now = Instant.now();
        wardkey.administration().time().synchronise(() -> new TimeSource.AuthenticatedTime(now, "authority"));
        windows.setClock(NO_OWNER);
        bus.losePower();
        assertThat(WindowRequest.parse(windows.request()).clockMillis()).isGreaterThanOrEqualTo(now.toEpochMilli());
        assertRefused(pair, "that is over");
        open(HOUR);
        assertSigns(pair);
        letClockRun(HOUR);
        assertThatThrownBy(() -> windows.setClock(NO_OWNER))
                .hasMessageContaining("WK-K019")
                .hasMessageContaining("cannot be set back");
    }

    @Test
    void request_saysWhatTheChipSignedAndNothingElse() throws Exception {
        String text = windows.request();
        WindowRequest request = WindowRequest.parse(text);
        Name key = WindowRequestVerifier.requireAttested(request);
        assertThat(WindowRequestVerifier.requireAttested(WindowRequest.parse(windows.requestOverride())))
                .as("one attestation key, made again")
                .isEqualTo(key);
        String other = wardkey.administration().windows("plain").request();
        List<String> lines = text.lines().toList();
        List<String> others = other.lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).equals(others.get(i))) {
                continue;
            }
            List<String> mixed = new ArrayList<>(lines);
            mixed.set(i, others.get(i));
            assertNotAttested(String.join("\n", mixed) + "\n");
        }
        assertNotAttested(text.replace("epoch 1\n", "epoch 2\n"));
        assertNotAttested(text.replace("for window", "for override"));
        assertNotAttested(text.replace("clock ", "clock 1"));
        assertNotAttested(text.replace("0x0180574B", "0x0180574C"));
        int root = text.indexOf("storage-root-key ") + 30;
        assertNotAttested(text.substring(0, root) + (text.charAt(root) == 'a' ? 'b' : 'a') + text.substring(root + 1));
    }

    private static void assertNotAttested(String text) {
        WindowRequest altered = WindowRequest.parse(text);
        assertThatThrownBy(() -> WindowRequestVerifier.requireAttested(altered))
                .as(text)
                .isInstanceOf(AttestationException.class);
    }

    @Test
    void override_opensTheKeysInAnEmergencyAndTheChipCountsIt() throws Exception {
        open(HOUR);
        KeyPair pair = pump();
        letClockRun(HOUR);
        windows.revoke(NO_OWNER);
        assertRefused(pair, "revoked");
        assertThat(windows.status()).containsEntry("overrides-begun", "0");
        String byAuthority = window(windows.requestOverride(), HOUR, authority.getPrivate());
        assertThatThrownBy(() -> windows.override(byAuthority, NO_OWNER)).hasMessageContaining("WK-K019");
        String emergency = window(windows.requestOverride(), HOUR, override.getPrivate());
        assertThatThrownBy(() -> windows.install(emergency)).hasMessageContaining("WK-K019");
        windows.override(emergency, NO_OWNER);
        assertSigns(pair);
        assertThat(wardkey.administration().show("tpm0:pump").bounds().get("window"))
                .contains("by an override while the TPM's clock is below");
        String main = Files.readString(home.home().resolve("tpm0.window"));
        Files.writeString(home.home().resolve("tpm0.window"), "damaged");
        assertSigns(pair);
        Files.writeString(home.home().resolve("tpm0.window"), main);
        assertThat(windows.status()).containsEntry("overrides-begun", "1");
        letClockRun(HOUR);
        assertRefused(pair, "that is over");
        assertThatThrownBy(() -> windows.override(emergency, NO_OWNER)).hasMessageContaining("WK-K019");
        KeyPair without = anotherTokensKey();
        assertSigns(without);
        assertThatThrownBy(() -> wardkey.administration().windows("plain").requestOverride())
                .hasMessageContaining("WK-K019");
    }
}
