package org.wardkey.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorFileTest {
    private static final String SMALL = """
            {"algorithm": "HMACSHA256", "numberOfTests": 1, "notes": null, "testGroups": [
              {"type": "MacTest", "keySize": 8, "tagSize": 128, "tests": [
                {"tcId": "1", "comment": "", "flags": [], "key": "00", "msg": "", "tag": "00", "result": "invalid"}]}]}
            """;

    private static VectorFile file(byte[] bytes) {
        return new VectorFile("vectors.json", () -> new ByteArrayInputStream(bytes));
    }

    private static VectorFile file(String text) {
        return file(text.getBytes(UTF_8));
    }

    private static List<JsonObject> groups(VectorFile file) throws IOException {
        List<JsonObject> groups = new ArrayList<>();
        for (int set = 0; set < file.headers().size(); set++) {
            file.groups(set, groups::add);
        }
        return groups;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void groups_plainAndGzip_areTheSame() throws IOException {
        assertThat(groups(file(SMALL))).hasSize(1);
        JsonObject test = groups(file(gzip(SMALL))).get(0).objects("tests").get(0);
        assertThat(test.integer("tcId")).isEqualTo(1);
        assertThat(test.hex("key")).containsExactly(0);
    }

    @Test
    void groups_labArray_skipsSessionHeaderAndFindsEverySet() throws IOException {
        String lab = "[{\"acvVersion\": \"1.0\"}, {\"testGroups\": [{\"tgId\": 1}], \"vsId\": 7},"
                + " {\"vsId\": 8, \"testGroups\": [{\"tgId\": 2}, {\"tgId\": 3, \"tests\": null}]}]\nEOF.\n";
        VectorFile file = file(lab);
        assertThat(file.headers())
                .extracting(header -> header.textOr("vsId", ""))
                .containsExactly("7", "8");
        assertThat(groups(file)).hasSize(3);
        assertThat(groups(file).get(2).objects("tests")).isEmpty();
    }

    @Test
    void headers_gzipCutAtEveryLength_isRefusedWithFileName() throws IOException {
        byte[] whole = gzip(SMALL);
        for (int length = 2; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> file(cut).headers(), "cut to %d bytes", length)
                    .isInstanceOf(VectorFormatException.class)
                    .hasMessageStartingWith("vectors.json");
        }
    }

    @Test
    void headers_gzipWithOneBitFlipped_areRefusedOrUnharmed() throws IOException {
        byte[] whole = gzip(SMALL);
        int headerBytes = 10;
        int unharmed = 0;
        for (int bit = headerBytes * Byte.SIZE; bit < whole.length * Byte.SIZE; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            try {
                JsonObject header = file(damaged).headers().get(0);
                assertThat(header.text("algorithm")).as("bit %d", bit).isEqualTo("HMACSHA256");
                assertThat(header.size("numberOfTests")).isEqualTo(1);
                unharmed++;
            } catch (VectorFormatException refused) {
                assertThat(refused).hasMessageStartingWith("vectors.json");
            }
        }
        // Deflate pads its last byte with up to seven bits that mean nothing; everything else is under the checksum.
        assertThat(unharmed).isLessThan(Byte.SIZE);
    }

    @Test
    void headers_plainCutAtEveryLength_isRefused() {
        String whole = SMALL.strip();
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> file(cut).headers(), "cut to %d characters", length)
                    .isInstanceOf(VectorFormatException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "42",
                "\"text\"",
                "{\"testGroups\": [}",
                "{\"testGroups\": [1]} x",
                "nonsense",
                "{\"a\": 1, \"a\": 2, \"testGroups\": []}"
            })
    void groups_malformed_isRefused(String text) {
        assertThatThrownBy(() -> groups(file(text)))
                .isInstanceOf(VectorFormatException.class)
                .hasMessageStartingWith("vectors.json");
    }

    @Test
    void headers_malformed_namesLineAndColumn() {
        assertThatThrownBy(() -> file("{\n  \"algorithm\": oops\n}").headers())
                .isInstanceOf(VectorFormatException.class)
                .hasMessageContaining("vectors.json:2:");
    }

    @Test
    void headers_nestedTooDeep_isRefused() {
        String deep = "{\"testGroups\": " + "[".repeat(5000) + "]".repeat(5000) + "}";
        assertThatThrownBy(() -> file(deep).headers()).isInstanceOf(VectorFormatException.class);
    }

    @Test
    void hex_notHexadecimal_namesThePosition() throws IOException {
        JsonObject group = groups(file("{\"testGroups\": [{\"key\": \"0g\", \"n\": \"x\", \"s\": -1}]}"))
                .get(0);
        assertThatThrownBy(() -> group.hex("key"))
                .isInstanceOf(VectorFormatException.class)
                .hasMessageContaining("vectors.json:1:")
                .hasMessageContaining("key");
        assertThatThrownBy(() -> group.integer("n")).isInstanceOf(VectorFormatException.class);
        assertThatThrownBy(() -> group.size("s")).isInstanceOf(VectorFormatException.class);
        assertThatThrownBy(() -> group.text("absent")).hasMessageContaining("missing");
    }

    @Test
    void runFile_announcesMoreTestsThanItHolds_isRefused(@TempDir Path folder) throws IOException {
        Path path = Files.writeString(
                folder.resolve("short.json"), SMALL.replace("numberOfTests\": 1", "numberOfTests\": 2"));
        assertThatThrownBy(() -> Wycheproof.runFile(path, Jdk.providers(), Capability.standard()))
                .isInstanceOf(VectorFormatException.class)
                .hasMessageContaining("announces 2 tests and holds 1");
    }

    @Test
    void run_missingOrEmptyFolder_isRefused(@TempDir Path folder) {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(
                        () -> ConformanceRunner.run(missing, Jdk.providers(), Jdk.providers(), Capability.standard()))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> ConformanceRunner.run(folder, Jdk.providers(), Jdk.providers(), Capability.standard()))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Acvp.runFolder(folder, Jdk.providers(), Jdk.providers(), Capability.standard()))
                .isInstanceOf(NoSuchFileException.class);
    }
}
