package org.wardkey.tpm2.policy;

import java.util.HexFormat;
import java.util.List;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.TpmFormatException;

/**
 * What a device asks the authority of leases: one for a session that its TPM has just begun. None of it is secret. Text, one form only:
 *
 * <pre>
 * wardkey-tpm-lease-request/v1
 * token NAME                     a-z, 0-9, hyphen
 * storage-root-key HEX           its Name
 * nonce HEX                      nonceTPM of the session, 32 bytes
 * </pre>
 *
 * <p>Nobody signed it, and nobody has to: a lease serves the one session that has this nonce, in the one TPM that has this storage root key, or nothing.
 *
 * @param group for which keys
 * @param nonce nonceTPM; never used before
 */
public record LeaseRequest(KeyGroup group, byte[] nonce) {
    /** The length of nonceTPM. */
    public static final int NONCE_BYTES = HashAlgorithm.SHA256.sizeBytes();

    private static final String FORMAT = "wardkey-tpm-lease-request/v1";

    /**
     * Checks and copies. No other length of the nonce: one that the device chose could make what is signed as long as the message under a window, and with an empty
     * one the TPM would count from when it got power, over and over again.
     *
     * @throws IllegalArgumentException if the nonce is not of 32 bytes
     */
    public LeaseRequest {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("expected a nonce of " + NONCE_BYTES + " bytes, got " + nonce.length);
        }
        nonce = nonce.clone();
    }

    /** Returns a copy. */
    @Override
    public byte[] nonce() {
        return nonce.clone();
    }

    /** Returns the text, with its last new line; {@link #parse} reads it. */
    public String text() {
        return FORMAT + "\ntoken " + group.token() + "\nstorage-root-key " + group.storageRootKey() + "\nnonce "
                + HexFormat.of().formatHex(nonce) + "\n";
    }

    /**
     * Reads a request in its one form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static LeaseRequest parse(String text) {
        List<String> fields = NoteFields.read(text, FORMAT, List.of("token", "storage-root-key", "nonce"));
        try {
            LeaseRequest read = new LeaseRequest(
                    new KeyGroup(fields.get(0), Name.of(NoteFields.hex(fields.get(1)))), NoteFields.hex(fields.get(2)));
            NoteFields.requireSame(text, read.text(), FORMAT);
            return read;
        } catch (TpmFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
