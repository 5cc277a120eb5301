package org.wardkey.tpm2.structure;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * TPM2B_NAME: identifies an object or NV index by the digest of its public area, and everything else by its handle.
 *
 * <pre>
 * object, NV index   nameAlg (2) | H(TPMT_PUBLIC or TPMS_NV_PUBLIC)
 * all others         handle (4)
 * </pre>
 *
 * Immutable. Source: TPM 2.0 Part 1 §16, Part 2 §10.5.3.
 */
public final class Name implements TpmStructure {
    /** The Empty Buffer: no Name is known. */
    public static final Name EMPTY = new Name(new byte[0]);

    private static final int LONGEST = 2 + 64;

    private final byte[] bytes;

    private Name(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the Name that these octets are. */
    public static Name of(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new TpmFormatException("TPM2B_NAME: expected at most " + LONGEST + " bytes, got " + bytes.length);
        }
        return new Name(bytes.clone());
    }

    /** Returns the Name of what has no public area: its handle. */
    public static Name of(Handle handle) {
        return new Name(handle.toBytes());
    }

    /** Returns the Name of a public area. */
    public static Name of(HashAlgorithm algorithm, byte[] publicArea) {
        try (TpmWriter out = new TpmWriter()) {
            return new Name(
                    out.u16(algorithm.id()).bytes(algorithm.digest(publicArea)).toBytes());
        }
    }

    /** Reads a TPM2B_NAME. */
    public static Name read(TpmReader in, String what) {
        return new Name(in.sized(LONGEST, what));
    }

    /** Returns a copy of the octets, without their length. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Appends a TPM2B_NAME. */
    @Override
    public void writeTo(TpmWriter out) {
        out.sized(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the octets in hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
