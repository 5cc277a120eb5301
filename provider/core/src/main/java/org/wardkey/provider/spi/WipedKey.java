package org.wardkey.provider.spi;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** A plain key of an inner step, zeroed when it is closed. */
final class WipedKey implements SecretKey, AutoCloseable {
    private static final long serialVersionUID = 1;

    private final transient byte[] bytes;
    private final String algorithm;

    /** Owns the bytes of a key for HMAC. */
    WipedKey(byte[] bytes) {
        this(bytes, "HMAC");
    }

    /** Owns the bytes. */
    WipedKey(byte[] bytes, String algorithm) {
        this.bytes = bytes;
        this.algorithm = algorithm;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
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
