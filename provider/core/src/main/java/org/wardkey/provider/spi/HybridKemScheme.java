package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import org.wardkey.provider.backend.EncapsulatedSecret;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.RawKeySpec;
import org.wardkey.provider.secret.SecretBytes;

/**
 * A hybrid of ECDH and ML-KEM, as TLS 1.3 has it: both secrets, one behind the other. It is no secret to be used as a key:
 * derive one from it.
 *
 * <p>Source: draft-ietf-tls-ecdhe-mlkem §4; SP 800-56C Rev. 2 §2 (hybrid shared secrets).
 */
public final class HybridKemScheme implements KemScheme {
    private final SpiContext context;
    private final HybridGroup group;
    private final MlKemScheme mlKem;

    /**
     * Sets the mechanism up.
     *
     * @param context what it needs
     * @param group the curve and the parameter set
     */
    public HybridKemScheme(SpiContext context, HybridGroup group) {
        this.context = context;
        this.group = group;
        this.mlKem = new MlKemScheme(context, EnumSet.of(group.mlKem()));
    }

    private InvalidKeyException otherKey(Key key) {
        return new InvalidKeyException("Expected a key of " + group.standardName() + " as its KeyPairGenerator and"
                + " KeyFactory make it, got one of " + key.getAlgorithm() + ".");
    }

    /** A key of ours, or one whose encoding is the key share. */
    private HybridKey.Public read(PublicKey key) throws InvalidKeyException {
        if (key instanceof HybridKey.Public ours && ours.group() == group) {
            return ours;
        }
        byte[] encoded = key.getEncoded();
        if (!group.isNamed(key) || !RawKeySpec.FORMAT.equals(key.getFormat()) || encoded == null) {
            throw otherKey(key);
        }
        return group.publicKey(encoded);
    }

    @Override
    public void requirePublic(PublicKey key) throws InvalidKeyException {
        HybridKey.Public both = read(key);
        PeerKeys.check(both.point());
        mlKem.requirePublic(both.encapsulationKey());
    }

    @Override
    public Decapsulation decapsulation(PrivateKey key) throws InvalidKeyException {
        if (!(key instanceof HybridKey.Private ours) || ours.group() != group) {
            throw otherKey(key);
        }
        if (ours.isDestroyed()) {
            throw new InvalidKeyException("Expected a key of " + group.standardName() + ", got one that is destroyed.");
        }
        Decapsulation ofMlKem = mlKem.decapsulation(ours.decapsulationKey());
        return encapsulation -> decapsulated(ours, ofMlKem, encapsulation);
    }

    private byte[] decapsulated(HybridKey.Private own, Decapsulation ofMlKem, byte[] encapsulation)
            throws GeneralSecurityException {
        if (own.isDestroyed()) {
            throw new InvalidKeyException("The private key is destroyed.");
        }
        PublicKey ephemeral = PublicPoints.publicKey(group.curve(), group.ofCurve(encapsulation));
        PeerKeys.check(ephemeral);
        byte[] agreed = Agreement.secret(context.gate(), group.curve(), own.scalar(), ephemeral);
        byte[] shared = {};
        try {
            shared = ofMlKem.decapsulate(group.ofMlKem(encapsulation));
            return group.joined(agreed, shared);
        } finally {
            Arrays.fill(agreed, (byte) 0);
            Arrays.fill(shared, (byte) 0);
        }
    }

    @Override
    public int secretBytes(Key key) {
        return group.secretBytes();
    }

    @Override
    public int encapsulationBytes(Key key) {
        return group.encapsulationBytes();
    }

    @Override
    public EncapsulatedSecret encapsulate(PublicKey key) throws GeneralSecurityException {
        HybridKey.Public other = read(key);
        KeyType curve = group.curve();
        KeyPair ephemeral = context.keys().generation().plainPair(curve, 0);
        byte[] agreed = Agreement.secret(context.gate(), curve, ephemeral.getPrivate(), other.point());
        try (EncapsulatedSecret ofMlKem = mlKem.encapsulate(other.encapsulationKey())) {
            byte[] secret = ofMlKem.sharedSecret().use(shared -> group.joined(agreed, shared));
            byte[] point = PublicPoints.bytes(curve, ephemeral.getPublic());
            return new EncapsulatedSecret(SecretBytes.take(secret), group.joined(point, ofMlKem.ciphertext()));
        } finally {
            Arrays.fill(agreed, (byte) 0);
        }
    }
}
