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
import org.wardkey.provider.gate.JdkFactories;
import org.wardkey.provider.operation.CipherParameters;

/**
 * {@code Cipher} AES/GCM/NoPadding.
 *
 * <p>Encrypting twice with one key and IV is refused, as is a tag under 96 bits. Decryption gives no
 * plaintext before the tag was verified. Not thread-safe.
 */
public final class AesGcmCipherSpi extends GatedCipherSpi {
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SMALLEST_TAG_BITS = 96;

    private final int fixedKeyBits;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param fixedKeyBits the only size of key that the row takes; 0 for any
     */
    public AesGcmCipherSpi(SpiContext context, int fixedKeyBits) {
        super(context, "GCM", "NoPadding");
        this.fixedKeyBits = fixedKeyBits;
    }

    @Override
    SecretKey requireKey(@Nullable Key candidate) throws InvalidKeyException {
        return CipherMode.requireAes(candidate, fixedKeyBits);
    }

    @Override
    CipherParameters read(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (!(spec instanceof GCMParameterSpec gcm)) {
            throw new InvalidAlgorithmParameterException(
                    "Expected a GCMParameterSpec, got " + spec.getClass().getName() + ".");
        }
        byte[] iv = gcm.getIV();
        int tagBits = gcm.getTLen();
        // SP 800-38D §5.2.1.2: t may be any one of 128, 120, 112, 104, or 96; shorter tags are for others.
        if (tagBits < SMALLEST_TAG_BITS || tagBits > TAG_BITS || tagBits % 8 != 0) {
            throw new InvalidAlgorithmParameterException(
                    "Expected a tag of 96, 104, 112, 120 or 128 bits, got " + tagBits + ".");
        }
        if (iv.length == 0) {
            throw new InvalidAlgorithmParameterException("Expected an IV of at least 1 byte, got none.");
        }
        // A class derived from it could give another IV to the engine than it gave to us.
        boolean itself = gcm.getClass() == GCMParameterSpec.class;
        return CipherParameters.gcm(iv, itself ? gcm : new GCMParameterSpec(tagBits, iv));
    }

    @Override
    CipherParameters random(SecureRandom random) {
        byte[] iv = randomBytes(random, IV_BYTES);
        return CipherParameters.gcm(iv, new GCMParameterSpec(TAG_BITS, iv));
    }

    @Override
    AlgorithmParameters encode(CipherParameters present) throws GeneralSecurityException {
        AlgorithmParameters encoded = JdkFactories.parameters("GCM");
        encoded.init(new GCMParameterSpec(present.tagSizeBytes() * Byte.SIZE, present.iv()));
        return encoded;
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
