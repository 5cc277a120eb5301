package org.wardkey.provider.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Who may sign a note: a name and an Ed25519 public key, as one line of text.
 *
 * <pre>
 * name + hash + base64(type || public key)
 * hash = 8 hexadecimal digits of SHA-256(name || LF || type || public key), its first 4 bytes
 * type = 0x01 for a log, 0x04 for a witness
 * </pre>
 *
 * <p>Immutable and thread-safe.
 *
 * <p>Source: C2SP signed-note, tlog-cosignature.
 */
public final class VerifierKey {
    /** A log's own signature. */
    static final byte ED25519 = 0x01;
    /** A witness's cosignature/v1, which has a time. */
    static final byte COSIGNATURE_V1 = 0x04;

    static final int KEY_BYTES = 32;
    static final int ID_BYTES = 4;
    /** SubjectPublicKeyInfo of an Ed25519 key up to the key itself. Source: RFC 8410 §4. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte type;
    private final byte[] key;
    private final byte[] id;

    private VerifierKey(String name, byte type, byte[] key) {
        this.name = name;
        this.type = type;
        this.key = key.clone();
        this.id = id(name, type, key);
    }

    static VerifierKey of(String name, byte type, byte[] publicKey) {
        return new VerifierKey(name, type, publicKey);
    }

    /**
     * Reads the line.
     *
     * @param text the line, without white space around it
     * @return the key
     * @throws IllegalArgumentException if it is not a verifier key of Ed25519, or its hash is wrong
     */
    public static VerifierKey parse(String text) {
        int hashAt = text.indexOf('+') + 1;
        int keyAt = text.indexOf('+', hashAt) + 1;
        if (hashAt > 1 && keyAt - hashAt == 2 * ID_BYTES + 1 && SignedNote.isKeyName(text.substring(0, hashAt - 1))) {
            String name = text.substring(0, hashAt - 1);
            byte[] typed = base64(text.substring(keyAt));
            if (typed.length == 1 + KEY_BYTES && (typed[0] == ED25519 || typed[0] == COSIGNATURE_V1)) {
                VerifierKey parsed = new VerifierKey(name, typed[0], Arrays.copyOfRange(typed, 1, typed.length));
                if (parsed.toString().equals(text)) {
                    return parsed;
                }
            }
        }
        throw new IllegalArgumentException(
                "Expected a verifier key, name+hash+base64, of Ed25519 (type 1 or 4) with the"
                        + " right hash; got a text of " + text.length() + " characters that is none.");
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] id(String name, byte type, byte[] key) {
        MessageDigest sha256 = JdkCrypto.sha256();
        sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        sha256.update(type);
        return Arrays.copyOf(sha256.digest(key), ID_BYTES);
    }

    /** @return the name of the key: of a log or a witness */
    public String name() {
        return name;
    }

    /** @return whether this is a witness's key */
    public boolean witness() {
        return type == COSIGNATURE_V1;
    }

    byte[] id() {
        return id.clone();
    }

    byte[] publicKey() {
        return key.clone();
    }

    /** Whether a signature over a message is this key's; false for whatever is none. */
    boolean verify(byte[] message, byte[] signature) {
        try {
            byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + KEY_BYTES);
            System.arraycopy(key, 0, encoded, PREFIX.length, KEY_BYTES);
            PublicKey decoded = KeyFactory.getInstance("Ed25519", JdkCrypto.sunEc())
                    .generatePublic(new X509EncodedKeySpec(encoded));
            Signature ed25519 = Signature.getInstance("Ed25519", JdkCrypto.sunEc());
            ed25519.initVerify(decoded);
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            // A public key that is no point, a signature of the wrong length: whatever it is, it is not valid.
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The line that {@link #parse} reads. */
    @Override
    public String toString() {
        byte[] typed = new byte[1 + KEY_BYTES];
        typed[0] = type;
        System.arraycopy(key, 0, typed, 1, KEY_BYTES);
        return name + "+" + HexFormat.of().formatHex(id) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }
}
