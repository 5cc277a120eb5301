package org.wardkey.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages of the module wrapper's protocol, in both directions.
 *
 * <pre>
 * offset  length  content (numbers are unsigned, little endian)
 * 0       4       n, how many byte strings
 * 4       4 n     their lengths
 * 4+4n            the byte strings, one behind the other
 * </pre>
 *
 * <p>Source: BoringSSL, util/fipstools/acvp/ACVP.md, "Testing other FIPS modules".
 */
final class ModuleMessages {
    /** More than any command has. */
    static final int STRINGS_MAX = 16;
    /** More than any test of a server has; the tool reads replies of up to 2^30 bytes. */
    static final int STRING_BYTES_MAX = 1 << 26;

    private ModuleMessages() {}

    /**
     * Reads one message.
     *
     * @return its strings; empty at the end of the stream
     * @throws ModuleProtocolException when the stream ends inside a message, or a count or length is out of range
     */
    static Optional<List<byte[]>> read(InputStream in) throws IOException {
        byte[] first = in.readNBytes(Integer.BYTES);
        if (first.length == 0) {
            return Optional.empty();
        }
        int count = number(first, "the number of strings", STRINGS_MAX);
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = number(in.readNBytes(Integer.BYTES), "the length of string " + i, STRING_BYTES_MAX);
        }
        List<byte[]> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] string = in.readNBytes(lengths[i]);
            if (string.length < lengths[i]) {
                throw new ModuleProtocolException("the request breaks off: string " + i + " has " + lengths[i]
                        + " bytes by its length, and " + string.length + " came");
            }
            strings.add(string);
        }
        return Optional.of(strings);
    }

    private static int number(byte[] bytes, String what, int max) throws ModuleProtocolException {
        if (bytes.length < Integer.BYTES) {
            throw new ModuleProtocolException(
                    "the request breaks off: " + what + " has 4 bytes, and " + bytes.length + " came");
        }
        long value = unsigned(bytes);
        if (value > max) {
            throw new ModuleProtocolException(what + " is " + value + ", and at most " + max
                    + " is taken; is this the module wrapper's protocol?");
        }
        return (int) value;
    }

    static long unsigned(byte[] littleEndian) {
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(littleEndian).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    /** Writes one message; the stream is not flushed. */
    static void write(OutputStream out, List<byte[]> strings) throws IOException {
        out.write(littleEndian(strings.size()));
        for (byte[] string : strings) {
            out.write(littleEndian(string.length));
        }
        for (byte[] string : strings) {
            out.write(string);
        }
    }
}
