package org.wardkey.tpm2.attestation;

import java.security.MessageDigest;
import java.util.Optional;
import org.wardkey.tpm2.structure.Attributes;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.PublicArea;

/**
 * What an authority wants of a key before it certifies it. Immutable, thread-safe. Source: TPM 2.0 Part 2 §8.3.
 */
public final class KeyRequirements {
    private static final int SMALLEST_RSA_BITS = 2048;

    private final Optional<byte[]> policy;

    private KeyRequirements(Optional<byte[]> policy) {
        this.policy = policy;
    }

    /** A key that was made in its TPM, stays there, and signs or decrypts what applications give it. */
    public static KeyRequirements resident() {
        return new KeyRequirements(Optional.empty());
    }

    /**
     * The same, and that nothing but a policy lets it be used, or changes what authorizes it.
     *
     * @param authPolicy the digest of the policy, such as that of PolicyAuthorize by an authority
     */
    public static KeyRequirements residentUnderPolicy(byte[] authPolicy) {
        if (authPolicy.length == 0) {
            throw new IllegalArgumentException("expected the digest of a policy, got none");
        }
        return new KeyRequirements(Optional.of(authPolicy.clone()));
    }

    void require(Public key) throws AttestationException {
        Attributes attributes = key.attributes();
        if (!attributes.has(Attributes.FIXED_TPM | Attributes.FIXED_PARENT | Attributes.SENSITIVE_DATA_ORIGIN)) {
            throw new AttestationException("certified key: expected fixedTPM, fixedParent and sensitiveDataOrigin, got "
                    + attributes + ": it may be elsewhere, too");
        }
        if (attributes.has(Attributes.RESTRICTED)) {
            throw new AttestationException("certified key: expected one that applications use, got a restricted one");
        }
        if (key.area() instanceof PublicArea.Rsa rsa && rsa.keyBits() < SMALLEST_RSA_BITS) {
            throw new AttestationException("certified key: expected RSA with 2048 bits or more, got " + rsa.keyBits());
        }
        if (policy.isPresent()) {
            requirePolicy(key, policy.get());
        }
    }

    private static void requirePolicy(Public key, byte[] wanted) throws AttestationException {
        if (!MessageDigest.isEqual(key.authPolicy(), wanted)) {
            throw new AttestationException("certified key: expected the policy that was agreed, got another, or none");
        }
        if (key.attributes().has(Attributes.USER_WITH_AUTH)) {
            // Part 1 §19.7.2: with userWithAuth an authorization value will do, whatever the policy says.
            throw new AttestationException(
                    "certified key: expected userWithAuth to be clear, it is set: a password is enough for"
                            + " its use, whatever the policy says");
        }
        if (!key.attributes().has(Attributes.ADMIN_WITH_POLICY)) {
            throw new AttestationException(
                    "certified key: expected adminWithPolicy to be set, it is clear: its authorization value"
                            + " lets others certify and change it");
        }
    }
}
