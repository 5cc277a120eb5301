package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.wardkey.provider.WardkeyProvider;

/** The file of strict mode, and other JVMs that start with it. */
class StrictModeTest {
    private static final boolean JDK_REFUSES = Runtime.version().feature() >= 25;

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
        Path store = config.resolveSibling("tls.p12");
        if (!Files.exists(store)) {
            assertThat(run(List.of(
                            tool("keytool"),
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-sigalg",
                            "SHA256withECDSA",
                            "-dname",
                            "CN=localhost",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            "password")))
                    .doesNotContain("rror");
        }
        Map<String, String> attempts = new LinkedHashMap<>();
        run(List.of(
                        tool("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.security.properties=" + file,
                        StrictProgram.class.getName(),
                        store.toString()))
                .lines()
                .filter(line -> line.contains(": "))
                .forEach(line ->
                        attempts.put(line.substring(0, line.indexOf(": ")), line.substring(line.indexOf(": ") + 2)));
        return attempts;
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
                .containsEntry("DES", "served")
                .containsEntry("DES of SunJCE", "served")
                .containsEntry("MD5withRSA", "served")
                .containsEntry("TLS", "served");
        Map<String, String> strict = attempts(config, print(config, "--strict"));
        assertThat(strict)
                .containsEntry("DES", JDK_REFUSES ? "NoSuchAlgorithmException" : "PolicyDeniedException")
                .containsEntry("DES of SunJCE", JDK_REFUSES ? "NoSuchAlgorithmException" : "served")
                .containsEntry("DES/ECB/NoPadding", JDK_REFUSES ? "NoSuchAlgorithmException" : "PolicyDeniedException")
                .containsEntry("DES/ECB/NoPadding of SunJCE", JDK_REFUSES ? "NoSuchAlgorithmException" : "served")
                .containsEntry("DES/CFB16/NoPadding", "PolicyDeniedException")
                .containsEntry(
                        "AES_256/CBC/NoPadding", JDK_REFUSES ? "NoSuchAlgorithmException" : "PolicyDeniedException")
                .containsEntry(
                        "MD5withRSA", JDK_REFUSES ? "NoSuchAlgorithmException" : "PolicyDeniedSignatureException")
                .containsEntry("MD5withRSA of SunRsaSign", JDK_REFUSES ? "NoSuchAlgorithmException" : "served")
                .containsEntry("TLS", "SSLHandshakeException")
                .containsEntry("AES", "served")
                .containsEntry("UUID", "served")
                .containsEntry("MD5", "served")
                .containsEntry("SSLv3 in the list", "served");
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
