package org.wardkey.nativebridge.libcrypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongConsumer;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeLinker;
import org.wardkey.nativebridge.Scratch;

/**
 * One operation on libcrypto: its working memory, the objects it must free, and the error queue, which it leaves empty.
 *
 * <p>libcrypto keeps errors per operating-system thread. A virtual thread changes its carrier only where it blocks, so between a failing call and
 * the reading of its error there is nothing that blocks: {@link #check} reads at once, and nothing in here takes a lock. The queue is emptied
 * before, because somebody else's old entries would be taken for ours, and after, also on success and after a false verify.
 */
final class Call implements AutoCloseable {
    private final Scratch scratch = Scratch.borrow();
    private final Deque<Runnable> owned = new ArrayDeque<>(2);

    Call() {
        LibcryptoSymbols.ERR_clear_error();
    }

    /** Returns zeroed memory for a result. */
    NativeBuffer out(int sizeBytes) {
        return scratch.allocate(sizeBytes);
    }

    /** Returns a native copy; it is zeroed when the call ends. */
    NativeBuffer in(byte[] bytes) {
        return in(bytes, 0, bytes.length);
    }

    NativeBuffer in(byte[] bytes, int offset, int length) {
        NativeBuffer copy = scratch.allocate(length);
        copy.put(0, bytes, offset, length);
        return copy;
    }

    /** Returns the address of a C string. */
    long string(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        return in(bytes).address();
    }

    /** Returns a memory cell that holds a pointer or a size. */
    NativeBuffer cell(long value) {
        NativeBuffer cell = scratch.allocate(Long.BYTES);
        cell.putLong(0, value);
        return cell;
    }

    /** Has a non-null pointer freed at the end of this call. */
    long own(long pointer, LongConsumer free, String function) {
        check(pointer, function);
        owned.push(() -> free.accept(pointer));
        return pointer;
    }

    /** Requires a return code of 1 or more, libcrypto's success. */
    int check(int result, String function) {
        if (result <= 0) {
            throw failure(function);
        }
        return result;
    }

    /** Requires a non-null pointer. */
    long check(long pointer, String function) {
        if (pointer == 0) {
            throw failure(function);
        }
        return pointer;
    }

    /** Builds the exception from the oldest entry of the queue, which is the root cause, and empties the queue. */
    LibcryptoException failure(String function) {
        // AWS-LC returns 32 bits; the rest of the register is undefined.
        long error = LibcryptoSymbols.ERR_get_error() & 0xFFFFFFFFL;
        String reason = NativeLinker.string(LibcryptoSymbols.ERR_reason_error_string(error));
        LibcryptoSymbols.ERR_clear_error();
        return new LibcryptoException(function, error, reason);
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            owned.pop().run();
        }
        LibcryptoSymbols.ERR_clear_error();
        scratch.close();
    }
}
