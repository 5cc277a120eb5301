package org.wardkey.provider.selftest;

import java.security.GeneralSecurityException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Locale;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;

/** The known answers of ML-DSA, SLH-DSA and LMS: signatures are random, so a known one is verified, and one of our own with a new key. */
final class PostQuantumTests {
    private static final byte[] MESSAGE = KnownAnswers.POST_QUANTUM_MESSAGE;

    private PostQuantumTests() {}

    /** The known signature is of ML-DSA-44: one parameter set stands for all. Source: FIPS 140-3 IG 10.3.A resolution 15. */
    static boolean mlDsa(KeyBackend engine, KeyType type) throws GeneralSecurityException {
        return verifiesKnown(engine, KeyType.ML_DSA_44) && signsWithNewKey(engine, type);
    }

    /**
     * One parameter set with SHA-256 and SHA-512 and one with SHAKE256 stand for all; the small ones verify fast, the fast
     * ones sign fast.
     */
    static boolean slhDsa(KeyBackend engine) throws GeneralSecurityException {
        return verifiesKnown(engine, KeyType.SLH_DSA_SHA2_192S)
                && verifiesKnown(engine, KeyType.SLH_DSA_SHAKE_128S)
                && signsWithNewKey(engine, KeyType.SLH_DSA_SHA2_128F)
                && signsWithNewKey(engine, KeyType.SLH_DSA_SHAKE_128F);
    }

    /** Verified, never made. */
    static boolean lms(KeyBackend engine) throws GeneralSecurityException {
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(KnownAnswers.resource("hss-lms.public"));
        BackendKey key = engine.plain(PlainKeys.factory("HSS/LMS").generatePublic(encoded));
        return verifiesKnown(engine, key, Mechanism.of(Family.LMS), "hss-lms");
    }

    private static boolean verifiesKnown(KeyBackend engine, KeyType type) throws GeneralSecurityException {
        String name = type.curve().toLowerCase(Locale.ROOT);
        BackendKey key = engine.plain(PlainKeys.publicKey(type, KnownAnswers.resource(name + ".public")));
        return verifiesKnown(engine, key, Mechanism.of(type.family()), name);
    }

    private static boolean verifiesKnown(KeyBackend engine, BackendKey key, Mechanism mechanism, String name)
            throws GeneralSecurityException {
        byte[] signature = KnownAnswers.resource(name + ".signature");
        byte[] altered = signature.clone();
        altered[altered.length / 2] ^= 1;
        return SelfTests.verifies(engine, key, mechanism, MESSAGE, signature)
                && !SelfTests.verifies(engine, key, mechanism, MESSAGE, altered);
    }

    private static boolean signsWithNewKey(KeyBackend engine, KeyType type) throws GeneralSecurityException {
        Mechanism mechanism = Mechanism.of(type.family());
        try (GeneratedKey pair = engine.generatePair(type, 0);
                BackendKey own = engine.adopt(type, type.algorithm(), pair.material());
                SignOperation sign = engine.openSign(own, mechanism)) {
            sign.update(MESSAGE, 0, MESSAGE.length);
            BackendKey publicKey = engine.plain(PlainKeys.publicKey(type, pair.publicKey()));
            return SelfTests.verifies(engine, publicKey, mechanism, MESSAGE, sign.sign());
        }
    }
}
