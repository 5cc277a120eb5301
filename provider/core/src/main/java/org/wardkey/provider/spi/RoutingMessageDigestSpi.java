package org.wardkey.provider.spi;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import org.wardkey.provider.operation.Digest;

/** {@code MessageDigest}: SHA-1, SHA-2, SHA-3, SHAKE. Not thread-safe. */
public final class RoutingMessageDigestSpi extends MessageDigestSpi implements Cloneable {
    private final SpiContext context;
    private final Digest digest;
    private @org.jspecify.annotations.Nullable MessageDigest engine;

    /**
     * Sets the SPI up; the engine is asked for at the first byte, where a refusal cannot fall through.
     *
     * @param context what it needs
     * @param digest the hash function
     */
    public RoutingMessageDigestSpi(SpiContext context, Digest digest) {
        this.context = context;
        this.digest = digest;
    }

    private RoutingMessageDigestSpi(RoutingMessageDigestSpi that, MessageDigest copy) {
        this.context = that.context;
        this.digest = that.digest;
        this.engine = copy;
    }

    private MessageDigest engine() {
        MessageDigest open = engine;
        if (open == null) {
            open = context.gate().digest(digest);
            engine = open;
        }
        return open;
    }

    @Override
    protected int engineGetDigestLength() {
        return digest.sizeBytes();
    }

    @Override
    protected void engineUpdate(byte input) {
        engine().update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        engine().update(input, offset, length);
    }

    @Override
    protected void engineUpdate(ByteBuffer input) {
        engine().update(input);
    }

    @Override
    protected byte[] engineDigest() {
        return engine().digest();
    }

    @Override
    protected int engineDigest(byte[] output, int offset, int length) throws DigestException {
        return engine().digest(output, offset, length);
    }

    @Override
    protected void engineReset() {
        if (engine != null) {
            engine.reset();
        }
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
        return new RoutingMessageDigestSpi(this, (MessageDigest) engine().clone());
    }
}
