package org.wardkey.provider.fips;

import javax.crypto.SecretKey;

/** Bytes as a key to be wrapped, also none at all, which {@code SecretKeySpec} does not take. The caller wipes them. */
@SuppressWarnings("serial") // never serialised: it lives for one call
final class Content implements SecretKey {
    static final String ALGORITHM = "Bytes";

    private final transient byte[] bytes;

    Content(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String getAlgorithm() {
        return ALGORITHM;
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
    public String toString() {
        return "Content[not shown]";
    }
}
