package org.wardkey.provider.operation;

import java.security.spec.EncodedKeySpec;

/**
 * A key whose encoding is nothing but the bytes that its standard gives it, without ASN.1 around them: a key share of TLS,
 * for instance. Immutable.
 */
public final class RawKeySpec extends EncodedKeySpec {
    /** The name of the format, as {@code Key.getFormat} and {@code EncodedKeySpec.getFormat} have it. */
    public static final String FORMAT = "RAW";

    /**
     * Holds a key.
     *
     * @param encoded the bytes of the standard; copied
     */
    public RawKeySpec(byte[] encoded) {
        super(encoded);
    }

    @Override
    public String getFormat() {
        return FORMAT;
    }
}
