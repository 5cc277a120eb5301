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

/**
 * A file whose first line is a password.
 *
 * @param file the file, in UTF-8
 */
record PasswordFile(Path file) implements PasswordSource {
    private static final int LARGEST_FILE_BYTES = 4096;

    @Override
    public Protector.Password read(String token, boolean first) {
        byte[] bytes = new byte[0];
        char[] line = new char[0];
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw unusable("it is larger than " + LARGEST_FILE_BYTES + " bytes");
            }
            bytes = Files.readAllBytes(file);
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            int end = 0;
            while (end < decoded.limit() && decoded.get(end) != '\n' && decoded.get(end) != '\r') {
                end++;
            }
            if (end == 0) {
                throw unusable("its first line is empty");
            }
            line = new char[end];
            decoded.get(line);
            Arrays.fill(decoded.array(), '\0');
            return new Protector.Password(line);
        } catch (IOException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.PASSWORD_MISSING, "Tried to read the password file " + file + "."), e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(line, '\0');
        }
    }

    private BackendException unusable(String why) {
        return PasswordSource.unusable("The password file " + file, why);
    }
}
