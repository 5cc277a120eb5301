package org.wardkey.provider.spi;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.MacSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.GatedMac;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.WardkeyKey;

/**
 * {@code Mac}: HMAC over SHA-1, SHA-2 and SHA-3; CMAC and GMAC with AES; KMAC, with {@link KmacParameters} or without. GMAC
 * takes an {@link IvParameterSpec} and serves one message for each {@code init}. Not thread-safe.
 */
public final class RoutingMacSpi extends MacSpi implements Cloneable {
    private static final int AES_CODE_BYTES = 16;

    private final SpiContext context;
    private final Mechanism mechanism;
    private @Nullable GatedMac mac;
    private @Nullable SecretKey usedKey;
    private byte @Nullable [] usedIv;
    private boolean spent;
    private @Nullable KmacParameters kmac;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param mechanism HMAC with its hash function, CMAC, GMAC or KMAC
     */
    public RoutingMacSpi(SpiContext context, Mechanism mechanism) {
        this.context = context;
        this.mechanism = mechanism;
        this.kmac = mechanism.family().isKmac() ? KmacParameters.defaultsFor(mechanism.family()) : null;
    }

    @Override
    protected int engineGetMacLength() {
        if (kmac != null) {
            return kmac.macSizeBytes();
        }
        return isHmac() ? mechanism.digest().sizeBytes() : AES_CODE_BYTES;
    }

    private boolean isHmac() {
        return mechanism.family() == Family.HMAC;
    }

    @Override
    protected void engineInit(@Nullable Key key, @Nullable AlgorithmParameterSpec parameters)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        // Should the key not be taken, nothing is left that could go on with the one before.
        if (mac != null) {
            mac.close();
        }
        mac = null;
        spent = false;
        if (mechanism.family() == Family.AES_GMAC) {
            mac = gmac(requireKey(key), parameters);
            return;
        }
        if (mechanism.family().isKmac()) {
            mac = kmac(requireKey(key), parameters);
            return;
        }
        if (parameters != null) {
            throw new InvalidAlgorithmParameterException("Expected no parameters for "
                    + mechanism.family().standardName() + ", got "
                    + parameters.getClass().getName() + ".");
        }
        mac = context.gate().mac(requireKey(key), mechanism);
    }

    private SecretKey requireKey(@Nullable Key key) throws InvalidKeyException {
        if (!isHmac() && kmac == null) {
            return CipherMode.requireAes(key, 0);
        }
        String expected = isHmac() ? "HMAC" : "KMAC";
        if (!(key instanceof SecretKey secret)) {
            throw new InvalidKeyException("Expected a secret key for " + expected + ".");
        }
        if (key instanceof WardkeyKey managed && managed.type() != (isHmac() ? KeyType.HMAC : KeyType.KMAC)) {
            throw new InvalidKeyException(
                    "Expected a key for " + expected + ", got one for " + managed.getAlgorithm() + ".");
        }
        return secret;
    }

    private GatedMac kmac(SecretKey key, @Nullable AlgorithmParameterSpec parameters)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (parameters != null && !(parameters instanceof KmacParameters)) {
            throw new InvalidAlgorithmParameterException("Expected KmacParameters or none for "
                    + mechanism.family().standardName() + ", got "
                    + parameters.getClass().getName() + ".");
        }
        KmacParameters taken =
                parameters instanceof KmacParameters given ? given : KmacParameters.defaultsFor(mechanism.family());
        kmac = taken;
        return context.gate().kmac(key, mechanism, taken);
    }

    private GatedMac gmac(SecretKey key, @Nullable AlgorithmParameterSpec parameters)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (!(parameters instanceof IvParameterSpec given) || given.getIV().length == 0) {
            throw new InvalidAlgorithmParameterException(
                    "Expected an IvParameterSpec for AES-GMAC, with another IV for each message under a key.");
        }
        byte[] iv = given.getIV();
        if (usedKey != null && Arrays.equals(iv, usedIv) && CipherMode.isSame(usedKey, key)) {
            throw new InvalidAlgorithmParameterException(
                    "Expected another IV: two codes under one key and IV give the key away.");
        }
        usedKey = key;
        usedIv = iv;
        return context.gate().gmac(key, iv);
    }

    private GatedMac mac() {
        GatedMac open = mac;
        if (open == null) {
            throw new IllegalStateException("The Mac was not initialised.");
        }
        if (spent) {
            throw new IllegalStateException("Expected a new init with another IV before the next message.");
        }
        return open;
    }

    @Override
    protected void engineUpdate(byte input) {
        mac().update(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        mac().update(input, offset, length);
    }

    @Override
    protected void engineUpdate(ByteBuffer input) {
        BufferedInput.forEachPart(input, mac()::update);
    }

    @Override
    protected byte[] engineDoFinal() {
        GatedMac open = mac();
        if (mechanism.family() != Family.AES_GMAC) {
            return open.finish();
        }
        spent = true;
        try {
            return open.finish();
        } finally {
            open.close();
        }
    }

    @Override
    protected void engineReset() {
        if (mac != null) {
            mac.reset();
        }
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
        if (mechanism.family() == Family.AES_GMAC) {
            throw new CloneNotSupportedException("Two codes under one key and IV give the key away.");
        }
        RoutingMacSpi copy = new RoutingMacSpi(context, mechanism);
        copy.mac = mac == null ? null : mac.copy();
        copy.kmac = kmac;
        return copy;
    }
}
