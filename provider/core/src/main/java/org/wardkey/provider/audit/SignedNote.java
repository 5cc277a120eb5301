package org.wardkey.provider.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text with signatures.
 *
 * <pre>
 * text, lines that end with LF
 * LF
 * one or more times: U+2014 space name space base64(key id, 4 bytes || signature) LF
 * </pre>
 *
 * <p>Source: C2SP signed-note.
 *
 * @param text the text with its last line feed
 * @param signatures in their order
 */
record SignedNote(String text, List<Line> signatures) {
    private static final String DASH = "\u2014 ";
    private static final int MAXIMUM_SIGNATURES = 64;
    private static final int MAXIMUM_CHARACTERS = 1 << 20;

    /**
     * One signature line.
     *
     * @param name the signer's
     * @param id the key's, 4 bytes
     * @param signature the rest
     */
    record Line(String name, byte[] id, byte[] signature) {
        boolean by(VerifierKey key) {
            return name.equals(key.name()) && Arrays.equals(id, key.id());
        }

        private String encode() {
            byte[] bytes = Arrays.copyOf(id, id.length + signature.length);
            System.arraycopy(signature, 0, bytes, id.length, signature.length);
            return DASH + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
        }
    }

    SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** Whether a name may sign: not empty, no space, no plus. */
    static boolean isKeyName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+' || c < ' ' || Character.isSpaceChar(c) || Character.isWhitespace(c));
    }

    /**
     * Reads a note; verifies nothing.
     *
     * @throws IllegalArgumentException if it is not a note
     */
    static SignedNote parse(String note) {
        int blank = note.lastIndexOf("\n\n");
        if (blank <= 0
                || blank + 2 >= note.length()
                || note.length() > MAXIMUM_CHARACTERS
                || !note.endsWith("\n")
                || hasControls(note)) {
            throw new IllegalArgumentException(
                    "Expected a signed note: text, an empty line, signature lines; got something else.");
        }
        List<Line> signatures = new ArrayList<>();
        for (String line : note.substring(blank + 2, note.length() - 1).split("\n", -1)) {
            signatures.add(line(line));
        }
        if (signatures.size() > MAXIMUM_SIGNATURES) {
            throw new IllegalArgumentException(
                    "Expected at most " + MAXIMUM_SIGNATURES + " signatures on a note, got " + signatures.size() + ".");
        }
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    private static boolean hasControls(String note) {
        return note.chars().anyMatch(c -> c < ' ' && c != '\n');
    }

    /** Reads the bytes of a note, which must be UTF-8. */
    static SignedNote parse(byte[] note) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(note))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Expected a signed note in UTF-8.", e);
        }
    }

    private static Line line(String text) {
        int space = text.lastIndexOf(' ');
        if (text.startsWith(DASH) && space > DASH.length() && isKeyName(text.substring(DASH.length(), space))) {
            byte[] bytes = base64(text.substring(space + 1));
            if (bytes.length > VerifierKey.ID_BYTES) {
                return new Line(
                        text.substring(DASH.length(), space),
                        Arrays.copyOf(bytes, VerifierKey.ID_BYTES),
                        Arrays.copyOfRange(bytes, VerifierKey.ID_BYTES, bytes.length));
            }
        }
        throw new IllegalArgumentException("Expected a signature line: a dash, a key's name, base64; got another.");
    }

    private static byte[] base64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        // One text for one signature: the decoder also takes texts without padding, or with stray bits.
        return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : new byte[0];
    }

    /** Whether a key that is trusted signed this; a witness's key as a witness. */
    boolean signedBy(VerifierKey key) {
        List<Line> own = signatures.stream().filter(line -> line.by(key)).toList();
        return !own.isEmpty() && own.stream().allMatch(line -> verifies(key, line));
    }

    private boolean verifies(VerifierKey key, Line line) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (!key.witness()) {
            return key.verify(body, line.signature());
        }
        // struct { u64 timestamp; opaque ed25519_signature[64]; } over two lines and the text.
        if (line.signature().length <= Long.BYTES) {
            return false;
        }
        long time = ByteBuffer.wrap(line.signature()).getLong();
        byte[] head = ("cosignature/v1\ntime " + time + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] message = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        byte[] signature = Arrays.copyOfRange(line.signature(), Long.BYTES, line.signature().length);
        return time >= 0 && key.verify(message, signature);
    }

    /** The note as {@link #parse} reads it. */
    String encode() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(line -> note.append(line.encode()));
        return note.toString();
    }
}
