package org.wardkey.provider.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A public key that may sign bundles.
 *
 * <p>Source: C2SP signed-note, "Signature types".
 *
 * @param name who holds it: no spaces, no plus sign
 * @param type its type
 * @param encoded the key as SubjectPublicKeyInfo in DER; shared, never written to
 */
public record BundleKey(String name, Type type, byte[] encoded) {
    /** The types of keys, by the first byte of their identifiers. */
    public enum Type {
        /** Ed25519; type 0x01. */
        ED25519,
        /** ECDSA on P-256 with SHA-256; type 0x02. */
        ECDSA_P256
    }

    /** The length of an Ed25519 key inside its SubjectPublicKeyInfo. Source: RFC 8410 §4. */
    private static final int ED25519_BYTES = 32;

    private static final byte ED25519_TYPE = 1;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is empty or has a space, control character or plus sign, or an
     *     Ed25519 key is too short
     */
    public BundleKey {
        boolean plain = name.chars()
                .noneMatch(c ->
                        Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c) || c == '+');
        if (name.isEmpty() || !plain) {
            throw new IllegalArgumentException(
                    "Expected the name of a key without spaces and plus signs, got another.");
        }
        if (type == Type.ED25519 && encoded.length < ED25519_BYTES) {
            throw new IllegalArgumentException("Expected an Ed25519 key as SubjectPublicKeyInfo, got fewer bytes.");
        }
    }

    /** The first four bytes of a signature line. */
    byte[] identifier(BundleCryptography cryptography) {
        byte[] hash = cryptography.sha256(
                switch (type) {
                    case ED25519 -> ed25519Input();
                    case ECDSA_P256 -> encoded;
                });
        return Arrays.copyOf(hash, 4);
    }

    /** Name, new line, type, key. */
    private byte[] ed25519Input() {
        byte[] prefix = (name + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] input = Arrays.copyOf(prefix, prefix.length + 1 + ED25519_BYTES);
        input[prefix.length] = ED25519_TYPE;
        System.arraycopy(encoded, encoded.length - ED25519_BYTES, input, prefix.length + 1, ED25519_BYTES);
        return input;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BundleKey that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return name + " (" + type + ")";
    }
}
