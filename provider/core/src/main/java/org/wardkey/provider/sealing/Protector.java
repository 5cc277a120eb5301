package org.wardkey.provider.sealing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;

/** What opens a token: gives the key that its master key is wrapped under. */
public interface Protector extends AutoCloseable {
    /** The kind of a key that a TPM sealed. */
    byte KIND_TPM = 3;

    /** @return the kind as it stands in the token's header: 1 key file, 2 password, 3 a key that a TPM sealed */
    byte kind();

    /** @return how many iterations a new header asks for; 0 where there are none */
    int iterations();

    /**
     * Gives the key-encryption key.
     *
     * @param salt 16 bytes from the header
     * @param iterations from the header
     * @param derivation derives
     * @return 32 bytes; the caller closes them
     * @throws BackendException if the protector is not usable
     */
    SecretBytes keyEncryptionKey(byte[] salt, int iterations, Derivation derivation);

    /** Zeroes what the protector holds; a file holds nothing. */
    @Override
    default void close() {}

    /** How the protectors derive keys. */
    interface Derivation {
        /**
         * Derives 32 bytes with HKDF-SHA-256.
         *
         * @param input the secret input; kept by the caller
         * @param salt the salt
         * @param info what for
         * @return 32 bytes
         */
        SecretBytes derive(SecretBytes input, byte[] salt, String info);

        /**
         * Derives 32 bytes with PBKDF2-HMAC-SHA-512.
         *
         * @param password the password; kept by the caller
         * @param salt the salt
         * @param iterations how many
         * @return 32 bytes
         */
        SecretBytes derive(char[] password, byte[] salt, int iterations);
    }

    /**
     * A file with 32 random bytes, readable by its owner alone.
     *
     * <pre>
     * "wardkey key file 1" LF || base64 of 32 bytes || LF
     * </pre>
     *
     * @param path where it is
     */
    record KeyFile(Path path) implements Protector {
        static final String HEAD = "wardkey key file 1";
        private static final int KEY_BYTES = 32;
        private static final int LARGEST_FILE_BYTES = 4096;
        private static final Set<PosixFilePermission> OTHERS = Set.of(
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE);

        @Override
        public byte kind() {
            return 1;
        }

        @Override
        public int iterations() {
            return 0;
        }

        @Override
        public SecretBytes keyEncryptionKey(byte[] salt, int iterations, Derivation derivation) {
            try (SecretBytes key = read()) {
                return derivation.derive(key, salt, "wardkey key file 1");
            }
        }

        private SecretBytes read() {
            byte[] text = new byte[0];
            try {
                requirePrivate();
                if (Files.size(path) > LARGEST_FILE_BYTES) {
                    throw wrong("it is larger than a key file can be");
                }
                text = Files.readAllBytes(path);
                String[] lines = new String(text, StandardCharsets.US_ASCII).split("\n", -1);
                byte[] key = lines.length >= 2 && lines[0].equals(HEAD)
                        ? Base64.getDecoder().decode(lines[1])
                        : new byte[0];
                if (key.length != KEY_BYTES) {
                    throw wrong("it does not have the form of one");
                }
                return SecretBytes.take(key);
            } catch (IllegalArgumentException e) {
                throw wrong("it does not have the form of one");
            } catch (IOException e) {
                throw new BackendException(
                        new Refusal(RefusalCode.PROTECTOR_WRONG, "Tried to read the key file " + path + "."), e);
            } finally {
                Arrays.fill(text, (byte) 0);
            }
        }

        private void requirePrivate() throws IOException {
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (view == null) {
                return;
            }
            Set<PosixFilePermission> permissions = view.readAttributes().permissions();
            if (permissions.stream().anyMatch(OTHERS::contains)) {
                throw wrong("others may read or write it; expected permissions 0600");
            }
        }

        private BackendException wrong(String why) {
            return new BackendException(
                    new Refusal(RefusalCode.PROTECTOR_WRONG, "The key file " + path + " is not usable: " + why + "."));
        }
    }

    /**
     * A password, stretched with PBKDF2-HMAC-SHA-512 and {@value #ITERATIONS} iterations: about 0.2 s
     * of one core for each guess and each start. Source: SP 800-132 §5.
     */
    final class Password implements Protector {
        /** How many iterations a new token asks for. */
        public static final int ITERATIONS = 210_000;

        private static final int LARGEST_ITERATIONS = 100_000_000;
        private final char[] password;

        /**
         * Holds a password.
         *
         * @param password copied; the caller wipes its own
         */
        public Password(char[] password) {
            this.password = password.clone();
        }

        @Override
        public byte kind() {
            return 2;
        }

        @Override
        public int iterations() {
            return ITERATIONS;
        }

        @Override
        public SecretBytes keyEncryptionKey(byte[] salt, int iterations, Derivation derivation) {
            // An altered header must not keep us busy for hours, nor make guessing cheap.
            if (iterations < 1_000 || iterations > LARGEST_ITERATIONS) {
                throw new BackendException(new Refusal(
                        RefusalCode.RECORD_ALTERED, "The token's header asks for " + iterations + " iterations."));
            }
            return derivation.derive(password, salt, iterations);
        }

        @Override
        public void close() {
            Arrays.fill(password, '\0');
        }

        @Override
        public String toString() {
            return "Password[not shown]";
        }
    }
}
