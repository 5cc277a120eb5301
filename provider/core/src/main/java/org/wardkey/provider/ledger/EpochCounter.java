package org.wardkey.provider.ledger;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * A counter that all processes of a home share through a mapped page: reading it costs nanoseconds,
 * and every change of a key's state or limits moves it.
 *
 * <p>The counter says only that something changed; the database says what. A lost or replaced file is
 * therefore no danger: {@link #replaced} tells, and the database's own data version is looked at
 * beside it. The page is mapped once, on the thread that opens the home; no channel stays open that an
 * interrupt could close. Thread-safe.
 *
 * <pre>
 * offset 0: counter, 8 bytes, native byte order; the rest of the 4 096 bytes is zero
 * </pre>
 */
final class EpochCounter {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int SIZE_BYTES = 4096;

    private final Path file;
    private final MappedByteBuffer page;
    private final @Nullable Object fileKey;

    private EpochCounter(Path file, MappedByteBuffer page, @Nullable Object fileKey) {
        this.file = file;
        this.page = page;
        this.fileKey = fileKey;
    }

    static EpochCounter open(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                MappedByteBuffer page = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE_BYTES);
                return new EpochCounter(file, page, OpenedFile.fileKey(file));
            }
        } catch (IOException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.STORE_UNAVAILABLE, "Tried to map the epoch counter " + file + "."), e);
        }
    }

    private static void create(Path file) throws IOException {
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "epoch",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(fresh, new byte[SIZE_BYTES]);
            // A link, not a rename: of two processes that create it at once, the second keeps the first's.
            Files.createLink(file, fresh);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // The other process was first: its page is the one that both map.
            if (Files.size(file) < SIZE_BYTES) {
                throw e;
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** The current epoch. */
    long read() {
        return (long) LONG.getVolatile((ByteBuffer) page, 0);
    }

    /** Tells every process of the home that something changed. */
    void bump() {
        @SuppressWarnings("unused") // the handle is exact: without a result it would look for another method
        long before = (long) LONG.getAndAdd((ByteBuffer) page, 0, 1L);
    }

    /** Whether the file that is mapped here is no longer the one that others will open. */
    boolean replaced() {
        try {
            return fileKey != null && !fileKey.equals(OpenedFile.fileKey(file));
        } catch (IOException e) {
            return true;
        }
    }
}
