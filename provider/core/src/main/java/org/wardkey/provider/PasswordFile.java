package org.wardkey.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.sealing.Protector;

/** A file whose first line is a password. */
final class PasswordFile {
    private static final int LARGEST_FILE_BYTES = 4096;

    private PasswordFile() {}

    static Protector read(Path file) {
        byte[] bytes = new byte[0];
        char[] line = new char[0];
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw wrong(file, "it is larger than " + LARGEST_FILE_BYTES + " bytes");
            }
            bytes = Files.readAllBytes(file);
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            int end = 0;
            while (end < decoded.limit() && decoded.get(end) != '\n' && decoded.get(end) != '\r') {
                end++;
            }
            if (end == 0) {
                throw wrong(file, "its first line is empty");
            }
            line = new char[end];
            decoded.get(line);
            Arrays.fill(decoded.array(), '\0');
            return new Protector.Password(line);
        } catch (IOException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.PROTECTOR_WRONG, "Tried to read the password file " + file + "."), e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(line, '\0');
        }
    }

    private static BackendException wrong(Path file, String why) {
        return new BackendException(
                new Refusal(RefusalCode.PROTECTOR_WRONG, "The password file " + file + " is not usable: " + why + "."));
    }
}
