package org.wardkey.provider.keystore.tpm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.wardkey.provider.backend.tpm.TpmDevice;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.sealing.KeyFiles;
import org.wardkey.provider.sealing.Protector;
import org.wardkey.provider.secret.SecretBytes;

/**
 * A file with 32 random bytes that a TPM sealed: stolen, or on another machine, it opens nothing.
 *
 * <pre>
 * "wardkey tpm-sealed key 1" LF || base64 of the sealed bytes || LF
 * </pre>
 *
 * @param path where it is
 * @param device the TPM
 */
public record TpmProtector(Path path, TpmDevice device) implements Protector {
    private static final String HEAD = "wardkey tpm-sealed key 1";
    private static final int KEY_BYTES = 32;
    private static final int LARGEST_FILE_BYTES = 16_384;

    /**
     * Makes the file unless there is one; as {@link KeyFiles#createIfMissing(Path, SecureRandom)}.
     *
     * @param random gives the key
     * @throws IOException if it cannot be made
     */
    public void createIfMissing(SecureRandom random) throws IOException {
        KeyFiles.createIfMissing(path, () -> {
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            try (SecretBytes sealed = device.seal(key)) {
                return sealed.use(bytes -> (HEAD + "\n" + Base64.getEncoder().encodeToString(bytes) + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        });
    }

    @Override
    public byte kind() {
        return KIND_TPM;
    }

    @Override
    public int iterations() {
        return 0;
    }

    @Override
    public SecretBytes keyEncryptionKey(byte[] salt, int iterations, Derivation derivation) {
        try (SecretBytes sealed = read();
                SecretBytes key = device.unseal(sealed)) {
            return derivation.derive(key, salt, "wardkey tpm-sealed key 1");
        }
    }

    private SecretBytes read() {
        try {
            if (Files.size(path) > LARGEST_FILE_BYTES) {
                throw wrong("it is larger than one can be");
            }
            String[] lines = Files.readString(path, StandardCharsets.US_ASCII).split("\n", -1);
            if (lines.length < 2 || !lines[0].equals(HEAD)) {
                throw wrong("it does not have the form of one");
            }
            return SecretBytes.take(Base64.getDecoder().decode(lines[1]));
        } catch (IllegalArgumentException e) {
            throw wrong("it does not have the form of one");
        } catch (IOException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.PROTECTOR_WRONG, "Tried to read the sealed key file " + path + "."), e);
        }
    }

    private BackendException wrong(String why) {
        return new BackendException(new Refusal(
                RefusalCode.PROTECTOR_WRONG, "The sealed key file " + path + " is not usable: " + why + "."));
    }
}
