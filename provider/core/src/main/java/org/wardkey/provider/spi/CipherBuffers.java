package org.wardkey.provider.spi;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.ShortBufferException;
import org.wardkey.provider.gate.GatedCipher;

/** Room for what ciphers give. */
final class CipherBuffers {
    private CipherBuffers() {}

    /** Takes a part that is not in an array, through copies that are wiped. */
    static int update(GatedCipher open, ByteBuffer input, ByteBuffer output, int needed) throws ShortBufferException {
        byte[] from = new byte[input.remaining()];
        byte[] to = new byte[needed];
        try {
            input.get(from);
            int written = open.update(from, 0, from.length, to, 0);
            output.put(to, 0, written);
            return written;
        } finally {
            Arrays.fill(from, (byte) 0);
            Arrays.fill(to, (byte) 0);
        }
    }

    static void requireRoom(int needed, int room) throws ShortBufferException {
        if (room < needed) {
            throw new ShortBufferException("Expected room for " + needed + " bytes, got " + room + ".");
        }
    }
}
