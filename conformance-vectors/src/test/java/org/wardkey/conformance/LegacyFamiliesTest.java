package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.security.Provider;
import java.util.List;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Triple DES, DSA, Diffie-Hellman in finite fields, old curves and secrets of RSA. */
class LegacyFamiliesTest {
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    @ParameterizedTest
    @CsvSource({
        "TDES-ECB, 8",
        "TDES-CBC, 6",
        "TDES-CFB64, 6",
        "TDES-OFB, 6",
        "TDES-CFB8, 2",
        "DSA verify, 3",
        "DSA sign, 2",
        "DSA keys, 1",
        "DH shared secret, 3",
        "DH keys, 1",
        "ECDH with cofactor, 1",
        "RSA key transport, 1"
    })
    void examples_jdkAndBouncyCastle_pass(String family, int passed) throws IOException {
        for (Provider provider : List.of(Jdk.providers(), BOUNCY_CASTLE)) {
            Report report = EmbeddedExamples.run(
                    new Bench(
                            new Engines(provider),
                            new Engines(Jdk.providers()),
                            Capability.standard(),
                            TestListener.NONE),
                    "legacy");
            assertThat(report.totalsByFamily().get(family))
                    .as(provider.getName() + report.failures())
                    .isEqualTo(new Report.Totals(passed, passed, 0, 0, 0));
        }
    }

    /** A secret is as long as the modulus; Bouncy Castle's cipher without padding gives a number. */
    @Test
    void rsaSecret_thatBeginsWithAZero_showsWhoDropsIt() throws IOException {
        assertThat(totals(Jdk.providers(), "RSA shared secret")).isEqualTo(new Report.Totals(2, 2, 0, 0, 0));
        assertThat(totals(BOUNCY_CASTLE, "RSA shared secret")).isEqualTo(new Report.Totals(2, 1, 1, 0, 0));
    }

