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
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * {@code Cipher} AES in ECB, CBC, CTR and XTS mode: without authentication, so that what is decrypted may have been altered.
 *
 * <p>Parameters are an {@link IvParameterSpec} of 16 bytes: CBC's initialisation vector, CTR's first counter block, XTS's
 * tweak (the number of the data unit, least significant byte first); ECB has none. As with the JDK's, nothing keeps callers of
 * CTR from encrypting twice under one counter block, as programs do that seek in a file. A message of XTS is one data unit of
 * 16 bytes to 16 MiB, kept until it is whole; its key is two AES keys behind one another that differ. Not thread-safe.
 *
 * <p>Source: SP 800-38A, SP 800-38E, RFC 5652 §6.3 (the padding that the JCA calls PKCS5Padding).
 */
public final class AesModeCipherSpi extends GatedCipherSpi {
    private static final int BLOCK_BYTES = 16;
    private static final byte[] NO_IV = {};

    private final Mechanism mechanism;
    private final boolean padded;
    private final int fixedKeyBits;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param family ECB, CBC, CTR or XTS
     * @param padded whether messages are padded to whole blocks
     * @param fixedKeyBits the only size of key that the row takes; 0 for any
     */
    public AesModeCipherSpi(SpiContext context, Family family, boolean padded, int fixedKeyBits) {
        super(context, family.standardName().substring("AES-".length()), padded ? "PKCS5Padding" : "NoPadding");
        this.mechanism = Mechanism.of(family);
        this.padded = padded;
        this.fixedKeyBits = fixedKeyBits;
    }

    private boolean is(Family family) {
        return mechanism.family() == family;
    }

    @Override
    SecretKey requireKey(@Nullable Key candidate) throws InvalidKeyException {
        return is(Family.AES_XTS)
                ? CipherMode.requireSecret(candidate, KeyType.AES_XTS, 256, 512)
                : CipherMode.requireAes(candidate, fixedKeyBits);
    }

    @Override
    CipherParameters read(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (is(Family.AES_ECB)) {
            throw new InvalidAlgorithmParameterException("Expected no parameters for " + mechanism + ", got "
                    + spec.getClass().getName() + ".");
        }
        if (!(spec instanceof IvParameterSpec given)) {
            throw new InvalidAlgorithmParameterException(
                    "Expected an IvParameterSpec, got " + spec.getClass().getName() + ".");
        }
        byte[] iv = given.getIV();
        if (iv.length != BLOCK_BYTES) {
            throw new InvalidAlgorithmParameterException(
                    "Expected an IV of " + BLOCK_BYTES + " bytes, got " + iv.length + ".");
        }
        return CipherParameters.unauthenticated(mechanism, iv, padded);
    }

    @Override
    CipherParameters random(SecureRandom random) {
        byte[] iv = is(Family.AES_ECB) ? NO_IV : randomBytes(random, BLOCK_BYTES);
        return CipherParameters.unauthenticated(mechanism, iv, padded);
    }

    @Override
    @Nullable
    AlgorithmParameters encode(CipherParameters present) throws GeneralSecurityException {
        if (is(Family.AES_ECB)) {
            return null;
        }
        AlgorithmParameters encoded = JdkFactories.parameters("AES");
        encoded.init(new IvParameterSpec(present.iv()));
        return encoded;
    }

    @Override
    Class<? extends AlgorithmParameterSpec> specClass() {
        return IvParameterSpec.class;
    }

    @Override
    boolean onceOnly() {
        return false;
    }

    @Override
    boolean authenticates() {
        return false;
    }
}
