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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.SimulatedTpm;
import org.wardkey.provider.keystore.tpm.WindowFile;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.command.PCR_Extend;
import org.wardkey.tpm2.command.PolicySigned;
import org.wardkey.tpm2.command.ReadClock;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.command.VerifySignature;
import org.wardkey.tpm2.policy.KeyGroup;
import org.wardkey.tpm2.policy.LeaseCondition;
import org.wardkey.tpm2.policy.LeaseRequest;
import org.wardkey.tpm2.policy.LeaseTicket;
import org.wardkey.tpm2.policy.LifetimePolicy;
import org.wardkey.tpm2.policy.PolicyWindow;
import org.wardkey.tpm2.policy.SignedLease;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Curve;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;

/**
 * A program that knows a key's authorization value, satisfies a session inside a window, and keeps it: leases and PCRs end it, and nothing else does. On the simulator
 * swtpm.
 */
class HeldSessionIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final byte[] NO_OWNER = new byte[0];
    private static final String PCRS = "sha256:7";
    private static final String TOKEN = "tpm0";

    @TempDir
    private Path folder;

    private SimulatedTpm simulator;
    private TpmDevice device;
    private KeyPair authority;
    private TpmLifetime settings;
    private TpmWindows windows;
    private WindowFile window;
    private WindowFile lease;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        simulator = SimulatedTpm.start(folder.resolve("chip"));
        device = new TpmDevice(new TpmAddress(simulator.address()), new SecureRandom());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        // One key for windows and for leases, which is the hardest case.
        authority = generator.generateKeyPair();
        settings = new TpmLifetime(
                TOKEN,
                (ECPublicKey) authority.getPublic(),
                Optional.empty(),
                TpmLifetime.USUAL_INDEX,
                folder.resolve("tpm0.window"));
        window = new WindowFile(settings.window(), Runnable::run);
        lease = new WindowFile(settings.lease(), Runnable::run);
        windows = new TpmWindows(
                device, settings, window, new WindowFile(settings.overrideWindow(), Runnable::run), lease);
        windows.provision(NO_OWNER);
    }

    @AfterEach
    void stop() {
        device.close();
        simulator.close();
    }

    private void open(String pcrs, boolean leases) throws GeneralSecurityException {
        WindowRequest request = WindowRequest.parse(windows.request(pcrs));
        byte[] group = request.subject().policyRef();
        PolicyWindow plain = request.window(HOUR);
        PolicyWindow asked = leases ? plain.withLeases((ECPublicKey) authority.getPublic(), group) : plain;
        windows.install(SignedWindow.sign(asked, group, authority.getPrivate()).text());
    }

    private void renew(Duration duration) {
        windows.keepLease(windows.askLease(request -> {
            try {
                return SignedLease.sign(LeaseRequest.parse(request), duration, authority.getPrivate())
                        .text();
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }));
    }

    private TpmBlob key() {
        return device.create(windows.bound(Template.ecdsa(Curve.P256)
                .withAttributes(Attributes.BORN_HERE.with(
                        Attributes.SIGN_ENCRYPT | Attributes.USER_WITH_AUTH | Attributes.NO_DA))));
    }

    /** What Wardkey does for a use, up to the use. */
    private PolicySession held() {
        return device.use(open -> {
            LifetimePolicy policy = new LifetimePolicy(
                    TpmLifetime.verification(settings.authority()).name(),
                    Optional.empty(),
                    new KeyGroup(TOKEN, open.root().name()).policyRef());
            try {
                return new PolicyUse(settings.authority(), new EpochIndex(settings.index()).entity())
                        .satisfied(
                                open,
                                policy,
                                SignedWindow.parse(window.read().orElseThrow()),
                                () -> lease.read().map(LeaseTicket::parse));
            } catch (WindowClosedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private Signature sign(TpmBlob blob, LoadedObject loaded, PolicySession session) {
        return device.use(open -> {
            try (Authorization authorization = session.authorizeWithAuthValue(blob.authValue())) {
                return open.tpm().execute(sign(loaded), authorization);
            }
        });
    }

    private Signature use(TpmBlob blob, LoadedObject loaded) {
        return windows.use(blob, (tpm, authorization) -> tpm.execute(sign(loaded), authorization));
    }

    private static Sign sign(LoadedObject loaded) {
        return new Sign(loaded, new byte[32], Scheme.ecdsa(HashAlgorithm.SHA256), Ticket.NULL_HASHCHECK);
    }

    private static void extend(Tpm tpm, int pcr) {
        tpm.execute(
                new PCR_Extend(Entity.of(Handle.pcr(pcr)), Map.of(HashAlgorithm.SHA256, new byte[32])),
                Authorization.empty());
    }

    private void awaitEndOfLease() {
        long end = LeaseTicket.parse(lease.read().orElseThrow()).endMillis();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (device.use(open -> open.tpm().execute(new ReadClock()).time()) <= end) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void session_heldInAPlainWindow_hasOneUseMoreAfterARevocation() throws Exception {
        open("", false);
        try (TpmBlob blob = key();
                LoadedObject loaded = device.load(blob);
                PolicySession session = held()) {
            windows.revoke(NO_OWNER);
            windows.extend(12);
            assertThat(sign(blob, loaded, session)).isInstanceOf(Signature.Ecc.class);
            assertThatThrownBy(() -> sign(blob, loaded, session)).hasMessageContaining("TPM_RC_POLICY_FAIL");
        }
    }

    @Test
    void session_heldPastItsLease_isRefusedAtUse() throws Exception {
        open("", true);
        try (TpmBlob blob = key();
                LoadedObject loaded = device.load(blob)) {
            renew(HOUR);
            try (PolicySession session = held()) {
                assertThat(sign(blob, loaded, session)).isInstanceOf(Signature.Ecc.class);
            }
            renew(SECOND.multipliedBy(2));
            try (PolicySession session = held()) {
                awaitEndOfLease();
                assertThatThrownBy(() -> sign(blob, loaded, session))
                        .isInstanceOf(BackendException.class)
                        .hasMessageContaining("TPM_RC_EXPIRED");
            }
        }
    }

    @Test
    void lease_thatEndsBetweenPolicyAndUse_isRefusedAsOver() throws Exception {
        open("", true);
        renew(SECOND.multipliedBy(2));
        try (TpmBlob blob = key();
                LoadedObject loaded = device.load(blob)) {
            assertThatThrownBy(() -> windows.use(blob, (tpm, authorization) -> {
                        awaitEndOfLease();
                        return tpm.execute(sign(loaded), authorization);
                    }))
                    .hasMessageContaining("WK-K018")
                    .hasMessageContaining("had a lease, and that is over");
        }
    }

    @Test
    void session_heldWithPcrs_isRefusedAfterAnyPcrWasExtended() throws Exception {
        open(PCRS, false);
        try (TpmBlob blob = key();
                LoadedObject loaded = device.load(blob)) {
            try (PolicySession session = held()) {
                // 23 does not count.
                device.use(open -> {
                    extend(open.tpm(), 23);
                    return open;
                });
                assertThat(sign(blob, loaded, session)).isInstanceOf(Signature.Ecc.class);
            }
            try (PolicySession session = held()) {
                windows.revoke(NO_OWNER);
                windows.extend(12);
                assertThatThrownBy(() -> sign(blob, loaded, session))
                        .isInstanceOf(BackendException.class)
                        .hasMessageContaining("TPM_RC_PCR_CHANGED");
            }
        }
    }

    @Test
    void use_whilePcrsThatTheWindowDoesNotNameAreExtended_isTriedAgain() throws Exception {
        open(PCRS, false);
        try (TpmBlob blob = key();
                LoadedObject loaded = device.load(blob)) {
            AtomicInteger tries = new AtomicInteger();
            Signature signed = windows.use(blob, (tpm, authorization) -> {
                if (tries.incrementAndGet() == 1) {
                    extend(tpm, 10);
                }
                return tpm.execute(sign(loaded), authorization);
            });
            assertThat(signed).isInstanceOf(Signature.Ecc.class);
            assertThat(tries).hasValue(2);
            assertThatThrownBy(() -> windows.use(blob, (tpm, authorization) -> {
                        extend(tpm, 10);
                        return tpm.execute(sign(loaded), authorization);
                    }))
                    .hasMessageContaining("WK-K018")
                    .hasMessageContaining("had PCRs extended");
        }
    }

    /**
     * The same key signs windows and leases, and somebody got it to sign a lease for a nonce of 28 bytes, which no signer of ours does: with it, and the expiration behind it, he has chosen
     * a policy. It opens nothing, since what stands at the end is the reference of leases.
     */
    @Test
    void lease_thatLooksLikeAWindow_opensNothing() throws Exception {
        open("", false);
        try (TpmBlob blob = key();
                LoadedObject loaded = device.load(blob)) {
            SignedWindow there = SignedWindow.parse(window.read().orElseThrow());
            PolicyWindow evil =
                    new PolicyWindow(there.window().epochIndex(), there.window().epoch(), Long.MAX_VALUE);
            byte[] leaseRef = device.use(open -> new KeyGroup(TOKEN, open.root().name()).leaseRef());
            java.security.Signature signer =
                    java.security.Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
            signer.initSign(authority.getPrivate());
            signer.update(evil.policy().digest());
            signer.update(leaseRef);
            byte[] lent = signer.sign();
            SignedWindow asItIs = new SignedWindow(evil, leaseRef, lent);
            assertThat(asItIs.isSignedBy(settings.authority())).isTrue();
            SignedWindow asAWindow = new SignedWindow(evil, there.policyRef(), lent);
            for (SignedWindow one : List.of(asItIs, asAWindow)) {
                assertThatThrownBy(() -> windows.install(one.text())).hasMessageContaining("WK-K019");
                window.write(one.text());
                assertThatThrownBy(() ->
                                windows.use(blob, (tpm, authorization) -> tpm.execute(sign(loaded), authorization)))
                        .hasMessageContaining("WK-K018");
                assertThat(windows.status()).containsEntry("state", "unusable");
            }
            device.use(open -> {
                try (LoadedObject verifier =
                        open.tpm().loadExternal(TpmLifetime.verification(settings.authority()), Handle.OWNER)) {
                    assertThatThrownBy(() -> open.tpm()
                                    .execute(new VerifySignature(
                                            verifier, asAWindow.signedDigest(), asAWindow.tpmSignature())))
                            .hasMessageContaining("TPM_RC_SIGNATURE");
                }
                return open;
            });
            window.write(there.text());
            assertThat(use(blob, loaded)).isInstanceOf(Signature.Ecc.class);
        }
    }

    /** TPM2_PolicySigned itself: what was signed for a second is not good for an hour, and a lease not for another session. */
    @Test
    void lease_claimedForLongerOrInAnotherSession_isRefusedByTheChip() throws Exception {
        open("", true);
        LeaseCondition condition =
                SignedWindow.parse(window.read().orElseThrow()).window().lease().orElseThrow();
        device.use(open -> {
            KeyGroup group = new KeyGroup(TOKEN, open.root().name());
            try (PolicySession session =
                            open.tpm().startPolicySession(open.salt(), HashAlgorithm.SHA256, Symmetric.AES_128_CFB);
                    PolicySession other =
                            open.tpm().startPolicySession(open.salt(), HashAlgorithm.SHA256, Symmetric.AES_128_CFB);
                    LoadedObject verifier = open.tpm().loadExternal(condition.authority(), Handle.OWNER)) {
                SignedLease signed = signed(new LeaseRequest(group, session.nonceTpm()));
                for (int expiration : new int[] {-3600, 3600, 0}) {
                    assertThatThrownBy(() -> open.tpm()
                                    .execute(policySigned(
                                            verifier, session, session.nonceTpm(), expiration, condition, signed)))
                            .isInstanceOfSatisfying(
                                    TpmException.class,
                                    e -> assertThat(e.responseCode().value()).isEqualTo(0x5DB));
                }
                assertThatThrownBy(() -> open.tpm()
                                .execute(policySigned(verifier, other, session.nonceTpm(), -1, condition, signed)))
                        .hasMessageContaining("TPM_RC_NONCE");
                assertThatThrownBy(() -> open.tpm()
                                .execute(policySigned(verifier, other, other.nonceTpm(), -1, condition, signed)))
                        .hasMessageContaining("TPM_RC_SIGNATURE");
                assertThat(open.tpm()
                                .execute(policySigned(verifier, session, session.nonceTpm(), -1, condition, signed))
                                .policyTicket()
                                .digest())
                        .isNotEmpty();
            }
            return open;
        });
    }

    private static PolicySigned policySigned(
            LoadedObject verifier,
            PolicySession session,
            byte[] nonce,
            int expiration,
            LeaseCondition condition,
            SignedLease lease) {
        return new PolicySigned(
                verifier, session, nonce, new byte[0], condition.leaseRef(), expiration, lease.tpmSignature());
    }

    private SignedLease signed(LeaseRequest request) {
        try {
            return SignedLease.sign(request, SECOND, authority.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
