package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.command.ClockSet;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.NV_DefineSpace;
import org.wardkey.tpm2.command.NV_Increment;
import org.wardkey.tpm2.command.NV_Read;
import org.wardkey.tpm2.command.NV_UndefineSpace;
import org.wardkey.tpm2.command.PolicyAuthorize;
import org.wardkey.tpm2.command.PolicyCounterTimer;
import org.wardkey.tpm2.command.PolicyNV;
import org.wardkey.tpm2.command.PolicySigned;
import org.wardkey.tpm2.command.PolicyTicket;
import org.wardkey.tpm2.command.ReadClock;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.command.VerifySignature;
import org.wardkey.tpm2.policy.PolicyDigest;
import org.wardkey.tpm2.policy.PolicyWindow;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Comparison;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.NvAttributes;
import org.wardkey.tpm2.structure.NvPublic;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.Template;
import org.wardkey.tpm2.structure.Ticket;

/** Keys whose use the TPM itself ends: PolicyAuthorize over an epoch and a clock window, and leases. On the simulator swtpm. */
class LifetimePolicyTest {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final byte[] REFERENCE = "wardkey:key1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int CLOCK = 8;

    @TempDir
    static Path folder;

    private static Swtpm swtpm;
    private static CountingTransport transport;
    private static Tpm tpm;
    private static LoadedObject srk;
    private static SaltKey saltKey;
    private static KeptSession session;
    private static KeyPair authority;
    private static Public authorityPublic;
    private static Entity epoch;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        swtpm = Swtpm.start(folder);
        transport = new CountingTransport(swtpm.transport());
        tpm = new Tpm(transport);
        srk = tpm.createPrimary(Entity.of(Handle.OWNER), Template.srkP256(), Authorization.empty());
        saltKey = TestKeys.saltKey(tpm, srk);
        session = new KeptSession(tpm, saltKey, SHA256, Symmetric.AES_128_CFB);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        authority = generator.generateKeyPair();
        authorityPublic = Template.verification((ECPublicKey) authority.getPublic());
        epoch = defineEpoch();
    }

    @AfterAll
    static void stop() {
        if (tpm != null) {
            tpm.close();
            swtpm.close();
        }
    }

    private static Entity defineEpoch() {
        NvAttributes attributes = new NvAttributes(
                NvAttributes.COUNTER | NvAttributes.AUTHREAD | NvAttributes.OWNERWRITE | NvAttributes.NO_DA);
        NvPublic index = new NvPublic(new Handle(0x01500010), SHA256, attributes, new byte[0], 8);
        Entity owner = Entity.of(Handle.OWNER);
        tpm.execute(new NV_DefineSpace(owner, new byte[0], index), session.authorize(new byte[0]));
        tpm.execute(new NV_Increment(owner, Entity.of(index.index(), index.name())), session.authorize(new byte[0]));
        return Entity.of(index.index(), index.written().name());
    }

    private static byte[] epochNow() {
        return tpm.execute(new NV_Read(epoch, epoch, 8, 0), session.authorize(new byte[0]));
    }

    /** A window as an authority signs it, with no TPM. */
    private record Window(byte[] epochValue, byte[] until, PolicyDigest policy, Signature.Ecc signature) {}

    private static Window window(byte[] epochValue, long untilMillis) throws GeneralSecurityException {
        PolicyWindow window =
                new PolicyWindow(epoch.name(), ByteBuffer.wrap(epochValue).getLong(), untilMillis);
        byte[] digest = SHA256.digest(window.message(REFERENCE));
        assertThat(window.policy().approval(SHA256, REFERENCE)).isEqualTo(digest);
        return new Window(window.epochOperand(), window.clockOperand(), window.policy(), signed(digest));
    }

    private static Signature.Ecc signed(byte[] digest) throws GeneralSecurityException {
        java.security.Signature signer = java.security.Signature.getInstance("NONEwithECDSAinP1363Format");
        signer.initSign(authority.getPrivate());
        signer.update(digest);
        byte[] both = signer.sign();
        return new Signature.Ecc(
                Scheme.ecdsa(SHA256), java.util.Arrays.copyOf(both, 32), java.util.Arrays.copyOfRange(both, 32, 64));
    }

    private static Ticket verified(Window window) {
        try (LoadedObject key = tpm.loadExternal(authorityPublic, Handle.OWNER)) {
            return tpm.execute(new VerifySignature(key, window.policy.approval(SHA256, REFERENCE), window.signature));
        }
    }

    private static LoadedObject key(PolicyDigest policy) {
        Public template = Template.ecdsa(org.wardkey.tpm2.structure.Curve.P256).withPolicy(policy.digest());
        template = template.withAttributes(template.attributes().with(Attributes.NO_DA));
        try (SensitiveCreate none = SensitiveCreate.of(new byte[0])) {
            Create.Result made = tpm.execute(
                    new Create(srk, none, template, new byte[0], List.of()), session.authorize(new byte[0]));
            return tpm.load(srk, made.outPrivate(), made.outPublic(), session.authorize(new byte[0]));
        }
    }

    private static void satisfy(PolicySession policy, Window window, Ticket ticket) {
        tpm.execute(
                new PolicyNV(epoch, epoch, policy, window.epochValue, 0, Comparison.EQ),
                session.authorize(new byte[0]));
        tpm.execute(new PolicyCounterTimer(policy, window.until, CLOCK, Comparison.UNSIGNED_LT));
        tpm.execute(new PolicyAuthorize(policy, window.policy.digest(), REFERENCE, authorityPublic.name(), ticket));
    }

    private static Signature sign(LoadedObject key, PolicySession policy) {
        return tpm.execute(
                new Sign(key, new byte[32], Scheme.ecdsa(SHA256), Ticket.NULL_HASHCHECK), policy.authorize());
    }

    @Test
    void window_insideBeyondAndRevoked_theTpmDecides() throws GeneralSecurityException {
        long now = tpm.execute(new ReadClock()).clockInfo().clock();
        Window window = window(epochNow(), now + 600_000);
        Ticket ticket = verified(window);
        PolicyDigest fixed = PolicyDigest.start(SHA256).authorize(authorityPublic.name(), REFERENCE);
        try (LoadedObject key = key(fixed);
                PolicySession policy = tpm.startPolicySession(saltKey, SHA256, Symmetric.AES_128_CFB)) {
            satisfy(policy, window, ticket);
            sign(key, policy);

            int before = transport.commands();
            satisfy(policy, window, ticket);
            sign(key, policy);
            assertThat(transport.commands() - before)
                    .as("commands of one signature in the steady state")
                    .isLessThanOrEqualTo(5);

            assertThatThrownBy(() -> sign(key, policy)).hasMessageContaining("TPM_RC_POLICY_FAIL");
            tpm.execute(new ClockSet(Entity.of(Handle.OWNER), now + 700_000), session.authorize(new byte[0]));
            assertThatThrownBy(() -> satisfy(policy, window, ticket)).hasMessageContaining("TPM_RC_POLICY:");

            Window renewed = window(epochNow(), now + 1_400_000);
            try (PolicySession next = tpm.startPolicySession(saltKey, SHA256, Symmetric.AES_128_CFB)) {
                satisfy(next, renewed, verified(renewed));
                sign(key, next);
            }
            tpm.execute(new NV_Increment(Entity.of(Handle.OWNER), epoch), session.authorize(new byte[0]));
            try (PolicySession next = tpm.startPolicySession(saltKey, SHA256, Symmetric.AES_128_CFB)) {
                assertThatThrownBy(() -> satisfy(next, renewed, verified(renewed)))
                        .hasMessageContaining("TPM2_PolicyNV: TPM_RC_POLICY:");
            }
        }
    }

    @Test
    void window_forged_isRefused() throws GeneralSecurityException {
        long now = tpm.execute(new ReadClock()).clockInfo().clock();
        Window signed = window(epochNow(), now + 1_000);
        Window forged = new Window(signed.epochValue, signed.until, signed.policy.authValue(), signed.signature);
        assertThatThrownBy(() -> verified(forged))
                .isInstanceOf(TpmException.class)
                .hasMessageContaining("TPM_RC_SIGNATURE (parameter 2)");
    }

    @Test
    void lease_signedWithTicket_servesSeveralSessions() throws GeneralSecurityException {
        PolicyDigest leased = PolicyDigest.start(SHA256).signed(authorityPublic.name(), REFERENCE);
        try (LoadedObject key = key(leased)) {
            PolicySigned.Result lease;
            try (PolicySession policy = tpm.startPolicySession(saltKey, SHA256, Symmetric.AES_128_CFB);
                    LoadedObject verifier = tpm.loadExternal(authorityPublic, Handle.OWNER)) {
                byte[] nonce = policy.nonceTpm();
                int expiration = -600;
                Signature signature = signed(PolicyDigest.lease(SHA256, nonce, expiration, new byte[0], REFERENCE));
                lease = tpm.execute(
                        new PolicySigned(verifier, policy, nonce, new byte[0], REFERENCE, expiration, signature));
                sign(key, policy);
            }
            for (int i = 0; i < 2; i++) {
                try (PolicySession policy = tpm.startPolicySession(saltKey, SHA256, Symmetric.AES_128_CFB)) {
                    tpm.execute(new PolicyTicket(
                            policy,
                            lease.timeout(),
                            new byte[0],
                            REFERENCE,
                            authorityPublic.name(),
                            lease.policyTicket()));
                    sign(key, policy);
                }
            }
        }
    }

    @Test
    void index_undefined_isGone() {
        NvPublic index = new NvPublic(
                new Handle(0x01500011),
                SHA256,
                new NvAttributes(NvAttributes.OWNERREAD | NvAttributes.OWNERWRITE),
                new byte[0],
                16);
        Entity owner = Entity.of(Handle.OWNER);
        tpm.execute(new NV_DefineSpace(owner, new byte[0], index), session.authorize(new byte[0]));
        Entity entity = Entity.of(index.index(), index.name());
        assertThatThrownBy(() -> tpm.execute(new NV_Read(owner, entity, 16, 0), session.authorize(new byte[0])))
                .hasMessageContaining("TPM_RC_NV_UNINITIALIZED");
        tpm.execute(
                new org.wardkey.tpm2.command.NV_Write(owner, entity, new byte[16], 0), session.authorize(new byte[0]));
        Entity written = Entity.of(index.index(), index.written().name());
        assertThat(tpm.execute(new NV_Read(owner, written, 16, 0), session.authorize(new byte[0])))
                .isEqualTo(new byte[16]);
        tpm.execute(new NV_UndefineSpace(owner, written), session.authorize(new byte[0]));
        assertThatThrownBy(() -> tpm.execute(new NV_Read(owner, written, 16, 0), session.authorize(new byte[0])))
                .hasMessageContaining("TPM_RC_HANDLE (handle 2)");
    }

    @Test
    void name_ofTheAuthority_isWhatTheTpmComputes() {
        try (LoadedObject key = tpm.loadExternal(authorityPublic, Handle.OWNER)) {
            Name shown =
                    tpm.execute(new org.wardkey.tpm2.command.ReadPublic(key)).name();
            assertThat(shown).isEqualTo(authorityPublic.name());
        }
    }
}