    private static Report.Totals totals(Provider provider, String family) throws IOException {
        Bench bench = new Bench(
                new Engines(provider), new Engines(Jdk.providers()), Capability.standard(), TestListener.NONE);
        return EmbeddedExamples.run(bench, "legacy").totalsByFamily().get(family);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"})
    void safePrimes_ofRfc7919_areBouncyCastles(String name) {
        BigInteger expected = switch (name) {
            case "ffdhe2048" -> DHStandardGroups.rfc7919_ffdhe2048.getP();
            case "ffdhe3072" -> DHStandardGroups.rfc7919_ffdhe3072.getP();
            case "ffdhe4096" -> DHStandardGroups.rfc7919_ffdhe4096.getP();
            case "ffdhe6144" -> DHStandardGroups.rfc7919_ffdhe6144.getP();
            default -> DHStandardGroups.rfc7919_ffdhe8192.getP();
        };
        assertThat(SafePrimes.group(name).orElseThrow().getP()).isEqualTo(expected);
    }

    @Test
    void safePrimes_ofRfc3526_areBouncyCastlesAndOthersAreNone() {
        assertThat(SafePrimes.group("MODP-2048").orElseThrow().getP()).isEqualTo(DHStandardGroups.rfc3526_2048.getP());
        assertThat(SafePrimes.group("MODP-3072").orElseThrow().getP()).isEqualTo(DHStandardGroups.rfc3526_3072.getP());
        assertThat(SafePrimes.group("MODP-4096").orElseThrow().getP()).isEqualTo(DHStandardGroups.rfc3526_4096.getP());
        assertThat(SafePrimes.group("MODP-6144").orElseThrow().getP()).isEqualTo(DHStandardGroups.rfc3526_6144.getP());
        assertThat(SafePrimes.group("MODP-8192").orElseThrow().getP()).isEqualTo(DHStandardGroups.rfc3526_8192.getP());
        for (String none : List.of("FB", "2048", "ffdhe", "MODP-1024", "ffdhe20481", "")) {
            assertThat(SafePrimes.group(none)).as(none).isEmpty();
        }
    }

    /** CAVP ecccdhtestvectors, K-163, COUNT = 0: the cofactor is 2, so that plain ECDH has another secret. */
    @Test
    void cofactor_onKoblitzCurve_isPartOfTheSecret() throws Exception {
        JsonObject header = ModuleCall.object("algorithm", "KAS-ECC", "mode", "CDH-Component");
        JsonObject group = ModuleCall.object("curve", "K-163", "testType", "AFT");
        JsonObject test = ModuleCall.object(
                "tcId",
                1,
                "publicServerX",
                "0000000574236f1428c432130946783a5b3aabb6c27ea5d6",
                "publicServerY",
                "00000007908c251b8da021cbac281f123f7af4fac5b3dbb8",
                "privateIut",
                "6653b6077398fadc7bf5e60158170148c3dc4527",
                "z",
                "04325bff38f1b0c83c27f554a6c972a80f14bc23bc");
        Provider plain = new ChangedProvider(BOUNCY_CASTLE).redirecting("KeyAgreement.ECCDH", "ECDH");
        assertThat(judge(BOUNCY_CASTLE, header, group, test)).isEqualTo(Outcome.PASS);
        assertThat(judge(plain, header, group, test)).isEqualTo(Outcome.FAIL);
        assertThat(judge(Jdk.providers(), header, group, test)).isEqualTo(Outcome.OUTSIDE_CAPABILITY);
    }

    private static Outcome judge(Provider provider, JsonObject header, JsonObject group, JsonObject test)
            throws VectorFormatException {
        Engines engines = new Engines(provider);
        return AcvpFamilies.of(header)
                .judge(new Question(
                        header,
                        group,
                        test,
                        test,
                        Question.Projection.NONE,
                        engines,
                        new Engines(Jdk.providers()),
                        Capability.standard()))
                .outcome();
    }

    /** An output shorter than the digest's is its beginning; a longer one is none that can be asked for. */
    @Test
    void shake_shorterOutput_isCut() throws Exception {
        JsonObject header = ModuleCall.object("algorithm", "SHAKE-128");
        JsonObject group = ModuleCall.object("testType", "AFT");
        // CAVP SHAKE128ShortMsg.rsp, Len = 0.
        JsonObject test = ModuleCall.object(
                "tcId", 1, "msg", "", "len", 0, "outLen", 128, "md", "7f9c2ba4e88f827d616045507605853e");
        assertThat(judge(BOUNCY_CASTLE, header, group, test)).isEqualTo(Outcome.PASS);
        JsonObject longer = ModuleCall.object("tcId", 1, "msg", "", "len", 0, "outLen", 264, "md", "00");
        assertThat(judge(BOUNCY_CASTLE, header, group, longer)).isEqualTo(Outcome.NOT_EXPRESSIBLE);
    }

    @ParameterizedTest
    @CsvSource({
        "*tdes.zip*, 2650, 1060",
        "*cmac.zip*, 1368, 0",
        "*components-ecc-cdh*, 375, 0",
        "*KAS-IFC-SSC*, 20, 0",
        "*safePrimes*, 6, 0",
        "*ACVP-AES-GCM-SIV*, 120, 0",
        "*aes_gcm_siv_test*, 202, 0"
    })
    void sharedSets_bouncyCastle_pass(String glob, int passed, int notExpressible) throws IOException {
        if (Jdk.vectors().isEmpty()) {
            return;
        }
        Report report = Conformance.of(BOUNCY_CASTLE, Jdk.providers(), Capability.standard(), TestListener.NONE)
                .matching(glob)
                .run(List.of(Jdk.vectors().get()));
        assertThat(report.failures()).isEmpty();
        assertThat(report.totals().passed()).isEqualTo(passed);
        assertThat(report.totals().notExpressible()).isEqualTo(notExpressible);
    }
}
