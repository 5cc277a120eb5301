package org.wardkey.provider.spi;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.CipherParameters;

/**
 * {@code Cipher} AES/CCM/NoPadding. Parameters are a {@link GCMParameterSpec}, whose IV is the nonce of 7 to 13 bytes and
 * whose tag has 64, 80, 96, 112 or 128 bits; without them the nonce is 12 random bytes and the tag has 128 bits.
 *
 * <p>Encrypting twice with one key and nonce is refused. The message is kept until it is whole. Not thread-safe.
 *
 * <p>Source: SP 800-38C §A.1; appendix B.2 (a tag under 64 bits only after an analysis that an API cannot make).
 */
public final class AesCcmCipherSpi extends GatedCipherSpi {
    private static final int NONCE_BYTES = 12;
    private static final int SMALLEST_NONCE_BYTES = 7;
    private static final int LARGEST_NONCE_BYTES = 13;
    private static final int TAG_BITS = 128;
    private static final int SMALLEST_TAG_BITS = 64;

    private final int fixedKeyBits;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param fixedKeyBits the only size of key that the row takes; 0 for any
     */
    public AesCcmCipherSpi(SpiContext context, int fixedKeyBits) {
        super(context, "CCM", "NoPadding");
        this.fixedKeyBits = fixedKeyBits;
    }

    @Override
    SecretKey requireKey(@Nullable Key candidate) throws InvalidKeyException {
        return CipherMode.requireAes(candidate, fixedKeyBits);
    }

    @Override
    CipherParameters read(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (!(spec instanceof GCMParameterSpec given)) {
            throw new InvalidAlgorithmParameterException("Expected a GCMParameterSpec with nonce and size of tag, got "
                    + spec.getClass().getName() + ".");
        }
        byte[] nonce = given.getIV();
        int tagBits = given.getTLen();
        if (tagBits < SMALLEST_TAG_BITS || tagBits > TAG_BITS || tagBits % 16 != 0) {
            throw new InvalidAlgorithmParameterException(
                    "Expected a tag of 64, 80, 96, 112 or 128 bits, got " + tagBits + ".");
        }
        if (nonce.length < SMALLEST_NONCE_BYTES || nonce.length > LARGEST_NONCE_BYTES) {
            throw new InvalidAlgorithmParameterException(
                    "Expected a nonce of 7 to 13 bytes, got " + nonce.length + ".");
        }
        return CipherParameters.ccm(nonce, tagBits / Byte.SIZE);
    }

    @Override
    CipherParameters random(SecureRandom random) {
        return CipherParameters.ccm(randomBytes(random, NONCE_BYTES), TAG_BITS / Byte.SIZE);
    }

    @Override
    AlgorithmParameters encode(CipherParameters present) throws GeneralSecurityException {
        return CcmParametersSpi.parameters(new GCMParameterSpec(present.tagSizeBytes() * Byte.SIZE, present.iv()));
    }

    @Override
    Class<? extends AlgorithmParameterSpec> specClass() {
        return GCMParameterSpec.class;
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
