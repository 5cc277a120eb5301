package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.wardkey.provider.WardkeyProvider;

/** The file of strict mode, and other JVMs that start with it. */
class StrictModeTest {
    private static final boolean JDK_REFUSES = Runtime.version().feature() >= 25;

    private static final Pattern ATTEMPT = Pattern.compile("(.+): (served|nothing|[A-Za-z]+(?:Exception|Error))");
    private static final List<String> DENIED = List.of("PolicyDeniedException", "PolicyDeniedSignatureException");

    /** What cnsa-2.0 does not deny to everybody, and what is not a matter of security. */
    private static final List<String> SERVED = List.of(
            "GCM",
            "AES/CFB/NoPadding",
            "AES/CFB/NoPadding of SunJCE",
            "RSA/ECB/OAEPPadding",
            "RSA/ECB/OAEPWithMD5AndMGF1Padding",
            "ECDH",
            "SHA384withECDSA",
            "ML-DSA-87",
            "ML-DSA with ML-DSA-87",
            "managed ML-DSA-87",
            "managed key",
            "UUID",
            "MD5",
            "TLS with P-384",
            "SSLv3 in the list");

    /** What no JDK refuses by itself: key agreements, Ed25519, which signs the audit log, ML-DSA, PBKDF2, and odd spellings. */
    private static final List<String> BY_WARDKEY = List.of(
            "X25519",
            "X448",
            "XDH",
            "1.3.101.110",
            "OID.1.3.101.111",
            "DH",
            "DiffieHellman",
            "Ed25519",
            "1.3.101.112",
            "ML-DSA",
            "PBKDF2",
            "1.2.840.113549.1.5.12",
            " AES /");

    private static Path config(String policy) throws IOException {
        Path config = Cli.config();
        return Files.writeString(config, "wardkey {\n  home = home\n  policy = " + policy + "\n}\n");
    }

