package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Families whose answers depend on what a given source of randomness holds, and feedback modes. */
class NewFamiliesTest {
    private static final HexFormat HEX = HexFormat.of();

    private static Response ask(JsonObject header, JsonObject group, JsonObject test) throws VectorFormatException {
        Engines jdk = new Engines(Jdk.providers());
        return ((AcvpFamily) AcvpFamilies.of(header))
                .respond(new Question(
                        header,
                        group,
                        test,
                        JsonObject.EMPTY,
                        Question.Projection.NONE,
                        jdk,
                        jdk,
                        Capability.standard()));
    }

    /** RFC 3962 appendix B: the JCA's CTS swaps the last two blocks whether the last is full or not. */
    @ParameterizedTest
    @CsvSource({
        "4920776f756c64206c696b652074686520, c6353568f2bf8cb4d8a580362da7ff7f97",
        "4920776f756c64206c696b65207468652047656e6572616c2047617527732043,"
                + " 39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584"
    })
    void cbcCs3_knownAnswers_areGiven(String plaintext, String ciphertext) throws Exception {
        JsonObject header = ModuleCall.object("algorithm", "ACVP-AES-CBC-CS3");
        for (boolean encrypt : new boolean[] {true, false}) {
            Response response = ask(
                    header,
                    ModuleCall.object("testType", "AFT", "direction", encrypt ? "encrypt" : "decrypt", "keyLen", 128),
                    ModuleCall.object(
                            "tcId",
                            1,
                            "key",
                            "636869636b656e207465726979616b69",
                            "iv",
                            "00000000000000000000000000000000",
                            encrypt ? "pt" : "ct",
                            encrypt ? plaintext : ciphertext));
            assertThat(((Response.Given) response).test().octets(encrypt ? "ct" : "pt"))
                    .hasValueSatisfying(
                            came -> assertThat(HEX.formatHex(came)).isEqualTo(encrypt ? ciphertext : plaintext));
        }
    }

    /** SP 800-38A F.4.1, F.3.7, F.3.13. */
    @ParameterizedTest
    @CsvSource({
        "OFB, 6bc1bee22e409f96e93d7e117393172a, 3b3fd92eb72dad20333449f8e83cfb4a",
        "CFB8, 6bc1bee22e409f96e93d7e117393172aae2d, 3b79424c9c0dd436bace9e0ed4586a4f32b9",
        "CFB128, 6bc1bee22e409f96e93d7e117393172a, 3b3fd92eb72dad20333449f8e83cfb4a"
    })
    void feedbackModes_knownAnswers_areGiven(String mode, String plaintext, String ciphertext) throws Exception {
        JsonObject header = ModuleCall.object("algorithm", "ACVP-AES-" + mode);
        for (boolean encrypt : new boolean[] {true, false}) {
            for (int tcId = 1; tcId <= 4; tcId++) {
                Response response = ask(
                        header,
                        ModuleCall.object(
                                "testType", "AFT", "direction", encrypt ? "encrypt" : "decrypt", "keyLen", 128),
                        ModuleCall.object(
                                "tcId",
                                tcId,
                                "key",
                                "2b7e151628aed2a6abf7158809cf4f3c",
                                "iv",
                                "000102030405060708090a0b0c0d0e0f",
                                encrypt ? "pt" : "ct",
                                encrypt ? plaintext : ciphertext));
                assertThat(((Response.Given) response).test().octets(encrypt ? "ct" : "pt"))
                        .hasValueSatisfying(
                                came -> assertThat(HEX.formatHex(came)).isEqualTo(encrypt ? ciphertext : plaintext));
            }
        }
    }

