package org.wardkey.provider.sealing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/** Makes key files. */
public final class KeyFiles {
    private KeyFiles() {}

    /**
     * Makes a key file unless there is one. Whole and durable when this returns, or not there; of
     * several processes that do so at once, all end up with the same file.
     *
     * <p>To be called on a thread that nobody interrupts.
     *
     * @param path where; its folder exists
     * @param random gives the key
     * @throws IOException if it cannot be made
     */
    public static void createIfMissing(Path path, SecureRandom random) throws IOException {
        createIfMissing(path, () -> {
            byte[] key = new byte[32];
            random.nextBytes(key);
            try {
                return (Protector.KeyFile.HEAD + "\n" + Base64.getEncoder().encodeToString(key) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        });
    }

    /**
     * Makes a file that its owner alone may read unless there is one; as above.
     *
     * @param path where; its folder exists
     * @param content gives the content, which is wiped
     * @throws IOException if it cannot be made
     */
    public static void createIfMissing(Path path, Supplier<byte[]> content) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        byte[] text = content.get();
        Path fresh = fresh(path, text);
        try {
            Files.createLink(path, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its key is the one.
            if (Files.size(path) == 0) {
                throw e;
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
        force(path);
    }

    /**
     * Puts a file in the place of one that may be there: whole and durable when this returns, or as before.
     *
     * <p>To be called on a thread that nobody interrupts.
     *
     * @param path where; its folder exists
     * @param content the content, which is wiped
     * @throws IOException if it cannot be written
     */
    public static void replace(Path path, byte[] content) throws IOException {
        Path fresh = fresh(path, content);
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        force(path);
    }

    private static Path fresh(Path path, byte[] text) throws IOException {
        Path fresh = Files.createTempFile(
                path.toAbsolutePath().getParent(),
                "key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean written = false;
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(text);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
            written = true;
            return fresh;
        } finally {
            Arrays.fill(text, (byte) 0);
            if (!written) {
                Files.deleteIfExists(fresh);
            }
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
