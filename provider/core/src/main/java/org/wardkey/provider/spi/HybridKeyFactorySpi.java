package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.EncodedKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import org.wardkey.provider.operation.RawKeySpec;

/** {@code KeyFactory} of hybrids: public keys from and to key shares of TLS. Stateless. */
public final class HybridKeyFactorySpi extends KeyFactorySpi {
    private final HybridGroup group;

    /**
     * Sets the factory up.
     *
     * @param group the curve and the parameter set
     */
    public HybridKeyFactorySpi(HybridGroup group) {
        this.group = group;
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
        if (!(spec instanceof EncodedKeySpec encoded) || !RawKeySpec.FORMAT.equals(encoded.getFormat())) {
            throw new InvalidKeySpecException("Expected a RawKeySpec with the key share of TLS, got "
                    + spec.getClass().getName() + ": " + group.standardName() + " has no ASN.1.");
        }
        try {
            return group.publicKey(encoded.getEncoded());
        } catch (InvalidKeyException e) {
            throw new InvalidKeySpecException(e.getMessage(), e);
        }
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
        throw new InvalidKeySpecException("Expected no private key: those of " + group.standardName()
                + " are for one exchange and have no encoding. KeyPairGenerator makes them.");
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> type) throws InvalidKeySpecException {
        if (!(key instanceof HybridKey.Public ours) || ours.group() != group) {
            throw new InvalidKeySpecException("Expected a public key of " + group.standardName() + ".");
        }
        if (!type.isAssignableFrom(RawKeySpec.class)) {
            throw new InvalidKeySpecException("Expected RawKeySpec.class, got " + type.getName() + ".");
        }
        return type.cast(new RawKeySpec(ours.getEncoded()));
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
        if (key instanceof HybridKey ours && ours.group() == group) {
            return key;
        }
        boolean readable = key instanceof PublicKey && group.isNamed(key) && RawKeySpec.FORMAT.equals(key.getFormat());
        byte[] encoded = readable ? key.getEncoded() : null;
        if (encoded == null) {
            throw new InvalidKeyException(
                    "Expected a public key of " + group.standardName() + " in the format RAW, got another.");
        }
        return group.publicKey(encoded);
    }
}
