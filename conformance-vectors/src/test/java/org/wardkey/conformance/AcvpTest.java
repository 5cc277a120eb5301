package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcvpTest {
    private static final String PROMPT = """
            {"vsId": 1, "algorithm": "SHA2-256", "revision": "1.0", "testGroups": [{"tgId": 1, "testType": "AFT",
             "tests": [{"tcId": 1, "len": 24, "msg": "616263"}, {"tcId": "2", "len": "5", "msg": "68"}]}]}
            """;
    private static final String ANSWERS = """
            {"vsId": 1, "algorithm": "SHA2-256", "testGroups": [{"tgId": 1, "tests": [
             {"tcId": 1, "md": "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"},
             {"tcId": 2, "md": "00"}]}]}
            """;

    private static Report run(Path folder) throws IOException {
        return Acvp.runFolder(folder, Jdk.providers(), Jdk.providers(), Capability.standard());
    }

    @Test
    void runFolder_bitLengths_areNotExpressibleAndCounted(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("prompt.json"), PROMPT);
        Files.writeString(folder.resolve("expectedResults.json"), ANSWERS);
        assertThat(run(folder).totals()).isEqualTo(new Report.Totals(2, 1, 0, 0, 1));
    }

    @Test
    void runFolder_wrongAnswerPublished_fails(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("prompt.json"), PROMPT);
        Files.writeString(folder.resolve("expectedResults.json"), ANSWERS.replace("BA78", "BA79"));
        assertThat(run(folder).failures())
                .singleElement()
                .extracting(Failure::tcId)
                .isEqualTo(1L);
    }

    @Test
    void runFolder_withoutAnswers_isOutsideUnlessNotExpressible(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("prompt.json"), PROMPT);
        assertThat(run(folder).totals()).isEqualTo(new Report.Totals(2, 0, 0, 1, 1));
    }

    @Test
    void runFolder_answersOfAnotherSet_areRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("prompt.json"), PROMPT);
        Files.writeString(folder.resolve("expectedResults.json"), ANSWERS.replace("\"vsId\": 1", "\"vsId\": 2"));
        assertThatThrownBy(() -> run(folder)).isInstanceOf(VectorFormatException.class);
    }

    @Test
    void runFolder_unknownAlgorithm_isOutsideByName(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("prompt.json"), PROMPT.replace("SHA2-256", "LMS"));
        assertThat(run(folder).reasons()).containsExactly(Map.entry("algorithm LMS", 2));
    }

    @Test
    void runFolder_largeDataTest_runsWhenDeclared(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("prompt.json"), """
                {"vsId": 1, "algorithm": "SHA2-256", "testGroups": [{"tgId": 1, "testType": "LDT", "tests": [{"tcId": 1,
                 "largeMsg": {"content": "6161616161616161", "contentLength": 64, "fullLength": 8000000,
                 "expansionTechnique": "repeating"}}]}]}
                """);
        // One million times "a": FIPS 180-4, NIST example values.
        Files.writeString(folder.resolve("expectedResults.json"), """
                {"vsId": 1, "testGroups": [{"tgId": 1, "tests": [{"tcId": 1,
                 "md": "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"}]}]}
                """);
        assertThat(run(folder).totals().outsideCapability()).isEqualTo(1);
        Capability large = Capability.standard().withLargeMessageBytesMax(1_000_000);
        assertThat(Acvp.runFolder(folder, Jdk.providers(), Jdk.providers(), large)
                        .totals()
                        .passed())
                .isEqualTo(1);
    }

    @Test
    void drbgVectors_smallSet_keepsOrderAndUse(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("prompt.json"), """
                {"vsId": 1, "algorithm": "hashDRBG", "testGroups": [{"tgId": 1, "mode": "SHA2-256",
                 "predResistance": false, "tests": [{"tcId": 3, "entropyInput": "01", "nonce": "02", "persoString": "",
                 "otherInput": [{"intendedUse": "reSeed", "additionalInput": "", "entropyInput": "03"},
                 {"intendedUse": "generate", "additionalInput": "04", "entropyInput": ""}]}]}]}
                """);
        Files.writeString(
                folder.resolve("expectedResults.json"),
                "{\"vsId\": 1, \"testGroups\": [{\"tgId\": 1, \"tests\": [{\"tcId\": 3, \"returnedBits\": \"05\"}]}]}");
        DrbgVector vector = Acvp.drbgVectors(folder).get(0);
        assertThat(vector.otherInput())
                .extracting(DrbgVector.OtherInput::intendedUse)
                .containsExactly(DrbgVector.IntendedUse.RESEED, DrbgVector.IntendedUse.GENERATE);
        assertThat(vector.returnedBits()).containsExactly(5);
        assertThat(run(folder).totals().notExpressible()).isEqualTo(1);
    }

    @Test
    void drbgVectors_hashDrbgSha256_drivesAnImplementation() throws Exception {
        if (Jdk.vectors().isEmpty()) {
            return;
        }
        List<DrbgVector> vectors = Acvp.drbgVectors(Jdk.vectors().get().resolve("acvp/hashDRBG-1.0")).stream()
                .filter(vector -> vector.mode().equals("SHA2-256"))
                .toList();
        assertThat(vectors).isNotEmpty();
        for (DrbgVector vector : vectors) {
            assertThat(HexFormat.of().formatHex(HashDrbg.run(vector)))
                    .as("tcId %d", vector.tcId())
                    .isEqualTo(HexFormat.of().formatHex(vector.returnedBits()));
        }
    }
}
