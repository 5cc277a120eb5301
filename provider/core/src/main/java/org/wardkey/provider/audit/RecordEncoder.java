package org.wardkey.provider.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Mechanism;

/**
 * Writes records into one growing buffer: the writer's thread is what all operations of a process wait
 * for, so what repeats from record to record (a key, a mechanism, a second) is encoded once. Not
 * thread-safe.
 */
final class RecordEncoder {
    private static final int REMEMBERED = 256;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Map<KeyFacts, byte[]> keys = remembering();
    private final Map<Mechanism, byte[]> mechanisms = remembering();
    private byte[] bytes = new byte[1 << 16];
    private int length;
    private int[] ends = new int[1 << 12];
    private int records;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = new byte[0];

    private static <K> Map<K, byte[]> remembering() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, byte[]> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** Begins a batch. */
    void clear() {
        length = 0;
        records = 0;
    }

    /** The batch so far; valid until the next call. */
    ByteBuffer batch() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** How many records the batch has. */
    int records() {
        return records;
    }

    /** The leaf of a record of the batch. */
    byte[] leaf(MerkleTree tree, int record) {
        int begin = record == 0 ? 0 : ends[record - 1];
        return tree.leafHash(bytes, begin, ends[record] - 1 - begin);
    }

    /**
     * Appends a record.
     *
     * @param sequence its number
     * @param event what happened
     */
    void append(long sequence, AuditEvent event) {
        ascii(AuditRecords.HEAD).number(sequence);
        fields(event);
        end();
    }

    /**
     * Appends a record whose fields were encoded before.
     *
     * @param sequence its number
     * @param fields what {@link #fieldsOf} gave
     * @param reserve where in the reserve it was
     */
    void append(long sequence, byte[] fields, String reserve) {
        ascii(AuditRecords.HEAD).number(sequence);
        raw(fields);
        ascii(",\"reserve\":\"").ascii(reserve).ascii("\"");
        end();
    }

    /** The fields of a record behind its number. Begins a batch of its own. */
    byte[] fieldsOf(AuditEvent event) {
        clear();
        fields(event);
        return Arrays.copyOf(bytes, length);
    }

    /** As {@link #fieldsOf(AuditEvent)}, about a key of which nothing but its identifier is known. */
    byte[] fieldsOf(AuditEvent event, String keyId) {
        clear();
        fields(event);
        ascii(",\"key\":\"").ascii(keyId).ascii("\"");
        return Arrays.copyOf(bytes, length);
    }

    private void end() {
        ascii("}\n");
        if (records == ends.length) {
            ends = Arrays.copyOf(ends, 2 * records);
        }
        ends[records++] = length;
    }

    private void fields(AuditEvent event) {
        ascii(",\"time\":\"").time(event.time());
        ascii("\",\"kind\":\"").ascii(event.kind().name());
        ascii("\",\"outcome\":\"").ascii(event.outcome().name()).ascii("\"");
        if (event.key().isPresent()) {
            raw(keys.computeIfAbsent(event.key().get(), RecordEncoder::key));
        }
        if (event.purpose().isPresent()) {
            ascii(",\"purpose\":\"").ascii(event.purpose().get().name()).ascii("\"");
        }
        if (event.mechanism().isPresent()) {
            raw(mechanisms.computeIfAbsent(event.mechanism().get(), RecordEncoder::mechanism));
        }
        if (!event.engine().isEmpty()) {
            ascii(",\"engine\":\"").ascii(event.engine()).ascii("\"");
        }
        if (event.approved()) {
            ascii(",\"fips\":\"approved\"");
        }
        if (event.code().isPresent()) {
            ascii(",\"code\":\"").ascii(event.code().get().code()).ascii("\"");
        }
        ascii(",\"operations\":").number(event.operations());
        ascii(",\"bytes\":").number(event.bytes());
        if (!event.detail().isEmpty()) {
            raw((",\"detail\":\"" + escaped(event.detail()) + "\"").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] key(KeyFacts key) {
        return (",\"key\":\"" + key.id() + "\",\"token\":\"" + escaped(key.token()) + "\",\"alias\":\""
                        + escaped(key.alias()) + "\",\"type\":\"" + key.type() + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mechanism(Mechanism mechanism) {
        return (",\"mechanism\":\"" + escaped(mechanism.toString()) + "\"").getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps a text inside its JSON string and its line. */
    private static String escaped(String value) {
        StringBuilder json = new StringBuilder(value.length() + 8);
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
        return json.toString();
    }

    /** Microseconds in UTC; what lies outside the years 0 to 9999 as ISO 8601 has it. */
    private RecordEncoder time(Instant time) {
        if (time.getEpochSecond() != second) {
            second = time.getEpochSecond();
            secondText = SECONDS.format(time).getBytes(StandardCharsets.US_ASCII);
        }
        raw(secondText);
        room(8);
        bytes[length++] = '.';
        int micros = time.getNano() / 1_000;
        for (int scale = 100_000; scale > 0; scale /= 10) {
            bytes[length++] = (byte) ('0' + micros / scale % 10);
        }
        bytes[length++] = 'Z';
        return this;
    }

    private RecordEncoder number(long value) {
        return ascii(Long.toString(value));
    }

    @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) takes the low bytes: the text is ASCII
    private RecordEncoder ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    private void raw(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
