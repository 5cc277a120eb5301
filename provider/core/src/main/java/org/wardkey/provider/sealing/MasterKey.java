package org.wardkey.provider.sealing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;

/**
 * The master key of a software token, wrapped under what a protector gives.
 *
 * <pre>
 * header = "WKT1" || protector kind, 1 byte || iterations, 4 bytes big-endian || salt, 16 bytes
 *          || AES-256-KWP of the 32 bytes of the master key, 40 bytes
 * </pre>
 */
public final class MasterKey {
    private static final int MAGIC = 0x574b5431; // "WKT1"
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int WRAPPED_BYTES = 40;
    private static final Mechanism KWP = Mechanism.of(Family.AES_KWP);

    private MasterKey() {}

    /**
     * Makes a master key and the header that holds it.
     *
     * @param engine computes
     * @param random gives key and salt
     * @param protector what is to open it
     * @return the header
     */
    public static byte[] create(KeyBackend engine, SecureRandom random, Protector protector) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        int iterations = protector.iterations();
        try (SecretBytes master = SecretBytes.take(fresh);
                SecretBytes kek = protector.keyEncryptionKey(salt, iterations, new EngineDerivation(engine));
                BackendKey key = engine.adopt(KeyType.AES, "AES", kek)) {
            byte[] wrapped = wrap(engine, key, master);
            return ByteBuffer.allocate(4 + 1 + 4 + SALT_BYTES + wrapped.length)
                    .putInt(MAGIC)
                    .put(protector.kind())
                    .putInt(iterations)
                    .put(salt)
                    .put(wrapped)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new BackendException(new Refusal(RefusalCode.ENGINE_FAILED, "Tried to wrap a master key."), e);
        }
    }

    private static byte[] wrap(KeyBackend engine, BackendKey key, SecretBytes master) throws GeneralSecurityException {
        byte[] clear = master.copy();
        try {
            return engine.wrap(key, KWP, clear);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static String kind(byte kind) {
        return switch (kind) {
            case 1 -> "a key file";
            case 2 -> "a password";
            case Protector.KIND_TPM -> "a key that a TPM sealed";
            default -> "a protector that this version does not know";
        };
    }

    /**
     * Opens a header.
     *
     * @param engine computes
     * @param header the header
     * @param protector what opens it
     * @return the master key; the caller closes it
     * @throws BackendException if the protector is the wrong one, or the header is not one
     */
    public static SecretBytes open(KeyBackend engine, byte[] header, Protector protector) {
        ByteBuffer buffer = ByteBuffer.wrap(header);
        byte[] salt = new byte[SALT_BYTES];
        byte[] wrapped = new byte[WRAPPED_BYTES];
        int iterations;
        try {
            if (buffer.getInt() != MAGIC) {
                throw new BackendException(
                        new Refusal(RefusalCode.STORE_NEWER, "The token's header is of an unknown version."));
            }
            byte kind = buffer.get();
            if (kind != protector.kind()) {
                throw new BackendException(new Refusal(
                        RefusalCode.PROTECTOR_WRONG,
                        "The token opens with " + kind(kind) + ", got " + kind(protector.kind()) + "."));
            }
            iterations = buffer.getInt();
            buffer.get(salt).get(wrapped);
        } catch (BufferUnderflowException e) {
            throw new BackendException(new Refusal(RefusalCode.RECORD_ALTERED, "The token's header is cut."), e);
        }
        try (SecretBytes kek = protector.keyEncryptionKey(salt, iterations, new EngineDerivation(engine));
                BackendKey key = engine.adopt(KeyType.AES, "AES", kek)) {
            return SecretBytes.take(engine.unwrap(key, KWP, wrapped));
        } catch (GeneralSecurityException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.PROTECTOR_WRONG, "The token's master key did not unwrap."), e);
        }
    }
}
