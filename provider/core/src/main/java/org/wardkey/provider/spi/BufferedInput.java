package org.wardkey.provider.spi;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Passes a {@code ByteBuffer} on as arrays. */
final class BufferedInput {
    private static final int PART_BYTES = 8192;

    private BufferedInput() {}

    /** Takes a part of an array. */
    @FunctionalInterface
    interface Sink<E extends Exception> {
        void accept(byte[] input, int offset, int length) throws E;
    }

    /** Gives all remaining bytes of a buffer to a sink, in order; the copies are wiped. */
    static <E extends Exception> void forEachPart(ByteBuffer input, Sink<E> sink) throws E {
        if (input.hasArray()) {
            int length = input.remaining();
            sink.accept(input.array(), input.arrayOffset() + input.position(), length);
            input.position(input.limit());
            return;
        }
        byte[] part = new byte[Math.min(PART_BYTES, input.remaining())];
        try {
            while (input.hasRemaining()) {
                int length = Math.min(part.length, input.remaining());
                input.get(part, 0, length);
                sink.accept(part, 0, length);
            }
        } finally {
            Arrays.fill(part, (byte) 0);
        }
    }
}
