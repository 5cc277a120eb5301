package org.wardkey.provider.spi;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.JdkFactories;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.KeyType;

/**
 * {@code Cipher} ChaCha20-Poly1305, with keys of 256 bits. Parameters are an {@link IvParameterSpec} of 12 bytes, the nonce;
 * without them it is random.
 *
 * <p>Encrypting twice with one key and nonce is refused. Decryption gives no plaintext before the tag was verified. Not
 * thread-safe.
 *
 * <p>Source: RFC 8439 §2.8.
 */
public final class ChaCha20Poly1305CipherSpi extends GatedCipherSpi {
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 12;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     */
    public ChaCha20Poly1305CipherSpi(SpiContext context) {
        super(context, "None", "NoPadding");
    }

    @Override
    protected int engineGetBlockSize() {
        return 0; // A stream cipher.
    }

    @Override
    SecretKey requireKey(@Nullable Key candidate) throws InvalidKeyException {
        return CipherMode.requireSecret(candidate, KeyType.CHACHA20, KEY_BITS);
    }

    @Override
    CipherParameters read(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (!(spec instanceof IvParameterSpec given)) {
            throw new InvalidAlgorithmParameterException("Expected an IvParameterSpec with the nonce, got "
                    + spec.getClass().getName() + ".");
        }
        byte[] nonce = given.getIV();
        if (nonce.length != NONCE_BYTES) {
            throw new InvalidAlgorithmParameterException(
                    "Expected a nonce of " + NONCE_BYTES + " bytes, got " + nonce.length + ".");
        }
        return CipherParameters.chaCha20Poly1305(nonce);
    }

    @Override
    CipherParameters random(SecureRandom random) {
        return CipherParameters.chaCha20Poly1305(randomBytes(random, NONCE_BYTES));
    }

    @Override
    AlgorithmParameters encode(CipherParameters present) throws GeneralSecurityException {
        AlgorithmParameters encoded = JdkFactories.parameters("ChaCha20-Poly1305");
        encoded.init(new IvParameterSpec(present.iv()));
        return encoded;
    }

    @Override
    Class<? extends AlgorithmParameterSpec> specClass() {
        return IvParameterSpec.class;
    }

    @Override
    boolean onceOnly() {
        return true;
    }

    @Override
    boolean authenticates() {
        return true;
    }
}
