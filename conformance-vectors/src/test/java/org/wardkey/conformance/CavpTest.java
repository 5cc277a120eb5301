package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CavpTest {
    private static final String SHA = """
            #  CAVS 11.0
            [L = 32]

            Len = 0
            Msg = 00
            MD = e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

            Len = 24
            Msg = 616263
            MD = ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
            """;
    private static final String WRAP = """
            [PLAINTEXT LENGTH = 128]

            COUNT = 0
            K = 000102030405060708090a0b0c0d0e0f
            C = 1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5
            P = 00112233445566778899aabbccddeeff

            COUNT = 1
            K = 000102030405060708090a0b0c0d0e0f
            C = 1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe4
            FAIL
            """;
    private static final String BLOCK = """
            [ENCRYPT]

            COUNT = 0
            KEY = 2b7e151628aed2a6abf7158809cf4f3c
            PLAINTEXT = 6bc1bee22e409f96e93d7e117393172a
            CIPHERTEXT = 3ad77bb40d7a3660a89ecaf32466ef97

            [DECRYPT]

            COUNT = 0
            KEY = 2b7e151628aed2a6abf7158809cf4f3c
            CIPHERTEXT = 3ad77bb40d7a3660a89ecaf32466ef97
            PLAINTEXT = 6bc1bee22e409f96e93d7e117393172a
            """;
    /** NIST's SHA-256 Monte Carlo sample, its first two results. */
    private static final String MONTE = """
            [L = 32]

            Seed = 6d1e72ad03ddeb5de891e572e2396f8da015d899ef0e79503152d6010a3fe691

            COUNT = 0
            MD = e93c330ae5447738c8aa85d71a6c80f2a58381d05872d26bdd39f1fcd4f2b788

            COUNT = 1
            MD = 2e78f8c8772ea7c9331d41ed3f9cdf27d8f514a99342ee766ee3b8b0d0b121c0
            """;

    @TempDir
    private Path folder;

    private Report run(String name, String text) throws IOException {
        return run(Files.writeString(folder.resolve(name), text));
    }

    private static Report run(Path path) throws IOException {
        return Conformance.of(Jdk.providers(), Jdk.providers(), Capability.standard(), TestListener.NONE)
                .run(List.of(path));
    }

    @Test
    void run_smallFiles_pass() throws IOException {
        assertThat(run("SHA256ShortMsg.rsp", SHA).totals()).isEqualTo(new Report.Totals(2, 2, 0, 0, 0));
        assertThat(run("KW_AD_128.txt", WRAP).totals()).isEqualTo(new Report.Totals(2, 2, 0, 0, 0));
        assertThat(run("ECBMMT128.rsp", BLOCK).totals()).isEqualTo(new Report.Totals(2, 2, 0, 0, 0));
        assertThat(run("ECBMMT128.rsp", BLOCK.replace("\n", "\r\n")).totals())
                .isEqualTo(new Report.Totals(2, 2, 0, 0, 0));
        assertThat(run("SHA256Monte.rsp", MONTE).totals()).isEqualTo(new Report.Totals(1, 1, 0, 0, 0));
    }

    @Test
    void run_wrongAnswers_failWithTheirPlace() throws IOException {
        assertThat(run("SHA256ShortMsg.rsp", SHA.replace("ba7816", "ba7817")).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.comment()).contains("len = 24"));
        assertThat(run("KW_AD_128.txt", WRAP.replace("cfe5", "cfe6")).totals().failed())
                .isEqualTo(1);
        assertThat(run("KW_AD_128.txt", WRAP.replace("cfe4", "cfe5")).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.came()).startsWith("accepted"));
        assertThat(run("SHA256Monte.rsp", MONTE.replace("2e78", "2e79")).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.expected()).startsWith("result 1: 2e79"));
    }

    @Test
    void run_fileOfAnotherAlgorithm_isOutsideAndCounted() throws IOException {
        Report report = run("ARIAECBMMT.rsp", BLOCK);
        assertThat(report.totals()).isEqualTo(new Report.Totals(2, 0, 0, 2, 0));
        assertThat(report.reasons()).containsEntry("CAVP file ARIAECBMMT.rsp", 2);
        assertThat(run("TCBCIMMT1.rsp", BLOCK).totals()).isEqualTo(new Report.Totals(2, 0, 0, 0, 2));
    }

    /** RSA's modulus holds for the records behind it, wherever it stands; ECDSA's curve for its section. */
    @Test
    void run_filesOfKeys_takeSectionsAsTheyStand() throws IOException {
        Report ecdsa = run("PKV.rsp", """
                [P-256]

                Qx = e0f7449c5588f24492c338f2bc8f7865f755b958d48edb0f2d0056e50c3fd5b7
                Qy = 86d7e9255d0f4b6f44fa2cd6f8ba3c0aa828321d6d8cc430ca6284ce1d5b43a0
                Result = P (0 )

                Qx = e0f7449c5588f24492c338f2bc8f7865f755b958d48edb0f2d0056e50c3fd5b7
                Qy = 86d7e9255d0f4b6f44fa2cd6f8ba3c0aa828321d6d8cc430ca6284ce1d5b43a1
                Result = F (2 - Point not on curve)

                [K-233]

                Qx = 1
                Qy = 1
                Result = F (2 - Point not on curve)
                """);
        assertThat(ecdsa.failures()).isEmpty();
        assertThat(ecdsa.totals()).isEqualTo(new Report.Totals(3, 2, 0, 1, 0));
        Report rsa = run("SigVer15_186-3.rsp", """
                [mod = 2048]

                n = 80
                SHAAlg = SHA256
                e = 3
                Msg = 00
                S = 01
                Result = F

                n = 81
                SHAAlg = SHA256
                e = 3
                Msg = 00
                S = 01
                Result = F
                """);
        assertThat(rsa.totals()).isEqualTo(new Report.Totals(2, 2, 0, 0, 0));
    }

    @Test
    void run_recordWithoutAField_isRefusedWithItsLine() {
        assertThatThrownBy(() -> run("KW_AD_128.txt", WRAP.replace("P = 00", "Q = 00")))
                .isInstanceOf(VectorFormatException.class)
                .hasMessageContaining("KW_AD_128.txt:3: a record without \"p\"");
    }

    /** Nothing read is nothing tested, and must not look like a file that passed. */
    @ParameterizedTest
    @CsvSource({"SHA256ShortMsg.rsp", "KW_AD_128.txt", "ECBMMT128.rsp", "SHA256Monte.rsp", "SigVer.rsp"})
    void run_knownFileWithoutARecord_isRefused(String name) {
        for (String text : List.of("", "# CAVS 11.0\n[L = 32]\n", "<html>not found</html>")) {
            assertThatThrownBy(() -> run(name, text))
                    .isInstanceOf(VectorFormatException.class)
                    .hasMessageContaining(name + ": no record in it");
        }
    }

    /** A file that breaks off is either a smaller file or refused; nothing else may happen. */
    @ParameterizedTest
    @CsvSource({"SHA256ShortMsg.rsp", "KW_AD_128.txt", "ECBMMT128.rsp"})
    void run_truncatedAtEveryLength_endsProperly(String name) throws IOException {
        String whole = name.startsWith("SHA") ? SHA : name.startsWith("KW") ? WRAP : BLOCK;
        for (int length = 0; length < whole.length(); length++) {
            try {
                assertThat(run(name, whole.substring(0, length)).totals().tests())
                        .isLessThanOrEqualTo(2);
            } catch (VectorFormatException e) {
                assertThat(e.getMessage()).contains(name + ":");
            }
        }
    }

    @Test
    void run_zip_readsItsResponseFiles() throws IOException {
        Path zip = folder.resolve("some.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream file = new ZipOutputStream(out)) {
            for (String name : List.of("a/SHA256ShortMsg.rsp", "a/Readme.txt", "b/KW_AD_128.txt")) {
                file.putNextEntry(new ZipEntry(name));
                file.write((name.startsWith("a") ? SHA : WRAP).getBytes(StandardCharsets.UTF_8));
            }
        }
        Report report = run(zip);
        assertThat(report.files())
                .extracting(FileReport::file)
                .containsExactly("some.zip/a/SHA256ShortMsg.rsp", "some.zip/b/KW_AD_128.txt");
        assertThat(report.totals()).isEqualTo(new Report.Totals(4, 4, 0, 0, 0));
        Files.write(zip, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> run(zip)).isInstanceOf(VectorFormatException.class);
    }

    @Test
    void run_sharedFiles_jdkPassesAllThatItHas() throws IOException {
        if (Jdk.vectors().isEmpty()) {
            return;
        }
        Report report = run(Jdk.vectors().get().resolve("cavp"));
        KnownDeviations known = KnownDeviations.read();
        assertThat(report.failures())
                .allSatisfy(failure -> assertThat(known.explanation(failure))
                        .as(failure.toString())
                        .isPresent());
        assertThat(report.totals().passed()).isGreaterThanOrEqualTo(28_500);
    }
}
