package org.wardkey.provider.spi;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** A plain key of an inner step, zeroed when it is closed. */
final class WipedKey implements SecretKey, AutoCloseable {
    private static final long serialVersionUID = 1;

    private final transient byte[] bytes;

    /** Owns the bytes. */
    WipedKey(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String getAlgorithm() {
        return "HMAC";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        return bytes.clone();
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }
}
