package org.wardkey.provider.sealing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;

/**
 * Encrypts the material of keys and authenticates stored rows under a token's master key.
 *
 * <pre>
 * sealed = version 0x01 || IV, 12 random bytes || AES-256-GCM ciphertext || tag, 16 bytes
 * sealing key        = HKDF(master key, salt empty, "wardkey material sealing 1")
 * authentication key = HKDF(master key, salt empty, "wardkey record authentication 1")
 * code               = HMAC-SHA-256(authentication key, row)
 * </pre>
 *
 * Thread-safe. Random IVs are safe for 2^32 sealings under one master key (SP 800-38D §8.3): a store
 * has a few thousand keys.
 */
public final class Sealer implements AutoCloseable {
    private static final byte VERSION = 1;
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final KeyBackend engine;
    private final Hkdf hkdf;
    private final SecureRandom random;
    private final SecretBytes sealingKey;
    private final SecretBytes authenticationKey;

    /**
     * Derives the keys.
     *
     * @param engine computes
     * @param random gives IVs
     * @param masterKey the token's master key; not kept
     */
    public Sealer(KeyBackend engine, SecureRandom random, SecretBytes masterKey) {
        this.engine = engine;
        this.hkdf = new Hkdf(engine);
        this.random = random;
        this.sealingKey = hkdf.derive(masterKey, new byte[0], "wardkey material sealing 1");
        this.authenticationKey = hkdf.derive(masterKey, new byte[0], "wardkey record authentication 1");
    }

    /**
     * Encrypts.
     *
     * @param context what the bytes are bound to; needed again to decrypt
     * @param plaintext the bytes; kept by the caller
     * @return the sealed bytes
     */
    public byte[] seal(byte[] context, SecretBytes plaintext) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        byte[] clear = plaintext.copy();
        try (BackendKey key = engine.adopt(KeyType.AES, "AES", sealingKey);
                CipherOperation cipher = engine.openEncrypt(key, CipherParameters.gcm(iv, TAG_BYTES), null)) {
            cipher.updateAad(context, 0, context.length);
            byte[] body = new byte[clear.length + TAG_BYTES];
            int length = cipher.finish(clear, 0, clear.length, body, 0);
            return ByteBuffer.allocate(1 + IV_BYTES + length)
                    .put(VERSION)
                    .put(iv)
                    .put(body, 0, length)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new BackendException(new Refusal(RefusalCode.ENGINE_FAILED, "Tried to seal key material."), e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /**
     * Decrypts.
     *
     * @param context what the bytes were bound to
     * @param sealed the sealed bytes
     * @return the plaintext; the caller closes it
     * @throws BackendException if the bytes or their context were altered
     */
    public SecretBytes unseal(byte[] context, byte[] sealed) {
        if (sealed.length < 1 + IV_BYTES + TAG_BYTES || sealed[0] != VERSION) {
            throw new BackendException(new Refusal(RefusalCode.RECORD_ALTERED, "Sealed material of an unknown form."));
        }
        byte[] iv = Arrays.copyOfRange(sealed, 1, 1 + IV_BYTES);
        int bodyAt = 1 + IV_BYTES;
        try (BackendKey key = engine.adopt(KeyType.AES, "AES", sealingKey);
                CipherOperation cipher = engine.openDecrypt(key, CipherParameters.gcm(iv, TAG_BYTES), null)) {
            cipher.updateAad(context, 0, context.length);
            byte[] clear = new byte[sealed.length - bodyAt - TAG_BYTES];
            int length = cipher.finish(sealed, bodyAt, sealed.length - bodyAt, clear, 0);
            assert length == clear.length;
            return SecretBytes.take(clear);
        } catch (GeneralSecurityException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.RECORD_ALTERED, "Sealed material does not authenticate."), e);
        }
    }

    /**
     * Computes the authentication code of a row.
     *
     * @param row canonical bytes
     * @return 32 bytes
     */
    public byte[] authenticate(byte[] row) {
        return hkdf.hmac(SecretBytes.take(authenticationKey.copy()), row);
    }

    @Override
    public void close() {
        sealingKey.close();
        authenticationKey.close();
    }
}
