package org.wardkey.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certification paths: both corpora, what they must look like, and providers that go wrong. */
class PathFamilyTest {
    @TempDir
    private Path folder;

    private String limbo = "";

    @BeforeEach
    void read() throws IOException {
        try (InputStream stream = Objects.requireNonNull(Limbo.class.getResourceAsStream("paths.limbo.json"))) {
            limbo = new String(stream.readAllBytes(), UTF_8);
        }
    }

    private static ChangedProvider changed() {
        return new ChangedProvider(Jdk.providers());
    }

    private Report run(Path file, Provider provider) throws IOException {
        return Conformance.of(provider, Jdk.providers(), Capability.standard(), TestListener.NONE)
                .run(List.of(file));
    }

    private Report run(String json, Provider provider) throws IOException {
        return run(Files.writeString(folder.resolve("limbo.json"), json), provider);
    }

    /** The first objects of the list, each changed. */
    private Report runChanged(String from, String to) throws IOException {
        assertThat(limbo).contains(from);
        return run(limbo.replace(from, to), Jdk.providers());
    }

    @Test
    void limbo_jdk_passesAll() throws IOException {
        Report report = run(limbo, Jdk.providers());
        assertThat(report.failures()).isEmpty();
        assertThat(report.totals().passed()).isEqualTo(12);
        assertThat(report.totalsByFamily()).containsOnlyKeys("x509-limbo");
    }

    @Test
    void limbo_bouncyCastle_passesAll() throws IOException {
        Report report = run(limbo, new BouncyCastleProvider());
        assertThat(report.failures()).isEmpty();
        assertThat(report.totals().passed()).isEqualTo(12);
    }

    @Test
    void limbo_everyResultInverted_failsEverywhere() throws IOException {
        Report report = run(
                limbo.replace("\"SUCCESS\"", "\"X\"")
                        .replace("\"FAILURE\"", "\"SUCCESS\"")
                        .replace("\"X\"", "\"FAILURE\""),
                Jdk.providers());
        assertThat(report.totals().failed()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({
        "CertPathBuilder, CertPathValidator, 12, 0",
        "CertPathValidator, CertPathBuilder, 10, 2",
    })
    void limbo_providerWithOneOfTheTwo_isAskedForThat(String has, String lacks, int passed, int notExpressible)
            throws IOException {
        Report report = run(limbo, changed().without(lacks + ".PKIX"));
        assertThat(report.failures()).as(has).isEmpty();
        assertThat(report.totals().passed()).isEqualTo(passed);
        assertThat(report.totals().notExpressible()).isEqualTo(notExpressible);
    }

    @Test
    void limbo_providerWithNeither_isOutside() throws IOException {
        Report report = run(limbo, changed().without("CertPathBuilder.PKIX").without("CertPathValidator.PKIX"));
        assertThat(report.totals().outsideCapability()).isEqualTo(12);
        assertThat(report.reasons())
                .containsOnlyKeys("Changed has neither CertPathBuilder nor CertPathValidator of PKIX");
    }

    @Test
    void limbo_validatorAloneAcceptsEverything_isFound() throws IOException {
        Report report = run(
                limbo,
                changed()
                        .without("CertPathBuilder.PKIX")
                        .with("CertPathValidator.PKIX", BrokenPaths.AcceptsEverything::new));
        assertThat(report.failures())
                .hasSize(6)
                .allSatisfy(
                        failure -> assertThat(failure.came()).contains("CertPathValidator accepted an invalid path"));
    }

    @Test
    void limbo_builderIgnoresRevocation_isFoundInTheRevokedOneOnly() throws IOException {
        Report report = run(
                limbo,
                changed().with("CertPathBuilder.PKIX", () -> new BrokenPaths.IgnoresRevocation(Jdk.providers())));
        assertThat(report.failures()).extracting(Failure::comment).containsExactly("crl::revoked-certificate-with-crl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"expected_result\" | \"signature_algorithms\": [\"RSA_WITH_MD5\"], \"expected_result\" | list of signature algorithms | 12",
                "\"expected_result\" | \"features\": [\"pedantic-webpki-eku\"], \"expected_result\" | extended key usage | 3",
                "webpki::san::mismatch-domain-san | webpki::cn::any | profile of certificates | 1",
                "\"kind\": \"DNS\" | \"kind\": \"URI\" | takes no such name: kind URI | 11"
            })
    void limbo_whatPkixParametersCannotSay_isNotExpressible(String from, String to, String reason, int tests)
            throws IOException {
        // Features stand in some tests already.
        String json = from.equals("\"expected_result\"") && to.contains("features")
                ? limbo.replaceAll("(?s)\"features\": \\[.*?\\],", "")
                : limbo;
        Report report = run(json.replace(from, to), Jdk.providers());
        assertThat(report.reasons().keySet()).anyMatch(came -> came.contains(reason));
        assertThat(report.totals().notExpressible()).isGreaterThanOrEqualTo(tests);
        assertThat(report.failures()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"SUCCESS\" | \"PERHAPS\" | unknown result PERHAPS",
                "+00:00 | today | no date and time",
                "\"max_chain_depth\": 1 | \"max_chain_depth\": -1 | out of range",
                "\"id\" | \"name\" | \"id\" is missing",
                "-----BEGIN CERTIFICATE-----\\nM | -----BEGIN CERTIFICATE-----\\n= | no PEM"
            })
    void limbo_malformed_isRefusedWithPosition(String from, String to, String message) {
        assertThatThrownBy(() -> runChanged(from, to))
                .isInstanceOf(VectorFormatException.class)
                .hasMessageStartingWith("limbo.json:")
                .hasMessageContaining(message);
    }

    @Test
    void limbo_resumedAndReplayed_isTheSame() throws IOException {
        Path file = Files.writeString(folder.resolve("limbo.json"), limbo);
        Path journal = folder.resolve("journal");
        Conformance conformance = Conformance.of(
                        Jdk.providers(), Jdk.providers(), Capability.standard(), TestListener.NONE)
                .resuming(journal);
        Report first = conformance.run(List.of(file));
        String lines = Files.readString(journal);
        Files.writeString(journal, lines.substring(0, lines.length() / 2));
        assertThat(conformance.run(List.of(file)).totals()).isEqualTo(first.totals());
        assertThat(Files.readString(journal)).isEqualTo(lines);
        List<Replay.Shown> shown = Replay.run(
                Jdk.providers(), Jdk.providers(), Capability.standard(), List.of(file), "*", OptionalLong.empty(), 1);
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).lines()).anyMatch(line -> line.contains("target, "));
    }

