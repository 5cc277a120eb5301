package org.wardkey.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.Create;
import org.wardkey.tpm2.command.NV_DefineSpace;
import org.wardkey.tpm2.command.NV_Increment;
import org.wardkey.tpm2.command.NV_Read;
import org.wardkey.tpm2.command.NV_UndefineSpace;
import org.wardkey.tpm2.command.PolicyAuthValue;
import org.wardkey.tpm2.command.PolicyAuthorize;
import org.wardkey.tpm2.command.PolicyCounterTimer;
import org.wardkey.tpm2.command.PolicyNV;
import org.wardkey.tpm2.command.ReadClock;
import org.wardkey.tpm2.command.VerifySignature;
import org.wardkey.tpm2.policy.PolicyDigest;
import org.wardkey.tpm2.policy.PolicyWindow;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.PolicySession;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Comparison;
import org.wardkey.tpm2.structure.Curve;
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

/** A key with an authorization value that the TPM lets sign inside a window only: its policy is satisfied anew for each signature. */
final class WindowedKey implements AutoCloseable {
    private static final HashAlgorithm HASH = HashAlgorithm.SHA256;
    private static final byte[] REFERENCE = "wardkey:benchmark".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AUTH_VALUE = "an authorization value, 32 bytes".getBytes(StandardCharsets.US_ASCII);
    private static final Entity OWNER = Entity.of(Handle.OWNER);
    private static final int CLOCK_OFFSET = 8;
    private static final int COUNTER_BYTES = 8;
    private static final long DAY_MILLIS = 86_400_000;

    private final TpmKeys keys;
    private final Tpm tpm;
    private final Entity epoch;
    private final PolicyWindow window;
    private final Name authority;
    private final Ticket ticket;
    private final LoadedObject key;
    private final PolicySession policy;
    private final Authorization authorization;

    /** Makes counter, authority, window and key, and starts the session. */
    WindowedKey(TpmKeys keys) throws GeneralSecurityException {
        this.keys = keys;
        tpm = keys.tpm();
        epoch = defineEpoch();
        long now = tpm.execute(new ReadClock()).clockInfo().clock();
        window = new PolicyWindow(
                epoch.name(),
                ByteBuffer.wrap(tpm.execute(new NV_Read(epoch, epoch, COUNTER_BYTES, 0), keys.hmac()))
                        .getLong(),
                now + DAY_MILLIS);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Public authorityPublic = Template.verification((ECPublicKey) pair.getPublic());
        authority = authorityPublic.name();
        ticket = verified(authorityPublic, signed(pair));
        key = makeKey();
        policy = tpm.startPolicySession(keys.saltKey(), HASH, Symmetric.AES_128_CFB);
        authorization = policy.authorizeWithAuthValue(AUTH_VALUE);
    }

    private Entity defineEpoch() {
        NvAttributes attributes = new NvAttributes(
                NvAttributes.COUNTER | NvAttributes.AUTHREAD | NvAttributes.OWNERWRITE | NvAttributes.NO_DA);
        NvPublic index = new NvPublic(new Handle(0x01500010), HASH, attributes, new byte[0], COUNTER_BYTES);
        tpm.execute(new NV_DefineSpace(OWNER, new byte[0], index), keys.hmac());
        tpm.execute(new NV_Increment(OWNER, Entity.of(index.index(), index.name())), keys.hmac());
        return Entity.of(index.index(), index.written().name());
    }

    private Signature signed(KeyPair pair) throws GeneralSecurityException {
        java.security.Signature signer = java.security.Signature.getInstance("SHA256withECDSAinP1363Format");
        signer.initSign(pair.getPrivate());
        signer.update(window.message(REFERENCE));
        byte[] both = signer.sign();
        return new Signature.Ecc(Scheme.ecdsa(HASH), Arrays.copyOf(both, 32), Arrays.copyOfRange(both, 32, 64));
    }

    private Ticket verified(Public authorityPublic, Signature signature) {
        try (LoadedObject verifier = tpm.loadExternal(authorityPublic, Handle.OWNER)) {
            return tpm.execute(new VerifySignature(verifier, window.policy().approval(HASH, REFERENCE), signature));
        }
    }

    private LoadedObject makeKey() {
        PolicyDigest fixed =
                PolicyDigest.start(HASH).authorize(authority, REFERENCE).authValue();
        Public template = Template.ecdsa(Curve.P256).withPolicy(fixed.digest());
        template = template.withAttributes(template.attributes().with(Attributes.NO_DA));
        try (SensitiveCreate sensitive = SensitiveCreate.of(AUTH_VALUE)) {
            Create.Result made =
                    tpm.execute(new Create(keys.storage(), sensitive, template, new byte[0], List.of()), keys.hmac());
            return tpm.load(keys.storage(), made.outPrivate(), made.outPublic(), keys.hmac());
        }
    }

    /** Satisfies the policy, and signs: five commands. */
    void sign() {
        tpm.execute(new PolicyNV(epoch, epoch, policy, window.epochOperand(), 0, Comparison.EQ), keys.hmac());
        tpm.execute(new PolicyCounterTimer(policy, window.clockOperand(), CLOCK_OFFSET, Comparison.UNSIGNED_LT));
        tpm.execute(new PolicyAuthorize(policy, window.policy().digest(), REFERENCE, authority, ticket));
        tpm.execute(new PolicyAuthValue(policy));
        tpm.execute(TpmKeys.sign(key), authorization);
    }

    @Override
    public void close() {
        policy.close();
        key.close();
        tpm.execute(new NV_UndefineSpace(OWNER, epoch), keys.hmac());
    }
}
