package org.wardkey.tpm2.attestation;

import java.util.Arrays;
import org.wardkey.tpm2.structure.TpmFormatException;

/** Reads what event logs consist of: little-endian integers and octets, each checked against what is left. Not thread-safe. */
final class LogReader {
    private final byte[] bytes;
    private int position;

    LogReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int u8(String what) {
        need(1, what);
        return bytes[position++] & 0xFF;
    }

    int u16(String what) {
        need(2, what);
        return u8(what) | (u8(what) << 8);
    }

    int u32(String what) {
        need(4, what);
        return u16(what) | (u16(what) << 16);
    }

    byte[] bytes(int count, String what) {
        need(count, what);
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }

    /** Octets with their number in front, in 32 bits. */
    byte[] sized(String what) {
        int size = u32(what);
        if (size < 0) {
            throw new TpmFormatException(
                    what + ": expected " + Integer.toUnsignedString(size) + " bytes, got " + remaining());
        }
        return bytes(size, what);
    }

    int remaining() {
        return bytes.length - position;
    }

    private void need(int count, String what) {
        if (remaining() < count) {
            throw new TpmFormatException(what + ": expected " + count + " bytes, got " + remaining());
        }
    }
}
