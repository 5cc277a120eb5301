package org.wardkey.provider.backend.tpm;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.SignatureException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.tpm2.command.Sign;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Ticket;

/** Hashes here and signs in the TPM. Source: TPM 2.0 Part 3 §20.2. */
final class TpmSignOperation implements SignOperation {
    private final TpmKey key;
    private final Scheme.Kind kind;
    private final Optional<HashAlgorithm> hash;
    private final @Nullable MessageDigest digest;
    private final ByteArrayOutputStream given = new ByteArrayOutputStream();

    /**
     * Begins.
     *
     * @param hash the hash function; empty if the message is a digest already
     * @param digest computes it; null if the message is a digest already
     */
    TpmSignOperation(TpmKey key, Scheme.Kind kind, Optional<HashAlgorithm> hash, @Nullable MessageDigest digest) {
        this.key = key;
        this.kind = kind;
        this.hash = hash;
        this.digest = digest;
    }

    @Override
    public void update(byte[] input, int offset, int length) throws SignatureException {
        if (digest != null) {
            digest.update(input, offset, length);
            return;
        }
        if (given.size() + length > HashAlgorithm.SHA512.sizeBytes()) {
            given.reset();
            throw new SignatureException("Expected a digest of 20, 32, 48 or 64 bytes, got more.");
        }
        given.write(input, offset, length);
    }

    @Override
    public byte[] sign() throws SignatureException {
        byte[] value = digest == null ? given.toByteArray() : digest.digest();
        given.reset();
        Scheme scheme = Scheme.of(kind, hash.isPresent() ? hash.get() : ofSize(value.length));
        try {
            return key.use((tpm, loaded, authorization) ->
                            tpm.execute(new Sign(loaded, value, scheme, Ticket.NULL_HASHCHECK), authorization))
                    .toJca();
        } catch (BackendException | IllegalStateException e) {
            throw new SignatureException(e.getMessage(), e);
        }
    }

    /** The TPM wants to be told a hash function with a digest; its length tells one. */
    private static HashAlgorithm ofSize(int sizeBytes) throws SignatureException {
        return switch (sizeBytes) {
            case 20 -> HashAlgorithm.SHA1;
            case 32 -> HashAlgorithm.SHA256;
            case 48 -> HashAlgorithm.SHA384;
            case 64 -> HashAlgorithm.SHA512;
            default ->
                throw new SignatureException(
                        "Expected a digest of 20, 32, 48 or 64 bytes for a key in a TPM, got " + sizeBytes + ".");
        };
    }

    @Override
    public void close() {
        if (digest != null) {
            digest.reset();
        }
        given.reset();
    }
}
