package org.wardkey.provider.selftest;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.EngineHealth;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.EdDsaParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.secret.SecretBytes;

/**
 * Known-answer tests: before its first use, every algorithm of every engine computes something whose
 * answer is known. Results are kept for the life of the process. Thread-safe.
 *
 * <p>Source: FIPS 140-3 IG 10.3.A (which answers), ISO/IEC 19790 §7.10.3 (before first use).
 */
public final class SelfTests implements EngineHealth {
    private final Set<String> forcedFailures;
    private final Function<Supplier<Boolean>, Boolean> apart;
    private final Map<String, Boolean> results = new ConcurrentHashMap<>();

    /**
     * Sets the tests up.
     *
     * @param forcedFailures tests that are to fail, as {@code algorithm@engine} or {@code algorithm}:
     *     laboratories want to see what happens. A forced failure can only take something away.
     * @param apart runs a test on a thread of its own: a validated module notes for each thread which services it has
     *     used, and the caller has not used these
     */
    public SelfTests(Set<String> forcedFailures, Function<Supplier<Boolean>, Boolean> apart) {
        this.apart = apart;
        this.forcedFailures = Set.copyOf(forcedFailures);
    }

    @Override
    public boolean passes(KeyBackend engine, Family family) {
        return remembered(family.standardName(), engine, family, () -> run(engine, family));
    }

    @Override
    public boolean passes(KeyBackend engine, Family family, ContextParameters parameters) {
        return passes(engine, family)
                && (!(parameters instanceof EdDsaParameters)
                        || remembered(
                                family.standardName() + " with parameters",
                                engine,
                                family,
                                () -> EdwardsTests.passes(engine, family)));
    }

    private boolean remembered(String test, KeyBackend engine, Family family, Supplier<Boolean> run) {
        String name = test + "@" + engine.name();
        Boolean known = results.get(name);
        if (known != null) {
            return known;
        }
        boolean passed = !forced(name, family) && (engine.approved() ? apart.apply(run) : run.get());
        Boolean raced = results.putIfAbsent(name, passed);
        return raced == null ? passed : raced;
    }

    @Override
    public boolean consistent(KeyBackend engine, KeyType type, Set<Purpose> purposes, GeneratedKey made) {
        return engine.approved()
                ? apart.apply(() -> PairTests.passes(engine, type, purposes, made))
                : PairTests.passes(engine, type, purposes, made);
    }

    private boolean forced(String name, Family family) {
        return forcedFailures.contains(name) || forcedFailures.contains(family.standardName());
    }

    /** @return what ran so far: {@code algorithm@engine} and whether it passed, in order of names */
    public Map<String, Boolean> results() {
        return new TreeMap<>(results);
    }

