package org.wardkey.tpm2.policy;

import java.nio.charset.StandardCharsets;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;

/**
 * The keys of one token in one TPM, to which windows and leases are bound: those for others do not fit. Immutable.
 *
 * @param token the token that has the keys: a-z, 0-9, hyphen
 * @param storageRootKey the Name of the storage root key of its TPM
 */
public record KeyGroup(String token, Name storageRootKey) {
    private static final byte[] WINDOWS = "wardkey tpm window group 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEASES = "wardkey tpm lease group 1\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * Checks the name of the token.
     *
     * @throws IllegalArgumentException if it is none
     */
    public KeyGroup {
        if (!token.matches("[a-z][a-z0-9-]{0,31}")) {
            throw new IllegalArgumentException("expected a token's name like ward-1, got another");
        }
    }

    /** Returns the policyRef of windows, 32 bytes. */
    public byte[] policyRef() {
        return HashAlgorithm.SHA256.digest(WINDOWS, storageRootKey.bytes(), token.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the policyRef of leases, 32 bytes. */
    public byte[] leaseRef() {
        return leaseRef(policyRef());
    }

    /**
     * Returns the policyRef of leases for a group. It is never that of windows: both stand at the end of what is signed, and a signature under a lease must
     * not be one under a window, not even if one key signs both.
     *
     * @param policyRef that of windows
     */
    static byte[] leaseRef(byte[] policyRef) {
        return HashAlgorithm.SHA256.digest(LEASES, policyRef);
    }
}
