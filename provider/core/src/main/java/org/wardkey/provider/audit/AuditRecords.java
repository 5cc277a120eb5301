package org.wardkey.provider.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The bytes of records: one JSON object a line, the chain's hash as its last field.
 *
 * <pre>
 * line  = body ",\"hash\":\"" hash "\"}" LF
 * hash  = lower-case hexadecimal of SHA-256(previous hash, 32 bytes || body)
 * first = SHA-256("wardkey audit log 1\n" || name of the log)
 * </pre>
 *
 * The body begins with the version and the number of the record; numbers begin at 1 and have no gaps.
 */
final class AuditRecords {
    static final String HASH_FIELD = ",\"hash\":\"";
    static final int HASH_HEX_CHARACTERS = 64;
    static final int TRAILER_CHARACTERS = HASH_FIELD.length() + HASH_HEX_CHARACTERS + 2;
    private static final String HEAD = "{\"v\":1,\"seq\":";
    private static final HexFormat HEX = HexFormat.of();

    private AuditRecords() {}

    static byte[] firstHash(MessageDigest sha256, String logName) {
        return sha256.digest(("wardkey audit log 1\n" + logName).getBytes(StandardCharsets.UTF_8));
    }

    static byte[] hash(MessageDigest sha256, byte[] previous, byte[] body, int length) {
        sha256.update(previous);
        sha256.update(body, 0, length);
        return sha256.digest();
    }

    /** A line taken apart, without its line feed. */
    record Parsed(long sequence, int bodyLength, byte[] hash) {}

    /**
     * Takes a line apart.
     *
     * @param line the bytes without the line feed
     * @return its parts; null if it is not a record
     */
    static @org.jspecify.annotations.Nullable Parsed parse(byte[] line) {
        int bodyLength = line.length - TRAILER_CHARACTERS;
        if (bodyLength <= HEAD.length()) {
            return null;
        }
        String text = new String(line, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(HEAD) || !text.startsWith(HASH_FIELD, bodyLength) || !text.endsWith("\"}")) {
            return null;
        }
        int end = text.indexOf(',', HEAD.length());
        int hashAt = bodyLength + HASH_FIELD.length();
        try {
            long sequence = Long.parseLong(text.substring(HEAD.length(), end));
            return new Parsed(sequence, bodyLength, HEX.parseHex(text, hashAt, hashAt + HASH_HEX_CHARACTERS));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
        }
    }
}