    private static String print(Path config, String... more) {
        String[] all = new String[more.length + 4];
        System.arraycopy(new String[] {"java-security", "print", "--config", config.toString()}, 0, all, 0, 4);
        System.arraycopy(more, 0, all, 4, more.length);
        Cli.Result result = Cli.run(all);
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCodes.OK);
        return result.out();
    }

    private static Properties parse(String text) throws IOException {
        Properties parsed = new Properties();
        parsed.load(new StringReader(text));
        return parsed;
    }

    private static String run(List<String> command) throws Exception {
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
        return output;
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** What each attempt of {@link StrictProgram} came to in a JVM that starts with a file. */
    private static Map<String, String> attempts(Path config, String text) throws Exception {
        Path file = Files.writeString(config.resolveSibling("java.security"), text);
        Path p256 = store(config, "secp256r1", "SHA256withECDSA");
        Path p384 = store(config, "secp384r1", "SHA384withECDSA");
        Map<String, String> attempts = new LinkedHashMap<>();
        run(List.of(
                        tool("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.security.properties=" + file,
                        StrictProgram.class.getName(),
                        p256.toString(),
                        p384.toString()))
                .lines()
                .map(ATTEMPT::matcher)
                .filter(Matcher::matches)
                .forEach(attempt -> attempts.put(attempt.group(1), attempt.group(2)));
        return attempts;
    }

    /** A store with a server's key, of a kind that needs no cipher. */
    private static Path store(Path config, String curve, String signature) throws Exception {
        Path store = config.resolveSibling(curve + ".jks");
        if (!Files.exists(store)) {
            String command = "-genkeypair -alias server -keyalg EC -groupname " + curve + " -sigalg " + signature
                    + " -dname CN=localhost -storetype JKS -storepass password -keypass password -keystore " + store;
            List<String> all = new ArrayList<>(List.of(tool("keytool")));
            all.addAll(List.of(command.split(" ")));
            run(all);
        }
        return store;
    }

    @Test
    void strict_properties_areTheJdksOwnWithThePolicysBehind() throws Exception {
        Path config = config("cnsa-2.0");
        Properties plain = parse(print(config));
        assertThat(plain).doesNotContainKeys("jdk.tls.disabledAlgorithms", WardkeyProvider.REFUSED_SERVICES);
        String text = print(config, "--strict");
        assertThat(text).contains("# Strict mode, for ").contains("cnsa-2.0 1").matches("[\\x20-\\x7e\\n]*");
        Properties strict = parse(text);
        for (String property : List.of("tls", "certpath", "jar")) {
            String name = "jdk." + property + ".disabledAlgorithms";
            for (String own : Security.getProperty(name).split(",")) {
                assertThat(strict.getProperty(name).split(", ")).as(name).contains(own.strip());
            }
            assertThat(strict.getProperty(name).split(", ")).contains("secp256r1", "SHA256withECDSA");
        }
        assertThat(strict.containsKey("jdk.crypto.disabledAlgorithms")).isEqualTo(JDK_REFUSES);
        assertThat(text.contains("# ADVISORY: Java ")).isNotEqualTo(JDK_REFUSES);
        assertThat(strict.getProperty(WardkeyProvider.REFUSED_SERVICES).split(", "))
                .contains("Cipher.DES", "Cipher.ARCFOUR", "Cipher.RC4", "Cipher.TripleDES", "Signature.MD5withRSA")
                .contains("Cipher.AES alone", "Cipher.2.16.840.1.101.3.4.1 alone", "Cipher.RSA alone")
                .contains("KeyAgreement.DH", "KeyAgreement.1.3.101.110", "KeyAgreement.XDH of X448")
                .contains("Signature.EdDSA of Ed25519", "Signature.EdDSA of Ed448", "Signature.ML-DSA of ML-DSA-65")
                .noneMatch(name -> name.startsWith("MessageDigest."));
        strict.stringPropertyNames().stream()
                .filter(name -> name.startsWith("security.provider."))
                .forEach(name -> assertThat(strict.getProperty(name)).isEqualTo(plain.getProperty(name)));
    }

    @Test
    void strict_otherJvm_refusesByTheJdkWhereItCanAndByWardkeyElse() throws Exception {
        Path config = config("cnsa-2.0");
        Map<String, String> plain = attempts(config, print(config));
        assertThat(plain)
                .allSatisfy((what, came) -> assertThat(came)
                        .as(what)
                        .isEqualTo(what.contains("2.16.840.1.101.3.4.1.42") ? "InvalidKeyException" : "served"));
        Map<String, String> strict = attempts(config, print(config, "--strict"));
        assertThat(strict)
                .hasSameSizeAs(plain)
                .allSatisfy((what, came) -> assertThat(came).as(what).isIn(expected(what)));
    }

    /** What each attempt must come to under cnsa-2.0: it is served, or refused, by the JDK where that can. */
    private static List<String> expected(String what) {
        if (SERVED.contains(what)) {
            return List.of("served");
        }
        if (what.startsWith("TLS")) {
            return List.of("SSLHandshakeException");
        }
        if (what.equals("PKCS12")) {
            return List.of("KeyStoreException");
        }
        boolean pinned = what.contains(" of Sun");
        if (BY_WARDKEY.stream().anyMatch(what::startsWith)) {
            return pinned ? List.of("served") : DENIED;
        }
        if (JDK_REFUSES) {
            return List.of("NoSuchAlgorithmException");
        }
        return pinned ? List.of("served", "InvalidKeyException") : DENIED;
    }

    @Test
    void strict_defaultPack_refusesWhatItDeniesAndNothingElse() throws Exception {
        Path config = config("nist-sp800-57");
        Map<String, String> strict = attempts(config, print(config, "--strict"));
        assertThat(strict)
                .extractingByKeys("DES", "MD5withRSA", "RSA", "RSA/ECB/PKCS1Padding")
                .doesNotContain("served");
        assertThat(strict)
                .containsEntry("AES", "served")
                .containsEntry("EdDSA with Ed25519", "served")
                .containsEntry("XDH with X25519", "served")
                .containsEntry("PBEWithHmacSHA256AndAES_128", "served")
                .containsEntry("RSA/ECB/OAEPPadding", "served")
                .containsEntry("PKCS12", "served")
                .containsEntry("PBKDF2WithHmacSHA256", "served")
                .containsEntry("managed key", "served")
                .containsEntry("TLS", "served");
    }

    @Test
    void strict_unusableConfiguration_printsNothingOfIt() throws Exception {
        Path config = config("none.conf");
        Cli.Result result = Cli.run("java-security", "print", "--config", config.toString(), "--strict");
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.err()).startsWith("WK-C001: ");
        assertThat(result.out()).isEmpty();
    }
}
