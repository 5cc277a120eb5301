package org.wardkey.provider.selftest;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.EncapsulatedSecret;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.ModuleLatticeKeys;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.secret.SecretBytes;

/**
 * The known answers of ML-KEM: decapsulation and implicit rejection of ML-KEM-512, which stands for all parameter sets, and
 * encapsulation for a new key. Source: FIPS 140-3 IG 10.3.A resolution 15.
 */
final class KemTests {
    private KemTests() {}

    static boolean passes(KeyBackend engine, Family family, KeyType type) throws GeneralSecurityException {
        return knownAnswers(engine) && roundTrip(engine, family, type);
    }

    private static boolean knownAnswers(KeyBackend engine) throws GeneralSecurityException {
        Mechanism mechanism = Mechanism.of(Family.ML_KEM_512);
        byte[] ciphertext = KnownAnswers.resource("ml-kem-512.ciphertext");
        byte[] altered = ciphertext.clone();
        altered[0] ^= 1;
        byte[] expanded = KnownAnswers.resource("ml-kem-512.private");
        try (SecretBytes material = SecretBytes.take(ModuleLatticeKeys.pkcs8(KeyType.ML_KEM_512, expanded));
                BackendKey key = engine.adopt(KeyType.ML_KEM_512, "ML-KEM", material)) {
            return MessageDigest.isEqual(
                            engine.decapsulate(key, mechanism, ciphertext), KnownAnswers.ML_KEM_SHARED_SECRET)
                    && MessageDigest.isEqual(
                            engine.decapsulate(key, mechanism, altered), KnownAnswers.ML_KEM_REJECTION_SECRET);
        }
    }

    private static boolean roundTrip(KeyBackend engine, Family family, KeyType type) throws GeneralSecurityException {
        Mechanism mechanism = Mechanism.of(family);
        try (GeneratedKey pair = engine.generatePair(type, 0);
                BackendKey own = engine.adopt(type, type.algorithm(), pair.material());
                EncapsulatedSecret made =
                        engine.encapsulate(engine.plain(PlainKeys.publicKey(type, pair.publicKey())), mechanism)) {
            byte[] recovered = engine.decapsulate(own, mechanism, made.ciphertext());
            boolean same = made.sharedSecret().use(secret -> MessageDigest.isEqual(secret, recovered));
            Arrays.fill(recovered, (byte) 0);
            return same;
        }
    }
}
