package org.wardkey.tpm2.policy;

import java.util.HexFormat;
import org.wardkey.tpm2.structure.HashAlgorithm;

/**
 * That PCRs have certain values; a session that was satisfied under it ends when any PCR that counts is extended, whichever it is. Source: TPM 2.0
 * Part 3 §23.7.
 *
 * @param pcrs which
 * @param digest SHA-256 of their values, the lowest PCR first, see {@link PolicyDigest#ofPcrValues}
 */
public record PcrCondition(PcrChoice pcrs, byte[] digest) {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the digest is not of 32 bytes
     */
    public PcrCondition {
        if (digest.length != HashAlgorithm.SHA256.sizeBytes()) {
            throw new IllegalArgumentException("expected a digest of PCRs of 32 bytes, got " + digest.length);
        }
        digest = digest.clone();
    }

    /** Returns a copy. */
    @Override
    public byte[] digest() {
        return digest.clone();
    }

    String hex() {
        return HexFormat.of().formatHex(digest);
    }
}