    /** RFC 5869 A.1; Java has HKDF since 25. */
    @Test
    void hkdf_knownAnswer_isGivenOrNotExpressible() throws Exception {
        JsonObject configuration = ModuleCall.object(
                "hmacAlg", "SHA2-256", "l", 336, "fixedInfoPattern", "literal[f0f1f2f3f4]||literal[f5f6f7f8f9]");
        JsonObject parameter = ModuleCall.object("z", "0b".repeat(22), "salt", "000102030405060708090a0b0c");
        Response response = ask(
                ModuleCall.object("algorithm", "KDA", "mode", "HKDF"),
                new JsonObject(Map.of("testType", "AFT", "kdfConfiguration", configuration), ""),
                new JsonObject(Map.of("tcId", "1", "kdfParameter", parameter), ""));
        if (!HkdfCalls.available()) {
            assertThat(response).isEqualTo(Response.notExpressible(HkdfCalls.unavailable()));
            return;
        }
        assertThat(((Response.Given) response).test().octets("dkm"))
                .hasValueSatisfying(
                        came -> assertThat(HEX.formatHex(came))
                                .isEqualTo(
                                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
    }

    @Test
    void givenRandom_takenInPieces_countsEveryOctet() {
        GivenRandom random = GivenRandom.of(new byte[] {1, 2, 3});
        byte[] two = new byte[2];
        random.nextBytes(two);
        assertThat(two).containsExactly(1, 2);
        assertThat(random.takenExactly()).isFalse();
        random.nextBytes(new byte[1]);
        assertThat(random.takenExactly()).isTrue();
        byte[] beyond = {9};
        random.nextBytes(beyond);
        assertThat(beyond).containsExactly(0);
        assertThat(random.takenExactly()).isFalse();
    }

    /** A provider with a source of its own was not asked, and its answer is none. */
    @Test
    void seeded_randomnessNotTaken_isNotExpressible() {
        GivenRandom random = GivenRandom.of(new byte[32]);
        Attempt<Fields> attempt = new Attempt.Returned<>(Fields.octets("pk", new byte[1]));
        assertThat(AcvpMlKem.seeded(attempt, random)).isInstanceOf(Response.NotRun.class);
        random.nextBytes(new byte[32]);
        assertThat(AcvpMlKem.seeded(attempt, random)).isInstanceOf(Response.Given.class);
    }

    @Test
    void derReader_cutOrOverlong_isRefused() throws Exception {
        byte[] element = new byte[3 + 200];
        element[0] = 4;
        element[1] = (byte) 0x81;
        element[2] = (byte) 200;
        assertThat(new DerReader(element).contents(4)).hasSize(200);
        for (int length : List.of(0, 1, 2, 3, 100, 202)) {
            byte[] cut = Arrays.copyOf(element, length);
            assertThatThrownBy(() -> new DerReader(cut).contents(4)).isInstanceOf(InvalidKeyException.class);
        }
        byte[] indefinite = {4, (byte) 0x80, 0, 0};
        assertThatThrownBy(() -> new DerReader(indefinite).contents(4)).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> new DerReader(element).contents(3))
                .hasMessageContaining("expected an element of tag 3");
    }

    /** NIST's samples, where this machine has them and the JDK has the algorithm. */
    @ParameterizedTest
    @CsvSource({
        "ML-KEM-keyGen-FIPS203, 75, 24",
        "ML-KEM-encapDecap-FIPS203, 165, 24",
        "ML-DSA-keyGen-FIPS204, 75, 24",
        "ML-DSA-sigGen-FIPS204, 8, 24",
        "ACVP-AES-OFB-1.0, 2144, 17",
        "ACVP-AES-CFB128-1.0, 2144, 17",
        "ECDSA-KeyVer-FIPS186-5, 9, 17",
        "EDDSA-KeyGen-1.0, 6, 17"
    })
    void sharedSamples_jdk_passes(String set, int passed, int since) throws Exception {
        if (Jdk.vectors().isEmpty() || Runtime.version().feature() < since) {
            return;
        }
        Report report = Acvp.runFolder(
                Jdk.vectors().get().resolve("acvp").resolve(set),
                Jdk.providers(),
                Jdk.providers(),
                Capability.standard());
        assertThat(report.failures()).isEmpty();
        assertThat(report.totals().passed()).isEqualTo(passed);
    }
}
