package org.wardkey.tpm2.structure;

/**
 * TPMS_CONTEXT: an object or session that was swapped out, encrypted by its TPM. Source: TPM 2.0 Part 2 §14.5.
 *
 * @param sequence when it was saved
 * @param savedHandle what it was
 * @param hierarchy whose proof protects it
 * @param blob the encrypted content
 */
public record SavedContext(long sequence, Handle savedHandle, Handle hierarchy, byte[] blob) implements TpmStructure {
    /** Reads a TPMS_CONTEXT. */
    public static SavedContext read(TpmReader in) {
        return new SavedContext(
                in.u64("TPMS_CONTEXT.sequence"),
                Handle.read(in),
                Handle.read(in),
                in.sized("TPMS_CONTEXT.contextBlob"));
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u64(sequence).put(savedHandle).put(hierarchy).sized(blob);
    }
}
