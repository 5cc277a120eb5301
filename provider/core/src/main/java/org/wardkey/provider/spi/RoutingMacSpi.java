package org.wardkey.provider.spi;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.MacSpi;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.GatedMac;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.WardkeyKey;

/** {@code Mac}: HMAC over SHA-1, SHA-2 and SHA-3. Not thread-safe. */
public final class RoutingMacSpi extends MacSpi implements Cloneable {
    private final SpiContext context;
    private final Mechanism mechanism;
    private @Nullable GatedMac mac;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param mechanism HMAC with its hash function
     */
    public RoutingMacSpi(SpiContext context, Mechanism mechanism) {
        this.context = context;
        this.mechanism = mechanism;
    }

    @Override
    protected int engineGetMacLength() {
        return mechanism.digest().sizeBytes();
    }

    @Override
    protected void engineInit(@Nullable Key key, @Nullable AlgorithmParameterSpec parameters)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        // Should the key not be taken, nothing is left that could go on with the one before.
        mac = null;
        if (parameters != null) {
            throw new InvalidAlgorithmParameterException("Expected no parameters for HMAC, got "
                    + parameters.getClass().getName() + ".");
        }
        if (!(key instanceof SecretKey)) {
            throw new InvalidKeyException("Expected a secret key for HMAC.");
        }
        if (key instanceof WardkeyKey managed && managed.type() != KeyType.HMAC) {
            throw new InvalidKeyException("Expected an HMAC key, got one for " + managed.getAlgorithm() + ".");
        }
        mac = context.gate().mac(key, mechanism);
    }

    private GatedMac mac() {
        if (mac == null) {
            throw new IllegalStateException("The Mac was not initialised.");
        }
        return mac;
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
        return mac().finish();
    }

    @Override
    protected void engineReset() {
        if (mac != null) {
            mac.reset();
        }
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
        RoutingMacSpi copy = new RoutingMacSpi(context, mechanism);
        copy.mac = mac == null ? null : mac.copy();
        return copy;
    }
}
