package org.wardkey.provider.backend.tpm;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.SignatureException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
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
    private final @Nullable VerifyOperation check;
    private final ByteArrayOutputStream given = new ByteArrayOutputStream();

    /**
     * Begins.
     *
     * @param hash the hash function; empty if the message is a digest already
     * @param digest computes it; null if the message is a digest already
     * @param check what the signature has to pass before it is given out, since the TPM has a say in its parameters; null for none
     */
    TpmSignOperation(
            TpmKey key,
            Scheme.Kind kind,
            Optional<HashAlgorithm> hash,
            @Nullable MessageDigest digest,
            @Nullable VerifyOperation check) {
        this.key = key;
        this.kind = kind;
        this.hash = hash;
        this.digest = digest;
        this.check = check;
    }

    @Override
    public void update(byte[] input, int offset, int length) throws SignatureException {
        if (check != null) {
            check.update(input, offset, length);
        }
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
            return checked(key.use((tpm, loaded, authorization) ->
                            tpm.execute(new Sign(loaded, value, scheme, Ticket.NULL_HASHCHECK), authorization))
                    .toJca());
        } catch (BackendException | IllegalStateException e) {
            throw new SignatureException(e.getMessage(), e);
        }
    }

    /** TPM 2.0 Part 1 §B.7: chips before FIPS 186-4 take the longest salt that fits, which no verifier of this mechanism accepts. */
    private byte[] checked(byte[] signature) throws SignatureException {
        if (check != null && !check.verify(signature)) {
            throw new SignatureException("The TPM signed with a salt of another length than that of the hash function's"
                    + " output, so nobody would accept the signature: use RSA PKCS#1 v1.5 or an EC key with this TPM.");
        }
        return signature;
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
        if (check != null) {
            check.close();
        }
        given.reset();
    }
}
