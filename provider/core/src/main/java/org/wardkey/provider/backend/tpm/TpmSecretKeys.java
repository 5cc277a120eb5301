package org.wardkey.provider.backend.tpm;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Template;

/**
 * The secret keys of a token that is a TPM: those for HMAC are the chip's, each for one hash function. Thread-safe.
 *
 * <p>Source: TPM 2.0 Part 1 §11.4.5 (HMAC), Part 2 §12.2.3.3.
 */
final class TpmSecretKeys {
    /** TPM_RC_HASH: the chip does not have it. */
    private static final int RC_HASH = 0x083;

    private final TpmDevice device;
    private final UnaryOperator<Public> held;

    /** Has keys of templates that {@code held} changes. */
    TpmSecretKeys(TpmDevice device, UnaryOperator<Public> held) {
        this.device = device;
        this.held = held;
    }

    /** Makes one in the chip. */
    SecretBytes generate(KeyType type, String algorithm, int sizeBits) {
        HashAlgorithm hash = hash(type, algorithm);
        if (sizeBits != hash.sizeBytes() * Byte.SIZE) {
            throw unsuitable(
                    "one for " + algorithm + " of " + sizeBits + " bits; a TPM makes them as long as the code");
        }
        return create(hash, Attributes.BORN_HERE, new byte[0]);
    }

    /** Takes one in from outside. */
    SecretBytes take(KeyType type, String algorithm, SecretBytes material) {
        HashAlgorithm hash = hash(type, algorithm);
        byte[] key = material.use(bytes -> fitting(hash, bytes));
        try {
            return create(hash, Attributes.BORN_HERE.without(Attributes.SENSITIVE_DATA_ORIGIN), key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** A key that is longer than the block stands for its digest, and TPMs take none that is. Source: FIPS 198-1 §4. */
    private static byte[] fitting(HashAlgorithm hash, byte[] key) {
        int blockBytes = hash.sizeBytes() > HashAlgorithm.SHA256.sizeBytes() ? 128 : 64;
        return key.length > blockBytes ? hash.digest(key) : key.clone();
    }

    private SecretBytes create(HashAlgorithm hash, Attributes origin, byte[] key) {
        Public template = held.apply(Template.hmac(hash)
                .withAttributes(origin.with(Attributes.SIGN_ENCRYPT | Attributes.USER_WITH_AUTH | Attributes.NO_DA)));
        try (TpmBlob made = device.create(template, key)) {
            return made.toSecret();
        } catch (BackendException e) {
            if (e.getCause() instanceof TpmException refused
                    && refused.responseCode().base() == RC_HASH) {
                throw unsuitable("one for HMAC with " + hash.jcaName() + ", which this TPM does not have");
            }
            throw e;
        }
    }

    private static HashAlgorithm hash(KeyType type, String algorithm) {
        return Optional.of(algorithm.toUpperCase(Locale.ROOT))
                .filter(name -> type == KeyType.HMAC && name.startsWith("HMAC"))
                .flatMap(name -> Digest.named(name.substring("HMAC".length())))
                .flatMap(TpmSecretKeys::hash)
                .orElseThrow(() -> unsuitable("one of " + algorithm));
    }

    private static Optional<HashAlgorithm> hash(Digest digest) {
        return switch (digest) {
            case SHA_1 -> Optional.of(HashAlgorithm.SHA1);
            case SHA_256 -> Optional.of(HashAlgorithm.SHA256);
            case SHA_384 -> Optional.of(HashAlgorithm.SHA384);
            case SHA_512 -> Optional.of(HashAlgorithm.SHA512);
            default -> Optional.empty();
        };
    }

    private static BackendException unsuitable(String what) {
        return new BackendException(new Refusal(
                RefusalCode.KEY_UNSUITABLE,
                "The secret keys of a TPM are for HMAC with SHA-1, SHA-256, SHA-384 or SHA-512, and for AES; asked for "
                        + what + "."));
    }

    /** Opens an HMAC; a key of a TPM has one hash function for life. */
    MacOperation openMac(TpmKey key, Mechanism mechanism) throws InvalidKeyException {
        if (!(key.area().area() instanceof PublicArea.KeyedHash hashed)
                || hashed.scheme().kind() != Scheme.Kind.HMAC) {
            throw new InvalidKeyException("Expected a key for HMAC, got another.");
        }
        HashAlgorithm own = hashed.scheme().hash().orElseThrow();
        if (!hash(mechanism.digest()).equals(Optional.of(own))) {
            throw new BackendException(new Refusal(
                    RefusalCode.NO_ENGINE,
                    "Asked for " + mechanism + " with a key in a TPM that is for HMAC with " + own.jcaName()
                            + " alone."));
        }
        return new TpmMacOperation(device, key, own);
    }
}
