package org.wardkey.provider.backend.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.SimulatedTpm;
import org.wardkey.provider.keystore.tpm.WindowFile;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.command.NV_DefineSpace;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.NvAttributes;
import org.wardkey.tpm2.structure.NvPublic;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;

/** What goes around the gate: other processes, other settings, a program that knows a key's authorization value. On the simulator swtpm. */
class TpmWindowsIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Handle INDEX = new Handle(0x01800123);
    private static final byte[] NO_OWNER = new byte[0];

    @TempDir
    private Path folder;

    private SimulatedTpm simulator;
    private TpmDevice device;
    private KeyPair authority;
    private TpmWindows windows;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        simulator = SimulatedTpm.start(folder.resolve("chip"));
        device = new TpmDevice(new TpmAddress(simulator.address()), new SecureRandom());
        authority = pair("secp384r1");
        windows = windows(authority, INDEX);
        windows.provision(NO_OWNER);
    }

    @AfterEach
    void stop() {
        device.close();
        simulator.close();
    }

    private static KeyPair pair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private TpmWindows windows(KeyPair signer, Handle index) {
        return new TpmWindows(
                device,
                new TpmLifetime(
                        "tpm0",
                        (ECPublicKey) signer.getPublic(),
                        Optional.empty(),
                        index.value(),
                        folder.resolve(index + ".window")),
                new WindowFile(folder.resolve(index + ".window"), Runnable::run),
                new WindowFile(folder.resolve(index + ".override"), Runnable::run),
                new WindowFile(folder.resolve(index + ".lease"), Runnable::run));
    }

    private void open(TpmWindows which, KeyPair signer) throws GeneralSecurityException {
        WindowRequest request = WindowRequest.parse(which.request(""));
        which.install(SignedWindow.sign(request.window(HOUR), request.subject().policyRef(), signer.getPrivate())
                .text());
    }

    private TpmBlob key() {
        Public template = Template.ecdsa(Curve.P256)
                .withAttributes(Attributes.BORN_HERE.with(
                        Attributes.SIGN_ENCRYPT | Attributes.USER_WITH_AUTH | Attributes.NO_DA));
        return device.create(windows.bound(template));
    }

    private Signature sign(TpmWindows through, TpmBlob blob) {
        try (LoadedObject loaded = device.load(blob)) {
            return through.use(blob, (tpm, authorization) -> tpm.execute(sign(loaded), authorization));
        }
    }

    private static Sign sign(LoadedObject loaded) {
        return new Sign(loaded, new byte[32], Scheme.ecdsa(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK);
    }

    @Test
    void authorizationValueAlone_signsNothing() throws Exception {
        open(windows, authority);
        try (TpmBlob blob = key();
                LoadedObject loaded = device.load(blob)) {
            assertThat(sign(windows, blob)).isInstanceOf(Signature.Ecc.class);
            assertThatThrownBy(() -> device.authorized(
                            blob.authValue(), (tpm, authorization) -> tpm.execute(sign(loaded), authorization)))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("TPM_RC_AUTH_UNAVAILABLE");
        }
    }

    @Test
    void windowAlone_signsNothingWithoutTheAuthorizationValue() throws Exception {
        open(windows, authority);
        try (TpmBlob blob = key();
                TpmBlob guessed = new TpmBlob(new byte[32], blob.area(), blob.encrypted(), blob.parent())) {
            assertThatThrownBy(() -> sign(windows, guessed))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("TPM_RC_BAD_AUTH");
            assertThat(sign(windows, blob)).isInstanceOf(Signature.Ecc.class);
        }
    }

    @Test
    void renewal_byAnotherProcess_isSeenAtTheNextUse() throws Exception {
        open(windows, authority);
        try (TpmBlob blob = key()) {
            assertThat(sign(windows, blob)).isInstanceOf(Signature.Ecc.class);
            TpmWindows elsewhere = windows(authority, INDEX);
            elsewhere.revoke(NO_OWNER);
            assertThatThrownBy(() -> sign(windows, blob)).hasMessageContaining("WK-K018");
            open(elsewhere, authority);
            assertThat(sign(windows, blob)).isInstanceOf(Signature.Ecc.class);
        }
    }

    @Test
    void anotherAuthority_opensNoKeyOfTheFirst() throws Exception {
        open(windows, authority);
        KeyPair intruder = pair("secp256r1");
        TpmWindows other = windows(intruder, INDEX);
        open(other, intruder);
        try (TpmBlob blob = key()) {
            assertThatThrownBy(() -> sign(other, blob))
                    .hasMessageContaining("WK-K019")
                    .hasMessageContaining("made under another authority");
            // The intruder's window is what the file has now; the TPM does not take it for the first authority's.
            assertThatThrownBy(() -> sign(windows, blob))
                    .hasMessageContaining("WK-K018")
                    .hasMessageContaining("that its signer did not sign");
        }
    }

    @Test
    void indexOfSomethingElse_isNotTaken() throws Exception {
        Handle taken = new Handle(0x01800124);
        try (Authorization owner = Authorization.empty()) {
            device.use(open -> open.tpm()
                    .execute(
                            new NV_DefineSpace(
                                    Entity.of(Handle.OWNER),
                                    new byte[0],
                                    new NvPublic(
                                            taken,
                                            HashAlgorithm.SHA256,
                                            new NvAttributes(NvAttributes.OWNERREAD | NvAttributes.OWNERWRITE),
                                            new byte[0],
                                            8)),
                            owner));
        }
        assertThatThrownBy(() -> windows(authority, taken).provision(NO_OWNER))
                .hasMessageContaining("WK-K019")
                .hasMessageContaining("choose another with epoch-index");
        windows.provision(NO_OWNER);
        assertThatThrownBy(() -> windows(authority, new Handle(0x01800125)).request(""))
                .hasMessageContaining("wardkey tpm provision");
    }
}
