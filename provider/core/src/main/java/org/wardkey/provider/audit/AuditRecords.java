package org.wardkey.provider.audit;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of records: one JSON object a line.
 *
 * <pre>
 * line = &#123;"v":1,"seq":number,further fields&#125; LF
 * leaf = SHA-256(0x00 || line without LF)
 * </pre>
 *
 * Numbers begin at 1 and have no gaps: record n is leaf n - 1 of the log's tree.
 */
final class AuditRecords {
    /** A record is never longer than this, its line feed included. */
    static final int MAXIMUM_LINE_BYTES = 1 << 16;

    static final String HEAD = "{\"v\":1,\"seq\":";
    private static final byte[] HEAD_BYTES = HEAD.getBytes(StandardCharsets.US_ASCII);
    private static final int MAXIMUM_DIGITS = 18;

    private AuditRecords() {}

    /**
     * Reads a record's number. Says nothing of whether the record is genuine: that is the tree's business.
     *
     * @param bytes what holds the line
     * @param offset where the line begins
     * @param length how long it is, without its line feed
     * @return the number; 0 if the line is not a record
     */
    static long sequence(byte[] bytes, int offset, int length) {
        if (length <= HEAD_BYTES.length + 1 || length >= MAXIMUM_LINE_BYTES || bytes[offset + length - 1] != '}') {
            return 0;
        }
        for (int i = 0; i < HEAD_BYTES.length; i++) {
            if (bytes[offset + i] != HEAD_BYTES[i]) {
                return 0;
            }
        }
        long number = 0;
        int begin = offset + HEAD_BYTES.length;
        int end = Math.min(begin + MAXIMUM_DIGITS, offset + length);
        for (int i = begin; i < end; i++) {
            if (bytes[i] == ',' && i > begin && bytes[begin] != '0') {
                return number;
            }
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return 0;
    }

    /** The number of a line that stands alone. */
    static long sequence(byte[] line) {
        return sequence(line, 0, line.length);
    }
}
