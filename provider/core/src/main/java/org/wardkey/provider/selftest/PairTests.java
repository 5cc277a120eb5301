package org.wardkey.provider.selftest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.EncapsulatedSecret;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.RefusalCode;

/**
 * The pairwise consistency test of a new key pair, over its encodings as they are stored and given out.
 *
 * <p>Source: ISO/IEC 19790 §7.10.3.3, FIPS 140-3 IG 10.3.A.
 */
final class PairTests {
    private static final byte[] MESSAGE = "Are these two a pair?".getBytes(StandardCharsets.US_ASCII);

    private static final Set<RefusalCode> DEVICE = EnumSet.of(RefusalCode.TPM_FAILED, RefusalCode.TPM_LOCKOUT);

    private PairTests() {}

    /**
     * Tells whether two halves are a pair.
     *
     * @throws BackendException if the device that has the private one cannot be asked now
     */
    static boolean passes(KeyBackend engine, KeyType type, Set<Purpose> purposes, GeneratedKey made) {
        try (BackendKey key = engine.adopt(type, type.algorithm(), made.material())) {
            PublicKey publicKey = PlainKeys.publicKey(type, made.publicKey());
            return switch (type.kind()) {
                case EC ->
                    (purposes.contains(Purpose.SIGN) || !purposes.contains(Purpose.AGREE))
                            ? signs(engine, key, publicKey, Mechanism.of(Family.ECDSA, Digest.SHA_256))
                            : agrees(engine, type, key, publicKey, Mechanism.of(Family.ECDH));
                case EDDSA, ML_DSA, SLH_DSA -> signs(engine, key, publicKey, Mechanism.of(type.family()));
                case ML_KEM -> decapsulates(engine, key, publicKey, Mechanism.of(type.family()));
                case RSA -> rsa(engine, key, publicKey, purposes);
                case XDH -> agrees(engine, type, key, publicKey, Mechanism.of(type.family()));
                case AES, AES_XTS, CHACHA20, HMAC, KMAC, PASSWORD ->
                    throw new AssertionError("Secret keys have no public half.");
            };
        } catch (GeneralSecurityException | RuntimeException e) {
            unanswered(e).ifPresent(device -> {
                throw device;
            });
            // Whatever else an engine does instead of answering is a failed test.
            return false;
        }
    }

    /** A chip that is locked or gone says nothing of the pair, and its reason is not to be hidden behind a failed test. */
    private static Optional<BackendException> unanswered(@Nullable Throwable e) {
        if (e == null) {
            return Optional.empty();
        }
        return e instanceof BackendException device && DEVICE.contains(device.code())
                ? Optional.of(device)
                : unanswered(e.getCause());
    }

    /**
     * A validated module lets an RSA key either sign or transport keys, whichever comes first (SP 800-57 part 1 §5.2). It
     * tests its own pairs; a key of which it is not said what it will be for is not used here before its owner does.
     */
    private static boolean rsa(KeyBackend engine, BackendKey key, PublicKey publicKey, Set<Purpose> purposes)
            throws GeneralSecurityException {
        boolean signs = purposes.contains(Purpose.SIGN);
        boolean transports = purposes.contains(Purpose.DECRYPT) || purposes.contains(Purpose.UNWRAP);
        if (signs && transports && engine.approved()) {
            engine.plain(publicKey);
            return true;
        }
        if (transports && !signs) {
            return decrypts(engine, key, publicKey);
        }
        return signs(engine, key, publicKey, Mechanism.of(Family.RSA_PKCS1, Digest.SHA_256));
    }

    private static boolean signs(KeyBackend engine, BackendKey key, PublicKey publicKey, Mechanism mechanism)
            throws GeneralSecurityException {
        byte[] signature;
        try (SignOperation sign = engine.openSign(key, mechanism)) {
            sign.update(MESSAGE, 0, MESSAGE.length);
            signature = sign.sign();
        }
        try (VerifyOperation verify = engine.openVerify(engine.plain(publicKey), mechanism)) {
            verify.update(MESSAGE, 0, MESSAGE.length);
            return verify.verify(signature);
        }
    }

    /** Source: FIPS 203 §7.1, pair-wise consistency. */
    private static boolean decapsulates(KeyBackend engine, BackendKey key, PublicKey publicKey, Mechanism mechanism)
            throws GeneralSecurityException {
        try (EncapsulatedSecret made = engine.encapsulate(engine.plain(publicKey), mechanism)) {
            byte[] recovered = engine.decapsulate(key, mechanism, made.ciphertext());
            try {
                return made.sharedSecret().use(secret -> MessageDigest.isEqual(secret, recovered));
            } finally {
                Arrays.fill(recovered, (byte) 0);
            }
        }
    }

    private static boolean decrypts(KeyBackend engine, BackendKey key, PublicKey publicKey)
            throws GeneralSecurityException {
        Mechanism mechanism = Mechanism.oaep(Digest.SHA_256, Digest.SHA_256);
        byte[] label = new byte[0];
        byte[] encrypted = engine.oaepEncrypt(engine.plain(publicKey), mechanism, label, MESSAGE);
        return MessageDigest.isEqual(engine.oaepDecrypt(key, mechanism, label, encrypted), MESSAGE);
    }

    /** Both sides of an agreement with a third key come to the same secret only if they are a pair. */
    private static boolean agrees(
            KeyBackend engine, KeyType type, BackendKey key, PublicKey publicKey, Mechanism mechanism)
            throws GeneralSecurityException {
        try (GeneratedKey third = engine.generatePair(type, 0);
                BackendKey other = engine.adopt(type, type.algorithm(), third.material())) {
            byte[] ours = engine.agree(key, mechanism, PlainKeys.publicKey(type, third.publicKey()));
            byte[] theirs = engine.agree(other, mechanism, publicKey);
            try {
                return MessageDigest.isEqual(ours, theirs);
            } finally {
                Arrays.fill(ours, (byte) 0);
                Arrays.fill(theirs, (byte) 0);
            }
        }
    }
}
