package org.wardkey.provider.sealing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path folder = path.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(
                folder,
                "key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text));
                channel.force(true);
            }
            Files.createLink(path, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its key is the one.
            if (Files.size(path) == 0) {
                throw e;
            }
        } finally {
            Arrays.fill(text, (byte) 0);
            Files.deleteIfExists(fresh);
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