    private static boolean run(KeyBackend engine, Family family) {
        try {
            return switch (family) {
                case SHA_2 -> sha2(engine);
                case SHA_1 -> hash(engine, Digest.SHA_1, KnownAnswers.SHA_1);
                case SHA_3 -> hash(engine, Digest.SHA3_256, KnownAnswers.SHA3_256);
                case SHAKE -> shake(engine);
                case HMAC -> hmac(engine);
                case AES_CMAC -> cmac(engine);
                case AES_GMAC -> gmac(engine);
                case KMAC128 -> kmac(engine, family, KnownAnswers.KMAC128_CODE);
                case KMAC256 -> kmac(engine, family, KnownAnswers.KMAC256_CODE);
                case PBKDF2 -> pbkdf2(engine);
                case AES_GCM, AES_CCM, AES_CBC, AES_CTR, AES_ECB, AES_XTS, CHACHA20_POLY1305 ->
                    CipherTests.passes(engine, family);
                case AES_KW ->
                    wrap(engine, family, KnownAnswers.KW_KEY, KnownAnswers.KW_PLAINTEXT, KnownAnswers.KW_WRAPPED);
                case AES_KWP ->
                    wrap(engine, family, KnownAnswers.KWP_KEY, KnownAnswers.KWP_PLAINTEXT, KnownAnswers.KWP_WRAPPED);
                case ECDSA ->
                    signature(
                            engine,
                            new Pair(KeyType.EC_P256, KnownAnswers.EC_PRIVATE, KnownAnswers.EC_PUBLIC),
                            Mechanism.of(family, Digest.SHA_256),
                            KnownAnswers.ECDSA_MESSAGE,
                            KnownAnswers.ECDSA_SIGNATURE,
                            false);
                case DET_ECDSA ->
                    signature(
                            engine,
                            new Pair(KeyType.EC_P256, KnownAnswers.EC_PRIVATE, KnownAnswers.EC_PUBLIC),
                            Mechanism.of(family, Digest.SHA_256),
                            KnownAnswers.ECDSA_MESSAGE,
                            KnownAnswers.ECDSA_SIGNATURE,
                            true);
                case RSA_PKCS1 ->
                    signature(
                            engine,
                            new Pair(KeyType.RSA, KnownAnswers.RSA_PRIVATE, KnownAnswers.RSA_PUBLIC),
                            Mechanism.of(family, Digest.SHA_256),
                            KnownAnswers.RSA_MESSAGE,
                            KnownAnswers.RSA_PKCS1_SIGNATURE,
                            true);
                case RSA_PSS ->
                    signature(
                            engine,
                            new Pair(KeyType.RSA, KnownAnswers.RSA_PRIVATE, KnownAnswers.RSA_PUBLIC),
                            Mechanism.pss(Digest.SHA_256, Digest.SHA_256, 32),
                            KnownAnswers.RSA_MESSAGE,
                            KnownAnswers.RSA_PSS_SIGNATURE,
                            false);
                case ED25519 ->
                    signature(
                            engine,
                            new Pair(KeyType.ED25519, KnownAnswers.ED25519_PRIVATE, KnownAnswers.ED25519_PUBLIC),
                            Mechanism.of(family),
                            KnownAnswers.ED25519_MESSAGE,
                            KnownAnswers.ED25519_SIGNATURE,
                            true);
                case ED448 ->
                    signature(
                            engine,
                            new Pair(KeyType.ED448, KnownAnswers.ED448_PRIVATE, KnownAnswers.ED448_PUBLIC),
                            Mechanism.of(family),
                            KnownAnswers.ED448_MESSAGE,
                            KnownAnswers.ED448_SIGNATURE,
                            true);
                case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> PostQuantumTests.mlDsa(engine, KeyType.valueOf(family.name()));
                case SLH_DSA -> PostQuantumTests.slhDsa(engine);
                case LMS -> PostQuantumTests.lms(engine);
                case ML_KEM_512 -> KemTests.passes(engine, family, KeyType.ML_KEM_512);
                case ML_KEM_768 -> KemTests.passes(engine, family, KeyType.ML_KEM_768);
                case ML_KEM_1024 -> KemTests.passes(engine, family, KeyType.ML_KEM_1024);
                case RSA_OAEP -> oaep(engine);
                case ECDH ->
                    agree(
                            engine,
                            new Pair(KeyType.EC_P256, KnownAnswers.ECDH_PRIVATE, KnownAnswers.ECDH_PEER),
                            family,
                            KnownAnswers.ECDH_SECRET);
                case X25519 ->
                    agree(
                            engine,
                            new Pair(KeyType.X25519, KnownAnswers.X25519_PRIVATE, KnownAnswers.X25519_PEER),
                            family,
                            KnownAnswers.X25519_SECRET);
                case X448 ->
                    agree(
                            engine,
                            new Pair(KeyType.X448, KnownAnswers.X448_PRIVATE, KnownAnswers.X448_PEER),
                            family,
                            KnownAnswers.X448_SECRET);
                case HASH_DRBG -> true; // The generator tests itself when it is made.
            };
        } catch (GeneralSecurityException | RuntimeException e) {
            // Whatever an engine does instead of answering is a failed test.
            return false;
        }
    }

    private record Pair(KeyType type, byte[] privateKey, byte[] publicKey) {
        BackendKey openPrivate(KeyBackend engine) throws GeneralSecurityException {
            try (SecretBytes material = SecretBytes.copyOf(privateKey)) {
                return engine.adopt(type, type.algorithm(), material);
            }
        }

        PublicKey decodePublic() throws GeneralSecurityException {
            JdkProviders provider = type == KeyType.RSA ? JdkProviders.SUN_RSA_SIGN : JdkProviders.SUN_EC;
            return KeyFactory.getInstance(type.algorithm(), provider.provider())
                    .generatePublic(new X509EncodedKeySpec(publicKey));
        }
    }

    private static boolean sha2(KeyBackend engine) {
        return hash(engine, Digest.SHA_256, KnownAnswers.SHA_256) && hash(engine, Digest.SHA_512, KnownAnswers.SHA_512);
    }

    private static boolean shake(KeyBackend engine) {
        return hash(engine, Digest.SHAKE128_256, KnownAnswers.SHAKE128)
                && hash(engine, Digest.SHAKE256_512, KnownAnswers.SHAKE256);
    }

    private static boolean hash(KeyBackend engine, Digest digest, byte[] answer) {
        return MessageDigest.isEqual(engine.digest(digest).digest(KnownAnswers.SHA_MESSAGE), answer);
    }

    private static boolean hmac(KeyBackend engine) throws GeneralSecurityException {
        try (SecretBytes material = SecretBytes.copyOf(KnownAnswers.HMAC_KEY);
                BackendKey key = engine.adopt(KeyType.HMAC, "HmacSHA256", material);
                MacOperation mac = engine.openMac(key, Mechanism.of(Family.HMAC, Digest.SHA_256))) {
            mac.update(KnownAnswers.HMAC_MESSAGE, 0, KnownAnswers.HMAC_MESSAGE.length);
            return MessageDigest.isEqual(mac.finish(), KnownAnswers.HMAC_CODE);
        }
    }

    private static boolean cmac(KeyBackend engine) throws GeneralSecurityException {
        try (SecretBytes material = SecretBytes.copyOf(KnownAnswers.CMAC_KEY);
                BackendKey key = engine.adopt(KeyType.AES, "AES", material);
                MacOperation mac = engine.openMac(key, Mechanism.of(Family.AES_CMAC))) {
            mac.update(KnownAnswers.CMAC_MESSAGE, 0, KnownAnswers.CMAC_MESSAGE.length);
            return MessageDigest.isEqual(mac.finish(), KnownAnswers.CMAC_CODE);
        }
    }

