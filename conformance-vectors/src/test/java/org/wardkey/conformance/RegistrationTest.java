package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** A registration lists what a provider does and the harness answers for, with NIST's names, and nothing else. */
class RegistrationTest {
    private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            Map.entry("ACVP-TDES-CBC", Set.of("direction", "keyingOption")),
            Map.entry("CMAC-TDES", Set.of("capabilities")),
            Map.entry("DSA sigGen", Set.of("capabilities")),
            Map.entry("LMS sigVer", Set.of("capabilities")),
            Map.entry("KAS-FFC-SSC", Set.of("domainParameterGenerationMethods", "scheme")),
            Map.entry("safePrimes keyGen", Set.of("safePrimeGroups")),
            Map.entry("KAS-ECC CDH-Component", Set.of("function", "curve")),
            Map.entry("XECDH keyGen", Set.of("curve")),
            Map.entry("RSA signaturePrimitive", Set.of("keyFormat", "modulo", "pubExpMode")),
            Map.entry("SLH-DSA keyGen", Set.of("parameterSets")));

    private static List<Map<String, Object>> entries(Provider provider) {
        return Registration.entries(new Engines(provider), CapabilityProbe.of(provider));
    }

    private static String name(Map<String, Object> entry) {
        return (entry.get("algorithm") + " " + entry.getOrDefault("mode", "")).strip();
    }

    private static Set<String> names(List<Map<String, Object>> entries) {
        Set<String> names = new TreeSet<>();
        entries.forEach(entry -> names.add(name(entry)));
        return names;
    }

    private static Object field(List<Map<String, Object>> entries, String name, String field) {
        return entries.stream()
                .filter(entry -> name(entry).equals(name))
                .map(entry -> entry.get(field))
                .findFirst()
                .orElseThrow();
    }

    /** Every entry is of a set that a family answers, and no algorithm and mode stands twice. */
    private static void assertAnswerable(List<Map<String, Object>> entries) throws VectorFormatException {
        assertThat(names(entries)).hasSameSizeAs(entries);
        for (Map<String, Object> entry : entries) {
            JsonObject header = ModuleCall.object(
                    "algorithm", entry.get("algorithm"), "mode", String.valueOf(entry.getOrDefault("mode", "")));
            assertThat(AcvpFamilies.of(header)).as(name(entry)).isInstanceOf(AcvpFamily.class);
            assertThat(entry.keySet()).startsWith("algorithm").contains("revision", "prereqVals");
            Set<String> fields = FIELDS.get(name(entry));
            if (fields != null) {
                assertThat(entry.keySet()).as(name(entry)).containsAll(fields);
            }
        }
    }

    @Test
    void entries_jdk_haveEachFamilyThatItServes() throws Exception {
        List<Map<String, Object>> entries = entries(Jdk.providers());
        assertAnswerable(entries);
        assertThat(names(entries))
                .contains(
                        "ACVP-AES-OFB",
                        "ACVP-AES-CFB8",
                        "ACVP-AES-CFB128",
                        "ACVP-TDES-ECB",
                        "ACVP-TDES-CBC",
                        "ACVP-TDES-CFB64",
                        "DSA keyGen",
                        "DSA sigGen",
                        "DSA sigVer",
                        "KAS-FFC-SSC",
                        "safePrimes keyGen",
                        "KAS-ECC CDH-Component",
                        "KAS-IFC-SSC",
                        "RSA signaturePrimitive",
                        "XECDH keyGen",
                        "XECDH SSC",
                        "PBKDF")
                .doesNotContain("CMAC-TDES", "SLH-DSA keyGen", "CMAC-AES", "ACVP-AES-CCM");
        assertThat(field(entries, "KAS-ECC CDH-Component", "curve")).isEqualTo(List.of("P-256", "P-384", "P-521"));
        if (Runtime.version().feature() >= 25) {
            assertThat(names(entries))
                    .contains("ML-KEM keyGen", "ML-DSA keyGen", "ML-DSA sigGen", "LMS sigVer", "KDA HKDF");
        }
    }

    @Test
    void entries_bouncyCastle_haveSlhDsaLmsAndOldCurves() throws Exception {
        List<Map<String, Object>> entries = entries(new BouncyCastleProvider());
        assertAnswerable(entries);
        assertThat(names(entries))
                .contains(
                        "CMAC-TDES",
                        "SLH-DSA keyGen",
                        "SLH-DSA sigGen",
                        "SLH-DSA sigVer",
                        "ML-DSA sigGen",
                        "LMS sigVer",
                        "KMAC-128",
                        "RSA keyGen",
                        "RSA sigVer");
        assertThat(field(entries, "KAS-ECC CDH-Component", "curve").toString()).contains("P-192", "K-163", "B-571");
        assertThat(field(entries, "LMS sigVer", "capabilities").toString())
                .contains("LMS_SHAKE_M24_H25", "LMOTS_SHA256_N24_W8");
    }

    @Test
    void entries_providerWithLittle_haveLittle() throws Exception {
        List<Map<String, Object>> sunJce = entries(Objects.requireNonNull(Security.getProvider("SunJCE")));
        assertAnswerable(sunJce);
        assertThat(names(sunJce))
                .contains("ACVP-AES-ECB", "ACVP-TDES-CBC", "KAS-FFC-SSC")
                .doesNotContain("DSA keyGen", "SHA2-256", "XECDH keyGen", "LMS sigVer", "ECDSA sigGen");
        Provider noTripleDes = new ChangedProvider(Jdk.providers()).without("KeyPairGenerator.DSA");
        assertThat(names(entries(noTripleDes))).doesNotContain("DSA keyGen", "DSA sigGen", "DSA sigVer");
    }

    /** A provider with a source of its own is not asked for answers of given seeds. */
    @Test
    void entries_providerWithRandomnessOfItsOwn_haveNoSeeds() {
        if (Runtime.version().feature() < 25) {
            return;
        }
        Provider own = new ChangedProvider(Jdk.providers())
                .without("KeyPairGenerator.ML-DSA-44")
                .without("KeyPairGenerator.ML-KEM-512")
                .without("KeyPairGenerator.ML-KEM-1024");
        assertThat(names(entries(own)))
                .contains("ML-DSA sigVer", "ML-KEM encapDecap")
                .doesNotContain("ML-DSA keyGen", "ML-KEM keyGen");
    }
}