    /** A suite in PKITS' form, of two tests with revocation lists. */
    private Path pkits(String vectors) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        VectorFile file = new VectorFile(
                "limbo", () -> Objects.requireNonNull(Limbo.class.getResourceAsStream("paths.limbo.json")));
        List<JsonObject> cases = new ArrayList<>();
        file.elements("testcases", cases::add);
        for (int i = 0; i < 2; i++) {
            JsonObject test = cases.get(i);
            files.put(
                    "certs/Root" + i + ".crt",
                    Encodings.pem(test.texts("trusted_certs").get(0)));
            files.put("certs/EE" + i + ".crt", Encodings.pem(test.text("peer_certificate")));
            files.put("crls/Root" + i + ".crl", Encodings.pem(test.texts("crls").get(0)));
        }
        files.put("vectors.json", vectors.getBytes(UTF_8));
        Path zip = folder.resolve("pkits.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            files.forEach((name, octets) -> {
                try {
                    out.putNextEntry(new ZipEntry(name));
                    out.write(octets);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return zip;
    }

    private static String pkitsTest(int number, boolean valid, String policy) {
        return """
                {"Name": "4.0.%1$d", "CertPath": ["Root%1$d.crt", "EE%1$d.crt"], "CRLPath": ["Root%1$d.crl"],
                 "ShouldValidate": %2$s, "InitialPolicySet": ["%3$s"], "InitialPolicyMappingInhibit": false,
                 "InitialExplicitPolicy": %4$s, "InitialAnyPolicyInhibit": false}
                """.formatted(number, valid, policy, !policy.equals("anyPolicy"));
    }

    @Test
    void pkits_jdk_passesAndIgnoredRevocationIsFound() throws IOException {
        Path zip = pkits("[" + pkitsTest(0, false, "anyPolicy") + "," + pkitsTest(1, true, "anyPolicy") + ","
                + pkitsTest(1, false, "NIST-test-policy-1") + "]");
        Report report = run(zip, Jdk.providers());
        assertThat(report.failures()).isEmpty();
        assertThat(report.totals().passed()).isEqualTo(3);
        assertThat(report.totalsByFamily()).containsOnlyKeys("PKITS");
        assertThat(run(zip, new FaultyProvider(Fault.PATH_BUILDER_IGNORES_REVOCATION))
                        .failures())
                .extracting(Failure::comment)
                .containsExactly("4.0.0");
    }

    @Test
    void pkits_malformed_isRefused() throws IOException {
        Path policy = pkits("[" + pkitsTest(1, true, "some-policy") + "]");
        assertThatThrownBy(() -> run(policy, Jdk.providers()))
                .isInstanceOf(VectorFormatException.class)
                .hasMessageContaining("unknown policy some-policy");
        Path file = pkits("[" + pkitsTest(2, true, "anyPolicy") + "]");
        assertThatThrownBy(() -> run(file, Jdk.providers()))
                .isInstanceOf(VectorFormatException.class)
                .hasMessageContaining("Root2.crl");
        Path cut = Files.write(folder.resolve("cut.zip"), new byte[] {'P', 'K', 3, 4, 0});
        assertThatThrownBy(() -> run(cut, Jdk.providers())).isInstanceOf(VectorFormatException.class);
    }
}