    private static boolean gmac(KeyBackend engine) throws GeneralSecurityException {
        try (SecretBytes material = SecretBytes.copyOf(KnownAnswers.GMAC_KEY);
                BackendKey key = engine.adopt(KeyType.AES, "AES", material);
                MacOperation mac = engine.openGmac(key, KnownAnswers.GMAC_IV.clone())) {
            mac.update(KnownAnswers.GMAC_MESSAGE, 0, KnownAnswers.GMAC_MESSAGE.length);
            return MessageDigest.isEqual(mac.finish(), KnownAnswers.GMAC_CODE);
        }
    }

    private static boolean kmac(KeyBackend engine, Family family, byte[] answer) throws GeneralSecurityException {
        KmacParameters parameters = new KmacParameters(answer.length, KnownAnswers.KMAC_CUSTOMIZATION);
        try (SecretBytes material = SecretBytes.copyOf(KnownAnswers.KMAC_KEY);
                BackendKey key = engine.adopt(KeyType.KMAC, family.standardName(), material);
                MacOperation mac = engine.openKmac(key, Mechanism.of(family), parameters)) {
            mac.update(KnownAnswers.KMAC_MESSAGE, 0, KnownAnswers.KMAC_MESSAGE.length);
            return MessageDigest.isEqual(mac.finish(), answer);
        }
    }

    private static boolean pbkdf2(KeyBackend engine) throws GeneralSecurityException {
        try (SecretBytes derived = engine.deriveFromPassword(
                Digest.SHA_256,
                KnownAnswers.PBKDF2_PASSWORD.toCharArray(),
                KnownAnswers.PBKDF2_SALT,
                2,
                KnownAnswers.PBKDF2_KEY.length)) {
            return MessageDigest.isEqual(derived.copy(), KnownAnswers.PBKDF2_KEY);
        }
    }

    private static boolean wrap(KeyBackend engine, Family family, byte[] kek, byte[] plaintext, byte[] wrapped)
            throws GeneralSecurityException {
        Mechanism mechanism = Mechanism.of(family);
        try (SecretBytes material = SecretBytes.copyOf(kek);
                BackendKey key = engine.adopt(KeyType.AES, "AES", material)) {
            return MessageDigest.isEqual(engine.wrap(key, mechanism, plaintext), wrapped)
                    && MessageDigest.isEqual(engine.unwrap(key, mechanism, wrapped), plaintext);
        }
    }

    /** Verifies a known signature and one of our own, and refuses an altered one. */
    private static boolean signature(
            KeyBackend engine, Pair pair, Mechanism mechanism, byte[] message, byte[] known, boolean deterministic)
            throws GeneralSecurityException {
        byte[] made;
        try (BackendKey key = pair.openPrivate(engine);
                SignOperation sign = engine.openSign(key, mechanism)) {
            sign.update(message, 0, message.length);
            made = sign.sign();
        }
        BackendKey publicKey = engine.plain(pair.decodePublic());
        byte[] other = message.clone();
        other[0] ^= 1;
        return (!deterministic || MessageDigest.isEqual(made, known))
                && verifies(engine, publicKey, mechanism, message, known)
                && verifies(engine, publicKey, mechanism, message, made)
                && !verifies(engine, publicKey, mechanism, other, known);
    }

    static boolean verifies(KeyBackend engine, BackendKey key, Mechanism mechanism, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        try (VerifyOperation verify = engine.openVerify(key, mechanism)) {
            verify.update(message, 0, message.length);
            return verify.verify(signature);
        }
    }

    private static boolean oaep(KeyBackend engine) throws GeneralSecurityException {
        Pair pair = new Pair(KeyType.RSA, KnownAnswers.RSA_OAEP_PRIVATE, KnownAnswers.RSA_OAEP_PUBLIC);
        Mechanism mechanism = Mechanism.oaep(Digest.SHA_256, Digest.SHA_256);
        try (BackendKey key = pair.openPrivate(engine)) {
            byte[] label = new byte[0];
            byte[] known = engine.oaepDecrypt(key, mechanism, label, KnownAnswers.RSA_OAEP_CIPHERTEXT);
            byte[] made =
                    engine.oaepEncrypt(engine.plain(pair.decodePublic()), mechanism, label, KnownAnswers.RSA_MESSAGE);
            return MessageDigest.isEqual(known, KnownAnswers.RSA_MESSAGE)
                    && MessageDigest.isEqual(engine.oaepDecrypt(key, mechanism, label, made), KnownAnswers.RSA_MESSAGE);
        }
    }

    private static boolean agree(KeyBackend engine, Pair pair, Family family, byte[] answer)
            throws GeneralSecurityException {
        try (BackendKey key = pair.openPrivate(engine)) {
            byte[] secret = engine.agree(key, Mechanism.of(family), pair.decodePublic());
            return MessageDigest.isEqual(secret, answer);
        }
    }
}
