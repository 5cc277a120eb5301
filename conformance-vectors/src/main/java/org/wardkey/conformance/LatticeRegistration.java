package org.wardkey.conformance;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * Registers ML-DSA, SLH-DSA, ML-KEM and LMS. What depends on seeds is registered where the provider takes them: a server's
 * answers are of given seeds, and a provider with a source of its own cannot give them.
 *
 * <p>Source: ACVP specifications "ML-DSA", "SLH-DSA", "ML-KEM" and "LMS", sections on capabilities registration;
 * SP 800-208 §4 for the numbers of parameter sets.
 */
final class LatticeRegistration {
    private static final int HEIGHTS = 5;
    private static final List<Integer> WINTERNITZ = List.of(1, 2, 4, 8);
    private static final int ML_KEM_SEED_BYTES = 64;
    private static final int ML_DSA_SEED_BYTES = 32;

    /** A hash function of LMS with its length, and the first number of its parameter sets. */
    private record LmsHash(String lms, int firstLms, String lmOts, int firstLmOts, int bytes) {}

    private static final List<LmsHash> LMS_HASHES = List.of(
            new LmsHash("LMS_SHA256_M32_H", 5, "LMOTS_SHA256_N32_W", 1, 32),
            new LmsHash("LMS_SHA256_M24_H", 10, "LMOTS_SHA256_N24_W", 5, 24),
            new LmsHash("LMS_SHAKE_M32_H", 15, "LMOTS_SHAKE_N32_W", 9, 32),
            new LmsHash("LMS_SHAKE_M24_H", 20, "LMOTS_SHAKE_N24_W", 13, 24));

    private LatticeRegistration() {}

    static void add(RegistrationEntries entries) {
        signatures(entries, "ML-DSA", "FIPS204");
        signatures(entries, "SLH-DSA", "FIPS205");
        mlKem(entries);
        lms(entries);
    }

    private static void signatures(RegistrationEntries entries, String algorithm, String revision) {
        List<String> sets = entries.curves(algorithm);
        if (sets.isEmpty()) {
            return;
        }
        if (takesSeed(entries, sets.get(0), seedBytes(sets.get(0)))) {
            entries.add(algorithm, "keyGen", revision, "parameterSets", sets);
        }
        if (takesRandomness(entries, fastest(sets))) {
            List<Object> fields = signatureFields(sets);
            fields.addAll(List.of("deterministic", List.of(true, false)));
            entries.add(algorithm, "sigGen", revision, fields.toArray());
        }
        entries.add(algorithm, "sigVer", revision, signatureFields(sets).toArray());
    }

    private static List<Object> signatureFields(List<String> sets) {
        List<Object> capabilities = List.of(RegistrationEntries.map(
                "parameterSets",
                sets,
                "messageLength",
                RegistrationEntries.range(8, 65536, 8),
                "contextLength",
                List.of(0)));
        return new ArrayList<>(List.of(
                "signatureInterfaces", List.of("external"), "preHash", List.of("pure"), "capabilities", capabilities));
    }

    private static String fastest(List<String> sets) {
        return sets.stream().filter(set -> set.endsWith("f")).findFirst().orElse(sets.get(0));
    }

    private static int seedBytes(String set) {
        // Three parts of n bytes, where n is in the name in bits.
        return set.startsWith("SLH")
                ? 3 * Integer.parseInt(set.replaceAll(".*-(\\d{3})[sf]", "$1")) / Byte.SIZE
                : ML_DSA_SEED_BYTES;
    }

    private static boolean takesSeed(RegistrationEntries entries, String set, int seedBytes) {
        GivenRandom random = GivenRandom.of(new byte[seedBytes]);
        return entries.offers("KeyPairGenerator", set)
                && CapabilityProbe.works(() -> entries.engines().keyPair(set, random))
                && random.takenExactly();
    }

    private static boolean takesRandomness(RegistrationEntries entries, String set) {
        int bytes = set.startsWith("SLH") ? seedBytes(set) / 3 : ML_DSA_SEED_BYTES;
        GivenRandom random = GivenRandom.of(new byte[bytes]);
        return entries.offers("Signature", set)
                && CapabilityProbe.works(() -> {
                    KeyPair pair = entries.engines().keyPair(set, new SecureRandom());
                    Signature signature =
                            Signature.getInstance(set, entries.engines().provider());
                    signature.initSign(pair.getPrivate(), random);
                    return signature.sign();
                })
                && random.takenExactly();
    }

    private static void mlKem(RegistrationEntries entries) {
        List<String> sets = entries.curves("ML-KEM");
        if (sets.isEmpty() || !KemCalls.available()) {
            return;
        }
        if (takesSeed(entries, sets.get(0), ML_KEM_SEED_BYTES)) {
            entries.add("ML-KEM", "keyGen", "FIPS203", "parameterSets", sets);
        }
        List<String> functions = new ArrayList<>();
        if (takesEncapsulationRandomness(entries, sets.get(0))) {
            functions.add("encapsulation");
        }
        functions.addAll(List.of("decapsulation", "encapsulationKeyCheck", "decapsulationKeyCheck"));
        entries.add("ML-KEM", "encapDecap", "FIPS203", "parameterSets", sets, "functions", functions);
    }

    private static boolean takesEncapsulationRandomness(RegistrationEntries entries, String set) {
        GivenRandom random = GivenRandom.of(new byte[ML_DSA_SEED_BYTES]);
        return CapabilityProbe.works(() -> {
                    KeyPair pair = entries.engines().keyPair(set, new SecureRandom());
                    return KemCalls.encapsulate(entries.engines().provider(), set, pair.getPublic(), random);
                })
                && random.takenExactly();
    }

    private static void lms(RegistrationEntries entries) {
        String algorithm = AcvpLms.algorithm(entries.engines()).orElse("");
        List<String> lms = new ArrayList<>();
        List<String> lmOts = new ArrayList<>();
        for (LmsHash hash : LMS_HASHES) {
            for (int i = 0; i < HEIGHTS && !algorithm.isEmpty(); i++) {
                if (takes(entries, algorithm, hash, i, 0)) {
                    lms.add(hash.lms() + (i + 1) * HEIGHTS);
                }
            }
            for (int i = 0; i < WINTERNITZ.size() && !algorithm.isEmpty(); i++) {
                if (takes(entries, algorithm, hash, 0, i)) {
                    lmOts.add(hash.lmOts() + WINTERNITZ.get(i));
                }
            }
        }
        if (!lms.isEmpty() && !lmOts.isEmpty()) {
            entries.add(
                    "LMS",
                    "sigVer",
                    "1.0",
                    "capabilities",
                    RegistrationEntries.map("lmsModes", lms, "lmOtsModes", lmOts));
        }
    }

    private static boolean takes(RegistrationEntries entries, String algorithm, LmsHash hash, int lms, int lmOts) {
        try {
            return AcvpLms.takes(
                    entries.engines(), algorithm, hash.firstLms() + lms, hash.firstLmOts() + lmOts, hash.bytes());
        } catch (VectorFormatException e) {
            throw new AssertionError("a probe reads no file", e);
        }
    }
}
