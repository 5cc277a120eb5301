package org.wardkey.provider.backend;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.wardkey.provider.operation.KeyType;

/** What the JDK's generators make of the seeds of ML-KEM's and ML-DSA's keys. Source: FIPS 203 §6.1, FIPS 204 §6.1. */
final class ModuleLatticeSeeds {
    /**
     * The expanded keys of the RFCs' examples, whose seed is 00 01 02 ..., hashed with SHA-256: that the JDK's generators read
     * d and z, or the seed, from their source in this order is no promise of theirs. Source: RFC 9935 appendix C, RFC 9881
     * appendix C.
     */
    private static final Map<KeyType, String> SEED_ANSWERS = Map.of(
            KeyType.ML_KEM_512,
            "17fb29b8c4baf74fb81eea15ffd583b3e37f5a5b8dcf6db96c72c3b3751d6f17",
            KeyType.ML_KEM_768,
            "dac268bde6a8dd238e9887117d6b664e7a7a9350ad6b7c08a948e504809572a5",
            KeyType.ML_KEM_1024,
            "3a2a676c5a242ee683cb6097c8f3e64fbef4d90267f9250ec2beab8f99621fad",
            KeyType.ML_DSA_44,
            "04bf6b9f579166a627961dfc5c3bf9717df868db88863856356c4668c8b56b0b",
            KeyType.ML_DSA_65,
            "9f1e24f47795fe50040384e3d6183988047170fa2d866406b70fe0a3f8216063",
            KeyType.ML_DSA_87,
            "764d3e223ed90c07bc91a0ab6ecd170e5c66ffe39f7039298596039a36005435");

    private ModuleLatticeSeeds() {}

    static int seedBytes(KeyType type) {
        return type.isMlKem() ? 64 : 32;
    }

    /** The expanded key, which the caller wipes; the seed is wiped. */
    static byte[] expanded(KeyType type, byte[] seed) throws GeneralSecurityException {
        try {
            SeedAnswers.require(type);
            return generatedBytes(type, seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static KeyPair generated(KeyType type, byte[] seed) throws GeneralSecurityException {
        if (seed.length != seedBytes(type)) {
            throw new InvalidKeySpecException("Expected a seed of " + type.curve() + " of " + seedBytes(type)
                    + " bytes, got " + seed.length + ".");
        }
        KeyPairGenerator generator = PlainKeys.generator(type.algorithm());
        GivenBytes source = new GivenBytes(seed);
        generator.initialize(new NamedParameterSpec(type.curve()), source);
        KeyPair pair = generator.generateKeyPair();
        source.requireSpent();
        return pair;
    }

    /** Never from the seed again: a JDK that gives keys out as seeds reads them, too. */
    private static byte[] generatedBytes(KeyType type, byte[] seed) throws GeneralSecurityException {
        byte[] pkcs8 = generated(type, seed).getPrivate().getEncoded();
        try {
            return ModuleLatticeKeys.expandedBytes(type, pkcs8)
                    .orElseThrow(() -> new InvalidKeySpecException(
                            "Expected a form that this Java reads: it gives no expanded keys out."));
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** Whether this JDK makes of a seed what the standard says. */
    private static final class SeedAnswers {
        private static final Map<KeyType, Boolean> KNOWN = new ConcurrentHashMap<>();

        static void require(KeyType type) throws InvalidKeySpecException {
            if (!KNOWN.computeIfAbsent(type, SeedAnswers::passes)) {
                throw new InvalidKeySpecException("Expected an expanded key: this Java makes another " + type.curve()
                        + " key of a seed than the standard.");
            }
        }

        private static boolean passes(KeyType type) {
            byte[] seed = new byte[seedBytes(type)];
            for (int i = 0; i < seed.length; i++) {
                seed[i] = (byte) i;
            }
            try {
                byte[] answer = MessageDigest.getInstance("SHA-256", JdkProviders.SUN.provider())
                        .digest(generatedBytes(type, seed));
                return HexFormat.of().formatHex(answer).equals(SEED_ANSWERS.get(type));
            } catch (GeneralSecurityException | RuntimeException e) {
                // Whatever it does instead, it is not the answer.
                return false;
            }
        }
    }
}
