package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.backend.PostQuantumKeys;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.secret.Encodings;

/**
 * {@code KeyFactory}: plain keys of the JDK's classes, and the read-back of managed ones as {@link
 * KeyInfo}. Never denies.
 */
public final class RoutingKeyFactorySpi extends KeyFactorySpi {
    private final SpiContext context;
    private final KeyFactory jdk;
    private final Set<KeyType> types;

    /**
     * Wraps the JDK's factory.
     *
     * @param context what it needs
     * @param jdk the JDK's factory
     * @param types the types of key that the row has
     */
    public RoutingKeyFactorySpi(SpiContext context, KeyFactory jdk, Set<KeyType> types) {
        this.context = context;
        this.jdk = jdk;
        this.types = types;
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
        return jdk.generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
        if (spec instanceof PKCS8EncodedKeySpec pkcs8 && types.stream().anyMatch(PostQuantumKeys::has)) {
            return postQuantum(pkcs8);
        }
        return jdk.generatePrivate(spec);
    }

    /** In any of the forms of the RFCs. */
    private PrivateKey postQuantum(PKCS8EncodedKeySpec spec) throws InvalidKeySpecException {
        byte[] pkcs8 = spec.getEncoded();
        try {
            KeyType type = PostQuantumKeys.requireAmong(pkcs8, types);
            PrivateKey key = PlainKeys.privateKey(type, pkcs8);
            if (!PlainKeys.isOfJdk(type)) {
                // An encoding whose form is right: whether it is a key, an engine knows.
                requireValid(key, type.family());
            }
            return key;
        } catch (InvalidKeySpecException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeySpecException("Expected a valid private key of " + jdk.getAlgorithm() + ".", e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private void requireValid(PrivateKey key, Family family) throws InvalidKeyException {
        try {
            context.gate().requireValid(key, family);
        } catch (PolicyDeniedException e) {
            // No engine may serve it. A factory denies nothing: whoever uses the key is told.
            assert e.code() != null;
        }
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> type) throws InvalidKeySpecException {
        if (!(key instanceof WardkeyKey managed)) {
            return jdk.getKeySpec(readable(key), type);
        }
        if (!type.isAssignableFrom(KeyInfo.class)) {
            throw new InvalidKeySpecException(
                    "Expected KeyInfo.class for a managed key: its material stays in the token.");
        }
        return type.cast(context.keys().info(managed));
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
        if (key instanceof WardkeyKey) {
            return key;
        }
        if (key instanceof PrivateKey
                && KeyType.of(key)
                        .filter(types::contains)
                        .filter(PostQuantumKeys::has)
                        .isPresent()) {
            return translated(key);
        }
        return jdk.translateKey(key);
    }

    /** The JDK's factory reads a foreign key's encoding, which may be a seed. */
    private Key readable(Key key) throws InvalidKeySpecException {
        try {
            return key instanceof PrivateKey && types.stream().anyMatch(PostQuantumKeys::has)
                    ? engineTranslateKey(key)
                    : key;
        } catch (InvalidKeyException e) {
            throw new InvalidKeySpecException(e.getMessage(), e);
        }
    }

    private Key translated(Key key) throws InvalidKeyException {
        byte[] pkcs8 = Encodings.of(key);
        if (pkcs8 == null) {
            throw new InvalidKeyException("Expected a key with an encoding.");
        }
        try {
            return postQuantum(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyException(e.getMessage(), e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }
}
