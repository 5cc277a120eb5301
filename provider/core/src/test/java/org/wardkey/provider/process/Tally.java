package org.wardkey.provider.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a process has done with each key, in a mapped file: a SIGKILL takes nothing of it away, and whoever maps it
 * too sees it as it changes. One thread writes the row of a key.
 */
final class Tally {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int SIZE_BYTES = 4096;
    private static final int ROW_BYTES = 32;

    private final MappedByteBuffer page;

    private Tally(MappedByteBuffer page) {
        this.page = page;
    }

    /** Maps the file, which is made if it is not there. */
    static Tally map(Path file) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Tally(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long get(int key, int column) {
        return (long) LONG.getVolatile((ByteBuffer) page, key * ROW_BYTES + column * Long.BYTES);
    }

    private void set(int key, int column, long value) {
        LONG.setVolatile((ByteBuffer) page, key * ROW_BYTES + column * Long.BYTES, value);
    }

    void begin(int key) {
        set(key, 0, begun(key) + 1);
    }

    void succeed(int key) {
        set(key, 3, System.currentTimeMillis());
        set(key, 1, succeeded(key) + 1);
    }

    void refuse(int key) {
        set(key, 2, refused(key) + 1);
    }

    long begun(int key) {
        return get(key, 0);
    }

    long succeeded(int key) {
        return get(key, 1);
    }

    long refused(int key) {
        return get(key, 2);
    }

    /** Begun, and neither succeeded nor refused: in flight, or cut off. */
    long unknown(int key) {
        return begun(key) - succeeded(key) - refused(key);
    }

    /** When the last success was, in milliseconds of the system's clock. */
    long lastSuccess(int key) {
        return get(key, 3);
    }
}
