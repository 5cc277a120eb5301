package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeySecretKey;
import org.wardkey.provider.secret.SecretBytes;

/**
 * {@code SecretKeyFactory}: PBKDF2 with HMAC. Takes {@link PBEKeySpec} with password, salt, count of iterations and size of
 * the key in bits, which is cut to whole bytes as the JDK cuts it; the password counts as its UTF-8. A refused derivation comes back as a key that nobody can use, and
 * that says why when its encoding is asked for: an exception from here would make the JCA ask the next provider. Thread-safe.
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
        char[] password = given.getPassword();
        try (SecretBytes derived = context.gate()
                .deriveFromPassword(digest, password, salt, given.getIterationCount(), bits / Byte.SIZE)) {
            return key(derived);
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

    private SecretKey key(SecretBytes derived) {
        byte[] bytes = derived.copy();
        try {
            return new SecretKeySpec(bytes, algorithm);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private SecretKey refused(Refusal refusal) {
        return WardkeySecretKey.refusedDerivation(algorithm, refusal);
    }

    @Override
    protected KeySpec engineGetKeySpec(SecretKey key, Class<?> type) throws InvalidKeySpecException {
        throw new InvalidKeySpecException(
                "Expected no question for the specification of a derived key: it does not keep it.");
    }

    @Override
    protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
        throw new InvalidKeyException("Expected a PBEKeySpec: no key of another provider is one of " + algorithm + ".");
    }
}
