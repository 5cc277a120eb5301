package org.wardkey.provider.selftest;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.secret.SecretBytes;

/** Known answers of the ciphers for messages: both directions, and that a wrong tag is refused. */
final class CipherTests {
    private static final byte[] NO_AAD = {};

    private CipherTests() {}

    /** A message with its answer; the answer of a cipher that authenticates ends with the tag. */
    private record Example(
            KeyType type, byte[] key, CipherParameters parameters, byte[] aad, byte[] plaintext, byte[] ciphertext) {}

    static boolean passes(KeyBackend engine, Family family) throws GeneralSecurityException {
        Example example = example(family);
        try (SecretBytes material = SecretBytes.copyOf(example.key);
                BackendKey key = engine.adopt(example.type, example.type.algorithm(), material)) {
            return MessageDigest.isEqual(run(engine, key, example, true, example.plaintext), example.ciphertext)
                    && MessageDigest.isEqual(run(engine, key, example, false, example.ciphertext), example.plaintext)
                    && (example.parameters.tagSizeBytes() == 0 || refusesWrongTag(engine, key, example));
        }
    }

    private static Example example(Family family) {
        return switch (family) {
            case AES_GCM ->
                new Example(
                        KeyType.AES,
                        KnownAnswers.GCM_KEY,
                        CipherParameters.gcm(KnownAnswers.GCM_IV.clone(), 16),
                        KnownAnswers.GCM_AAD,
                        KnownAnswers.GCM_PLAINTEXT,
                        KnownAnswers.GCM_CIPHERTEXT);
            case AES_CCM ->
                new Example(
                        KeyType.AES,
                        KnownAnswers.CCM_KEY,
                        CipherParameters.ccm(KnownAnswers.CCM_NONCE.clone(), 8),
                        KnownAnswers.CCM_AAD,
                        KnownAnswers.CCM_PLAINTEXT,
                        KnownAnswers.CCM_CIPHERTEXT);
            case CHACHA20_POLY1305 ->
                new Example(
                        KeyType.CHACHA20,
                        KnownAnswers.CHACHA20_KEY,
                        CipherParameters.chaCha20Poly1305(KnownAnswers.CHACHA20_NONCE.clone()),
                        KnownAnswers.CHACHA20_AAD,
                        KnownAnswers.CHACHA20_PLAINTEXT,
                        KnownAnswers.CHACHA20_CIPHERTEXT);
            case AES_CBC -> mode(family, KnownAnswers.CBC_IV, KnownAnswers.CBC_CIPHERTEXT);
            case AES_CTR -> mode(family, KnownAnswers.CTR_COUNTER, KnownAnswers.CTR_CIPHERTEXT);
            case AES_ECB -> mode(family, NO_AAD, KnownAnswers.ECB_CIPHERTEXT);
            case AES_XTS ->
                new Example(
                        KeyType.AES_XTS,
                        KnownAnswers.XTS_KEY,
                        CipherParameters.unauthenticated(Mechanism.of(family), KnownAnswers.XTS_TWEAK.clone(), false),
                        NO_AAD,
                        KnownAnswers.XTS_PLAINTEXT,
                        KnownAnswers.XTS_CIPHERTEXT);
            default -> throw new IllegalArgumentException("Expected a cipher, got " + family.standardName() + ".");
        };
    }

    private static Example mode(Family family, byte[] iv, byte[] ciphertext) {
        return new Example(
                KeyType.AES,
                KnownAnswers.MODE_KEY,
                CipherParameters.unauthenticated(Mechanism.of(family), iv.clone(), false),
                NO_AAD,
                KnownAnswers.MODE_PLAINTEXT,
                ciphertext);
    }

    private static byte[] run(KeyBackend engine, BackendKey key, Example example, boolean encrypting, byte[] input)
            throws GeneralSecurityException {
        try (CipherOperation operation = encrypting
                ? engine.openEncrypt(key, example.parameters, null)
                : engine.openDecrypt(key, example.parameters, null)) {
            if (example.parameters.tagSizeBytes() > 0) {
                operation.updateAad(example.aad, 0, example.aad.length);
            }
            byte[] output = new byte[example.parameters.outputSizeBytes(encrypting, input.length)];
            return Arrays.copyOf(output, operation.finish(input, 0, input.length, output, 0));
        }
    }

    private static boolean refusesWrongTag(KeyBackend engine, BackendKey key, Example example)
            throws GeneralSecurityException {
        byte[] altered = example.ciphertext.clone();
        altered[altered.length - 1] ^= 1;
        try {
            run(engine, key, example, false, altered);
            return false;
        } catch (AEADBadTagException e) {
            return true;
        }
    }
}
