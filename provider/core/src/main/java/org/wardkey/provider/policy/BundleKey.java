package org.wardkey.provider.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

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
    private static final byte ECDSA_TYPE = 2;
    /** SubjectPublicKeyInfo of an Ed25519 key up to the key itself. Source: RFC 8410 §4. */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

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

    /**
     * Reads a verifier key: {@code NAME+HASH+BASE64}, of type 1 (Ed25519) or 2 (ECDSA on P-256).
     *
     * @param text the line, without white space around it
     * @param cryptography hashes
     * @return the key
     * @throws IllegalArgumentException if it is none, or its hash is not the one of its key
     */
    public static BundleKey parse(String text, BundleCryptography cryptography) {
        String[] parts = text.split("\\+", 3);
        if (parts.length == 3) {
            byte[] typed = base64(parts[2]);
            byte[] key = typed.length == 0 ? typed : Arrays.copyOfRange(typed, 1, typed.length);
            if (typed.length == 1 + ED25519_BYTES && typed[0] == ED25519_TYPE) {
                BundleKey parsed = ed25519(parts[0], key);
                if (parsed.text(cryptography).equals(text)) {
                    return parsed;
                }
            }
            if (typed.length > 1 && typed[0] == ECDSA_TYPE) {
                BundleKey parsed = new BundleKey(parts[0], Type.ECDSA_P256, key);
                if (parsed.text(cryptography).equals(text)) {
                    return parsed;
                }
            }
        }
        throw new IllegalArgumentException(
                "Expected a verifier key, name+hash+base64, of Ed25519 (type 1) or ECDSA on P-256 (type 2) with the"
                        + " right hash; got a text of " + text.length() + " characters that is none.");
    }

    /**
     * Makes an Ed25519 key of its 32 bytes.
     *
     * @param name who holds it
     * @param publicKey the public key as RFC 8032 has it
     * @return the key
     * @throws IllegalArgumentException if the name is not one, or there are not 32 bytes
     */
    public static BundleKey ed25519(String name, byte[] publicKey) {
        if (publicKey.length != ED25519_BYTES) {
            throw new IllegalArgumentException(
                    "Expected an Ed25519 key of " + ED25519_BYTES + " bytes, got " + publicKey.length + ".");
        }
        byte[] encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + ED25519_BYTES);
        System.arraycopy(publicKey, 0, encoded, ED25519_PREFIX.length, ED25519_BYTES);
        return new BundleKey(name, Type.ED25519, encoded);
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /**
     * Gives the line that {@link #parse} reads.
     *
     * @param cryptography hashes
     * @return the verifier key
     */
    public String text(BundleCryptography cryptography) {
        byte[] typed = switch (type) {
            case ED25519 -> typed(ED25519_TYPE, encoded.length - ED25519_BYTES);
            case ECDSA_P256 -> typed(ECDSA_TYPE, 0);
        };
        return name + "+" + hash(cryptography) + "+" + Base64.getEncoder().encodeToString(typed);
    }

    private byte[] typed(byte first, int from) {
        byte[] typed = new byte[1 + encoded.length - from];
        typed[0] = first;
        System.arraycopy(encoded, from, typed, 1, encoded.length - from);
        return typed;
    }

    /**
     * Gives the hash that tells keys of one name apart.
     *
     * @param cryptography hashes
     * @return 8 hexadecimal digits
     */
    public String hash(BundleCryptography cryptography) {
        return HexFormat.of().formatHex(identifier(cryptography));
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
