package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.List;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the JDK's providers do not have, with providers that do. */
class OtherProvidersTest {
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static Report examples = new Report(List.of());

    @BeforeAll
    static void runExamples() throws IOException {
        examples = EmbeddedExamples.run(BOUNCY_CASTLE, Jdk.providers(), Capability.standard());
    }

    @ParameterizedTest
    @CsvSource({
        "AES-ECB, 6",
        "AES-CBC, 6",
        "AES-CTR, 20",
        "AES-CMAC, 40",
        "AES-CCM, 15",
        "AES-GMAC, 15",
        "KMAC, 1",
        "AES-CBC-PKCS5, 13"
    })
    void examples_bouncyCastle_pass(String family, int atLeast) {
        Report.Totals totals = examples.totalsByFamily().get(family);
        assertThat(totals.failed()).as(examples.failures().toString()).isZero();
        assertThat(totals.passed()).isGreaterThanOrEqualTo(atLeast);
    }

    /** Bouncy Castle 1.87 decrypts into the caller's buffer before it compares the tag. */
    @Test
    void examples_bouncyCastleChaCha20_failBecausePlaintextGetsOut() {
        assertThat(examples.files())
                .filteredOn(file -> file.family().equals("ChaCha20-Poly1305"))
                .flatExtracting(FileReport::failures)
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.expected()).contains("no plaintext before the tag"));
    }

    /** No provider at hand has XTS by this name: the planted fault's own, without the fault. */
    @Test
    void xts_overTheJdksEcb_passesExamplesAndSharedSets() throws IOException {
        Provider xts = new XtsProvider();
        Report report = EmbeddedExamples.run(xts, Jdk.providers(), Capability.standard());
        assertThat(report.failures()).isEmpty();
        assertThat(report.totalsByFamily().get("AES-XTS").passed()).isEqualTo(8);
        if (Jdk.vectors().isPresent()) {
            assertThat(shared(xts, "acvp*AES-XTS*").totals()).isEqualTo(new Report.Totals(6, 6, 0, 0, 0));
            Report cavp = shared(xts, "*XTSGenAES*");
            // It has no ciphertext stealing.
            assertThat(cavp.failures())
                    .allSatisfy(failure -> assertThat(failure.input()).contains("payloadLen=200"));
            assertThat(cavp.totals().passed()).isGreaterThan(2000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*cmac-aes*, 8",
        "*aes_cmac_test*, 310",
        "*aes-gmac*, 690",
        "*aes-ccm*, 11262",
        "*aes-ctr*, 146",
        "*aes-cbc*, 2234",
        "*kmac256*, 87"
    })
    void sharedSets_bouncyCastle_pass(String glob, int passed) throws IOException {
        if (Jdk.vectors().isEmpty()) {
            return;
        }
        Report report = shared(BOUNCY_CASTLE, glob);
        assertThat(report.failures()).isEmpty();
        assertThat(report.totals().passed()).isEqualTo(passed);
    }

    private static Report shared(Provider provider, String glob) throws IOException {
        List<Path> roots = List.of(Jdk.vectors().orElseThrow());
        return Conformance.of(
                        provider,
                        Jdk.providers(),
                        Capability.standard().withGcmTagBits(Set.of(32, 64, 96, 104, 112, 120, 128)),
                        TestListener.NONE)
                .matching(glob)
                .run(roots);
    }
}
