package org.wardkey.provider.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.wardkey.provider.operation.KeyFacts;

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

    static byte[] body(long sequence, AuditEvent event) {
        StringBuilder json = new StringBuilder(384);
        json.append(HEAD).append(sequence);
        text(json, "time", event.time().toString());
        text(json, "kind", event.kind().name());
        text(json, "outcome", event.outcome().name());
        if (event.key().isPresent()) {
            KeyFacts key = event.key().get();
            text(json, "key", key.id().toString());
            text(json, "token", key.token());
            text(json, "alias", key.alias());
            text(json, "type", key.type().name());
        }
        event.purpose().ifPresent(p -> text(json, "purpose", p.name()));
        event.mechanism().ifPresent(m -> text(json, "mechanism", m.toString()));
        if (!event.engine().isEmpty()) {
            text(json, "engine", event.engine());
        }
        event.code().ifPresent(c -> text(json, "code", c.code()));
        json.append(",\"operations\":").append(event.operations());
        json.append(",\"bytes\":").append(event.bytes());
        if (!event.detail().isEmpty()) {
            text(json, "detail", event.detail());
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void text(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    static byte[] hash(MessageDigest sha256, byte[] previous, byte[] body, int length) {
        sha256.update(previous);
        sha256.update(body, 0, length);
        return sha256.digest();
    }

    static byte[] trailer(byte[] hash) {
        return (HASH_FIELD + HEX.formatHex(hash) + "\"}\n").getBytes(StandardCharsets.US_ASCII);
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
