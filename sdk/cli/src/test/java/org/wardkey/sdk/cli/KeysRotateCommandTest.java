package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeysRotateCommandTest {
    private static Cli.Result keys(Path config, String command) {
        List<String> arguments = new ArrayList<>(List.of("keys"));
        arguments.addAll(List.of(command.split(" ")));
        arguments.addAll(List.of("--config", config.toString()));
        return Cli.run(arguments.toArray(new String[0]));
    }

    private static Path configWithKey() throws IOException {
        Path config = Cli.config();
        assertThat(keys(config, "generate pump --type ec --purposes sign").exit())
                .isEqualTo(ExitCodes.OK);
        return config;
    }

    private static String id(Path config, String alias) {
        Matcher matcher = Pattern.compile("id +(\\S+)")
                .matcher(keys(config, "show " + alias).out());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void rotate_key_hasASuccessorUnderItsAlias() throws Exception {
        Path config = configWithKey();
        String before = id(config, "pump");
        Cli.Result rotated = keys(config, "rotate pump --overlap 2h --reason yearly");
        assertThat(rotated.exit()).as(rotated.err()).isEqualTo(ExitCodes.OK);
        assertThat(rotated.out()).contains("local:pump is a new key now", "is pump@1 and may originate until ");
        assertThat(Cli.run("audit", "show", "--config", config.toString()).out())
                .containsPattern("KEY_ROTATED.* yearly");
        assertThat(id(config, "pump@1")).isEqualTo(before);
        assertThat(id(config, "pump")).isNotEqualTo(before);
        assertThat(StoredKey.of(config, "pump@1").sign()).isNotEmpty();
        assertThat(StoredKey.of(config, "pump").sign()).isNotEmpty();
    }

    @Test
    void rotate_json_overlapIsSevenDaysUnlessGiven() throws IOException {
        Path config = configWithKey();
        Instant begin = Instant.now();
        String json = keys(config, "rotate pump --json").out();
        assertThat(json)
                .contains("\"replaced\" : \"pump@1\"", "\"generation\" : 1", "\"successor\" : {", "\"setBy\" : {");
        Matcher end = Pattern.compile("\"overlapEnd\" : \"([^\"]+)\"").matcher(json);
        assertThat(end.find()).isTrue();
        assertThat(Duration.between(begin, Instant.parse(end.group(1))))
                .isBetween(Duration.ofDays(7), Duration.ofDays(8));
    }

    @Test
    void prepare_thenRotate_takesThePreparedKey() throws IOException {
        Path config = configWithKey();
        Cli.Result prepared = keys(config, "rotate local:pump --prepare");
        assertThat(prepared.exit()).as(prepared.err()).isEqualTo(ExitCodes.OK);
        assertThat(prepared.out()).contains("Made local:pump@next.", "wardkey keys rotate local:pump");
        String successor = id(config, "pump@next");
        assertThat(keys(config, "rotate pump --prepare --json").err()).startsWith("WK-S005: ");
        assertThat(keys(config, "rotate pump").exit()).isEqualTo(ExitCodes.OK);
        assertThat(id(config, "pump")).isEqualTo(successor);
    }

    @Test
    void rotate_keyWithCertificate_wantsOneForItsSuccessor() throws Exception {
        Path config = configWithKey();
        StoredKey.of(config, "pump").certify(certificate(config, "pump"));
        Cli.Result refused = keys(config, "rotate pump");
        assertThat(refused.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).startsWith("WK-K015: ");
        assertThat(keys(config, "rotate pump --prepare").exit()).isEqualTo(ExitCodes.OK);
        assertThat(keys(config, "rotate pump").err()).startsWith("WK-K015: ");
        Cli.Result without = keys(config, "rotate pump --without-certificate --overlap 0s");
        assertThat(without.exit()).as(without.err()).isEqualTo(ExitCodes.OK);
    }

    /** OpenSSL's certificate for a key of the home, self-issued by a key of OpenSSL's own. */
    private static Certificate certificate(Path config, String alias) throws Exception {
        Path folder = config.getParent();
        Files.writeString(
                folder.resolve("key.pub"),
                keys(config, "show " + alias + " --public-key").out());
        openssl(folder, "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ca.key");
        openssl(folder, "req -x509 -key ca.key -subj /CN=ca -days 30 -out ca.pem");
        openssl(folder, "req -new -key ca.key -subj /CN=pump -out pump.csr");
        openssl(
                folder,
                "x509 -req -in pump.csr -force_pubkey key.pub -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out"
                        + " pump.pem");
        try (InputStream in = Files.newInputStream(folder.resolve("pump.pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static void openssl(Path folder, String command) throws Exception {
        List<String> words = new ArrayList<>(List.of("openssl"));
        words.addAll(List.of(command.split(" ")));
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void rotate_wrongUsage_exitsWithTwo() throws IOException {
        Path config = Cli.config();
        assertThat(keys(config, "rotate pump --prepare --overlap 1d").exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(keys(config, "rotate pump --overlap soon").exit()).isEqualTo(ExitCodes.USAGE);
        assertThat(keys(config, "rotate pump --overlap PT-5S").exit()).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void show_limitOfThePolicy_namesItsRule() throws IOException {
        Path config = configWithKey();
        assertThat(keys(config, "show pump").out())
                .containsPattern("origination +provider +.*until .*, set by nist-sp800-57/");
        assertThat(keys(config, "show pump --json").out()).containsPattern("\"origination\" : \"nist-sp800-57/");
    }
}
