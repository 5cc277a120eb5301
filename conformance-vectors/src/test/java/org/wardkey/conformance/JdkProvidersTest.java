package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole corpus, or the embedded examples where there is none, against the running JDK. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdkProvidersTest {
    private final Provider jdk = Jdk.providers();
    private final Optional<Path> vectors = Jdk.vectors();
    private Report report = new Report(List.of());

    @BeforeAll
    void run() throws IOException {
        Report examples = EmbeddedExamples.run(jdk, jdk, Capability.standard());
        report = vectors.isEmpty()
                ? examples
                : examples.and(ConformanceRunner.run(vectors.get(), jdk, jdk, Capability.standard()));
    }

    @Test
    void run_jdkProviders_failsOnlyAsDocumented() throws IOException {
        KnownDeviations known = KnownDeviations.read();
        assertThat(report.failures())
                .as(report.summary())
                .filteredOn(failure -> !failure.file().startsWith("x509/"))
                .allSatisfy(failure -> assertThat(known.explanation(failure))
                        .as(failure.toString())
                        .isPresent());
    }

    /** Both ways: what is listed and passes is no deviation any more. */
    @Test
    void run_jdkPaths_failExactlyAsListed() throws IOException {
        if (vectors.isEmpty() || !Files.isDirectory(vectors.get().resolve("x509"))) {
            return;
        }
        assertThat(report.failures())
                .filteredOn(failure -> failure.file().startsWith("x509/"))
                .extracting(Failure::comment)
                .containsExactlyInAnyOrderElementsOf(PathDeviations.ofRunningJdk());
    }

    @Test
    void run_embeddedExamples_allPass() {
        Report examples = new Report(report.files().stream()
                .filter(file -> file.file().startsWith("examples/"))
                .toList());
        Report.Totals totals = examples.totals();
        assertThat(examples.failures()).isEmpty();
        assertThat(examples.reasons().keySet()).allMatch(reason -> reason.startsWith("JDK has no "));
        assertThat(totals.passed()).isGreaterThan(380);
    }

    @Test
    void totals_ofAllFamilies_addUp() {
        Report.Totals totals = report.totals();
        assertThat(totals.passed() + totals.failed() + totals.outsideCapability() + totals.notExpressible())
                .isEqualTo(totals.tests());
        assertThat(report.totalsByFamily().values().stream()
                        .mapToInt(Report.Totals::tests)
                        .sum())
                .isEqualTo(totals.tests());
        assertThat(report.reasons().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(totals.outsideCapability() + totals.notExpressible());
    }

    @Test
    void run_everyFamily_hasTestsThatRan() {
        assertThat(report.totalsByFamily()).containsKeys("AES-GCM", "AES-KW", "AES-KWP", "HMAC", "SHA");
        assertThat(report.totalsByFamily().entrySet())
                .filteredOn(family -> !family.getKey().startsWith("(other)"))
                .filteredOn(family -> family.getValue().passed() == 0)
                .filteredOn(family ->
                        Runtime.version().feature() >= 24 || !family.getKey().startsWith("ML-"))
                .filteredOn(family ->
                        Runtime.version().feature() >= 25 || !family.getKey().equals("HKDF"))
                .allSatisfy(family -> assertThat(family.getKey())
                        .isIn(
                                "DRBG",
                                "DetECDSA sign",
                                "AES-CCM",
                                "AES-CMAC",
                                "AES-GCM-SIV",
                                "AES-XTS",
                                "KMAC",
                                "SHAKE",
                                "TDES-CMAC",
                                "LMS keys and signatures",
                                "LMS verify",
                                "SLH-DSA keys",
                                "SLH-DSA sign",
                                "SLH-DSA verify"));
    }
}
