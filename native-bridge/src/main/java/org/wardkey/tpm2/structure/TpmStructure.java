package org.wardkey.tpm2.structure;

/** A structure with a wire form: big-endian, no padding. Source: TPM 2.0 Part 1 §8, Part 2. */
public interface TpmStructure {
    /** Appends the wire form. */
    void writeTo(TpmWriter out);

    /** Returns the wire form; the array is the caller's. */
    default byte[] toBytes() {
        try (TpmWriter out = new TpmWriter()) {
            writeTo(out);
            return out.toBytes();
        }
    }
}
