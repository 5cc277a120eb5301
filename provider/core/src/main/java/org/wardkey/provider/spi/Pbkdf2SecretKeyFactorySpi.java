package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.interfaces.PBEKey;
import javax.crypto.spec.PBEKeySpec;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeySecretKey;
import org.wardkey.provider.secret.Encodings;
import org.wardkey.provider.secret.SecretBytes;

/**
 * {@code SecretKeyFactory}: PBKDF2 with HMAC. Takes {@link PBEKeySpec} with password, salt, count of iterations and size of
 * the key in bits, which is cut to whole bytes as the JDK cuts it; the password counts as its UTF-8. A refused derivation
 * comes back as a key that nobody can use, and that says why when its encoding is asked for: an exception from here would
 * make the JCA ask the next provider. Thread-safe.
 *
 * <p>Source: RFC 8018 §5.2, SP 800-132 §5.3.
 */
public final class Pbkdf2SecretKeyFactorySpi extends SecretKeyFactorySpi {
    private final SpiContext context;
    private final Digest digest;
    private final String algorithm;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param digest HMAC's hash function
     * @param algorithm the row's name, which is that of the keys
     */
    public Pbkdf2SecretKeyFactorySpi(SpiContext context, Digest digest, String algorithm) {
        this.context = context;
        this.digest = digest;
        this.algorithm = algorithm;
    }

    @Override
    protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
        if (!(spec instanceof PBEKeySpec given)) {
            throw new InvalidKeySpecException("Expected a PBEKeySpec for " + algorithm + ".");
        }
        byte[] salt = given.getSalt();
        if (salt == null || salt.length == 0) {
            throw new InvalidKeySpecException("Expected a PBEKeySpec with a salt for " + algorithm + ".");
        }
        int bits = given.getKeyLength();
        if (bits <= 0) {
            throw new InvalidKeySpecException("Expected a PBEKeySpec with a key length for " + algorithm + ".");
        }
        int iterations = given.getIterationCount();
        char[] password = given.getPassword();
        try {
            SecretBytes derived =
                    context.gate().deriveFromPassword(digest, password, salt, iterations, bits / Byte.SIZE);
            return new Pbkdf2Key(algorithm, derived, password, salt, iterations);
        } catch (PolicyDeniedException e) {
            return refused(new Refusal(e.code(), e.detail()));
        } catch (BackendException e) {
            return refused(new Refusal(e.code(), e.detail()));
        } catch (RuntimeException e) {
            return refused(new Refusal(
                    RefusalCode.ENGINE_FAILED,
                    "The engine derived no key of " + bits + " bits: "
                            + e.getClass().getName() + "."));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private SecretKey refused(Refusal refusal) {
        return WardkeySecretKey.refusedDerivation(algorithm, refusal);
    }

    @Override
    protected KeySpec engineGetKeySpec(SecretKey key, Class<?> type) throws InvalidKeySpecException {
        if (!(key instanceof Pbkdf2Key own) || !algorithm.equals(own.getAlgorithm())) {
            throw new InvalidKeySpecException("Expected a key that this factory for " + algorithm + " derived.");
        }
        if (!type.isAssignableFrom(PBEKeySpec.class)) {
            throw new InvalidKeySpecException("Expected PBEKeySpec.class, got " + type.getName() + ".");
        }
        return own.specification();
    }

    /** Of another provider's key, what it was derived from is derived from again. */
    @Override
    protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
        if (!(key instanceof PBEKey other) || !algorithm.equalsIgnoreCase(key.getAlgorithm())) {
            throw new InvalidKeyException("Expected a PBEKey for " + algorithm + ".");
        }
        if (key instanceof Pbkdf2Key) {
            return key;
        }
        byte[] encoded = Encodings.of(other);
        if (encoded == null || other.getSalt() == null || other.getIterationCount() <= 0) {
            throw new InvalidKeyException("Expected a PBEKey with an encoding, a salt and a count of iterations.");
        }
        char[] password = other.getPassword();
        try {
            return engineGenerateSecret(
                    new PBEKeySpec(password, other.getSalt(), other.getIterationCount(), encoded.length * Byte.SIZE));
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyException("The key does not say what it was derived from.", e);
        } finally {
            Arrays.fill(password, '\0');
            Arrays.fill(encoded, (byte) 0);
        }
    }
}
