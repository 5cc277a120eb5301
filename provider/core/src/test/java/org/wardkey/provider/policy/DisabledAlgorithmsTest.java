package org.wardkey.provider.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wardkey.provider.policy.TestKeys.CREATED;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.security.Signature;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisabledAlgorithmsTest {
    private static Map<String, String> of(String name) throws PolicyProblem {
        return DisabledAlgorithms.of(Policy.combine(List.of(PolicyPack.document(name)), PolicyPack.LIBRARY), CREATED);
    }

    @Test
    void of_defaultPack_namesWhatIsDeniedForAll() throws Exception {
        assertThat(of("nist-sp800-57").get("jdk.certpath.disabledAlgorithms").split(", "))
                .contains(
                        "MD5",
                        "RC4",
                        "3DES_EDE_CBC",
                        "DSA",
                        "RSA keySize < 2048",
                        "DH keySize < 2048",
                        "EC keySize < 224")
                .doesNotContain("SHA1withRSA", "RSA", "secp256r1", "ECDSA");
        assertThat(of("nist-sp800-57").get("jdk.crypto.disabledAlgorithms"))
                .contains("Cipher.RSA/ECB/PKCS1Padding")
                .doesNotContain("MessageDigest");
        assertThat(of("cnsa-2.0").get("jdk.tls.disabledAlgorithms").split(", "))
                .contains("secp256r1", "secp521r1", "RSA keySize < 3072", "SHA256withECDSA", "x25519", "Ed25519")
                .doesNotContain("secp384r1", "SHA384withECDSA", "ECDSA", "RSASSA-PSS", "AES_256_GCM");
    }

    @Test
    void of_namesOfTheJdk_areOfItsGrammarAndLeaveWhatWardkeyAndTlsNeed() throws Exception {
        List<String> jdk =
                List.of(of("cnsa-2.0").get("jdk.crypto.disabledAlgorithms").split(", "));
        assertThat(jdk)
                .contains("Cipher.AES", "Cipher.RSA", "Signature.EdDSA", "Cipher.PBEWithHmacSHA256AndAES_128")
                .contains("Cipher.DES/CFB16/NoPadding", "Signature.SHA256withECDSA", "Signature.Ed448")
                .doesNotContain("Signature.Ed25519", "Signature.SHA1withECDSA")
                .noneMatch(name -> name.contains("ML-DSA"))
                .allMatch(name -> name.matches("(Cipher|Signature)\\.[^ ,]+"));
        assertThat(of("cnsa-2.0").get(DisabledAlgorithms.REFUSED_SERVICES).split(", "))
                .contains("Signature.Ed25519", "Signature.SHA1withECDSA", "Signature.EdDSA of Ed25519")
                .contains("Cipher.AES alone", "KeyAgreement.DiffieHellman", "KeyAgreement.XDH of X448");
        assertThat(of("cnsa-2.0").get(DisabledAlgorithms.REFUSED_SERVICES).split(", "))
                .contains("Signature.ML-DSA-44", "Signature.ML-DSA of ML-DSA-44", "Signature.ML-DSA of ML-DSA-65")
                .doesNotContain("Signature.ML-DSA-87", "Signature.ML-DSA of ML-DSA-87");
        Policy passwords = TestKeys.policy(
                "policy { name = a, version = 1, algorithms { e { algorithm = PBKDF2, verdict = denied } } }");
        assertThat(DisabledAlgorithms.of(passwords, CREATED)
                        .get(DisabledAlgorithms.REFUSED_SERVICES)
                        .split(", "))
                .contains("SecretKeyFactory.PBKDF2WithHmacSHA1", "SecretKeyFactory.PBKDF2WithHmacSHA512/256");
        assertThat(DisabledAlgorithms.of(passwords, CREATED).get("jdk.crypto.disabledAlgorithms"))
                .isEmpty();
        Policy oneCurve = TestKeys.policy(
                "policy { name = a, version = 1, algorithms { e { algorithm = [Ed448, AES-GCM], verdict = denied } } }");
        assertThat(DisabledAlgorithms.of(oneCurve, CREATED)
                        .get("jdk.crypto.disabledAlgorithms")
                        .split(", "))
                .contains("Signature.Ed448", "Cipher.AES_128/GCM/NoPadding")
                .doesNotContain("Signature.EdDSA", "Cipher.AES/GCM/NoPadding");
    }

    @Test
    void of_signaturesDeniedAsAWhole_areNamedWithEveryHashFunctionAndForm() throws Exception {
        Policy policy = TestKeys.policy(
                "policy { name = a, version = 1, algorithms { e { algorithm = [ECDSA, RSASSA-PSS], verdict = denied } } }");
        Map<String, String> disabled = DisabledAlgorithms.of(policy, CREATED);
        assertThat(disabled.get(DisabledAlgorithms.REFUSED_SERVICES).split(", "))
                .contains("Signature.SHA256withECDSA", "Signature.SHA512withECDSAinP1363Format")
                .contains("Signature.NONEwithECDSA", "Signature.RSASSA-PSS", "Signature.SHA384withRSASSA-PSS");
        assertThat(disabled.get("jdk.crypto.disabledAlgorithms").split(", "))
                .contains("Signature.SHA256withECDSA", "Signature.SHA384withRSASSA-PSS")
                .doesNotContain("Signature.SHA1withECDSA");
    }

    /** Else another provider signs what is denied, under a name of its own. */
    @Test
    void of_ecdsaDenied_namesDeterministicEcdsaInEverySpelling() throws Exception {
        Policy policy = TestKeys.policy(
                "policy { name = a, version = 1, algorithms { e { algorithm = ECDSA, verdict = denied } } }");
        assertThat(DisabledAlgorithms.of(policy, CREATED)
                        .get(DisabledAlgorithms.REFUSED_SERVICES)
                        .split(", "))
                .contains(
                        "Signature.SHA256withDetECDSA", "Signature.SHA3-512withDetECDSA", "Signature.SHA1withDetECDSA")
                .contains("Signature.DETECDSA", "Signature.ECDDSA", "Signature.SHA1withECDDSA");
    }

    @Test
    void of_rulesWithSelectorDateOrObservation_areLeftToWardkey() throws Exception {
        Policy policy = TestKeys.policy("""
                policy { name = a, version = 1, algorithms {
                  some { when { label = x }, algorithm = DES, verdict = denied }
                  later { algorithm = RC2, verdict = denied, from = 2030-01-01 }
                  watch { algorithm = RC4, verdict = denied, observe-until = 2030-01-01 }
                  old { algorithm = DSA, verdict = legacy-only }
                  signing { purpose = sign, algorithm = ECDSA, verdict = denied }
                  narrow { algorithm = RSASSA-PSS, key-type = rsa, key-bits-below = 4096, verdict = denied }
                } }""");
        assertThat(DisabledAlgorithms.of(policy, CREATED).values()).containsOnly("");
        assertThat(DisabledAlgorithms.of(policy, TestKeys.day("2030-01-01")).get("jdk.tls.disabledAlgorithms"))
                .isEqualTo("RC2, RC4, RC4_40, RC4_128");
    }

    @Test
    void merge_presentValue_keepsItsEntriesFirst() {
        assertThat(DisabledAlgorithms.merge("SSLv3, RC4 ,\n DH keySize < 1024", "RC4, DSA"))
                .isEqualTo("SSLv3, RC4, DH keySize < 1024, DSA");
        assertThat(DisabledAlgorithms.merge("", "DSA")).isEqualTo("DSA");
    }

    /** The JDK's own parser and decisions, in a JVM of their own that starts with the generated values. */
    @Test
    void of_everyPack_theJdkParsesAndObeys(@TempDir Path folder) throws Exception {
        for (String pack : PolicyPack.NAMES) {
            StringBuilder properties = new StringBuilder();
            of(pack).forEach((property, value) -> properties.append(property + "="
                    + DisabledAlgorithms.merge(
                            String.valueOf(Security.getProperty(property)).replace("null", ""), value)
                    + "\n"));
            Path file = Files.writeString(folder.resolve(pack + ".security"), properties.toString());
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--add-exports=java.base/sun.security.util=ALL-UNNAMED",
                            "-Djava.security.properties=" + file,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Obedience.class.getName(),
                            pack)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output).contains("obeyed " + pack);
        }
    }

    /** Runs in the other JVM. */
    static final class Obedience {
        private Obedience() {}

        public static void main(String[] arguments) throws Exception {
            String pack = arguments[0];
            for (String property : DisabledAlgorithms.PROPERTIES.subList(0, 3)) {
                require(permits(property, "SHA384withECDSA"), property + " SHA384withECDSA");
                require(!permits(property, "RC4"), property + " RC4");
                require(
                        permits(property, "MD5") == pack.equals("permissive-legacy") || !permits(property, "MD5"),
                        "MD5");
                if (pack.equals("cnsa-2.0")) {
                    require(!permits(property, "SHA256withECDSA"), property + " SHA256withECDSA");
                    require(!permits(property, "secp256r1"), property + " secp256r1");
                }
            }
            require(Signature.getInstance("SHA384withECDSA") != null, "Signature");
            if (Runtime.version().feature() >= 25 && !pack.equals("permissive-legacy")) {
                try {
                    throw new AssertionError(Signature.getInstance("MD5withRSA") + " is there");
                } catch (NoSuchAlgorithmException e) {
                    require(true, "MD5withRSA");
                }
            }
            System.out.println("obeyed " + pack);
        }

        private static boolean permits(String property, String algorithm) throws ReflectiveOperationException {
            Class<?> type = Class.forName("sun.security.util.DisabledAlgorithmConstraints");
            Constructor<?> constructor = type.getConstructor(String.class);
            Method permits = type.getMethod("permits", Set.class, String.class, AlgorithmParameters.class);
            return (boolean) permits.invoke(
                    constructor.newInstance(property), EnumSet.of(CryptoPrimitive.SIGNATURE), algorithm, null);
        }

        private static void require(boolean holds, String what) {
            if (!holds) {
                throw new AssertionError(what);
            }
        }
    }
}
