package org.wardkey.nativebridge.libcrypto;

/** The NIST prime curves. Source: SP 800-186 §3.2.1. */
public enum Curve {
    /** P-256, secp256r1. */
    P256("prime256v1", 256),
    /** P-384, secp384r1. */
    P384("secp384r1", 384),
    /** P-521, secp521r1. */
    P521("secp521r1", 521);

    private final String libcryptoName;
    private final int sizeBits;

    Curve(String libcryptoName, int sizeBits) {
        this.libcryptoName = libcryptoName;
        this.sizeBits = sizeBits;
    }

    /** Returns the size of the field and of the order in bits. */
    public int sizeBits() {
        return sizeBits;
    }

    /** Returns the size of a coordinate, and of a shared secret, in bytes. */
    public int fieldSizeBytes() {
        return (sizeBits + 7) / 8;
    }

    String libcryptoName() {
        return libcryptoName;
    }
}
