package org.wardkey.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.wardkey.conformance.cli.Main;

class ReportFolderTest {
    private static final String COMMENT = "<script>alert('x')</script> & \"quoted\"";

    @TempDir
    private Path folder;

    private Path vectors() throws IOException {
        Path file = folder.resolve("vectors/hmac.json");
        Files.createDirectories(folder.resolve("vectors"));
        return Files.writeString(file, """
                {"algorithm": "HMACSHA256", "numberOfTests": 3, "testGroups": [{"type": "MacTest", "keySize": 128,
                 "tagSize": 256, "tests": [
                 {"tcId": 1, "comment": "COMMENT", "flags": ["=1+1"], "key": "00", "msg": "00", "tag": "00",
                  "result": "valid"},
                 {"tcId": 2, "comment": "", "flags": [], "key": "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
                  "msg": "4869205468657265", "result": "valid",
                  "tag": "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
                 {"tcId": 3, "comment": "", "flags": [], "key": "", "msg": "", "tag": "", "result": "valid"}]}]}
                """.replace("COMMENT", COMMENT.replace("\"", "\\\"")));
    }

    private int run(String report, Path... vectors) {
        PrintStream none = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Stream<String> options = Stream.of(
                "run", "--provider", "JDK", "--report", folder.resolve(report).toString());
        return Main.run(
                Stream.concat(options, Stream.of(vectors).map(Path::toString)).toArray(String[]::new), none, none);
    }

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve("r").resolve(file));
    }

    @Test
    void report_failureWithMarkupInIt_isEscapedEverywhere() throws Exception {
        assertThat(run("r", vectors())).isEqualTo(1);
        assertThat(text("report.html"))
                .doesNotContain("<script", "alert('x')")
                .contains("&lt;script&gt;alert(&#39;x&#39;)", "<strong class=\"failed\">FAILED</strong>")
                .contains("key=00")
                .contains("SecretKeySpec takes no empty key");
        assertThat(text("report.csv"))
                .contains("\"hmac.json\",\"HMAC\",\"valid\",\"0\",\"1\",\"FAIL\",\"00\"")
                .contains("\"2\",\"PASS\",\"\",\"\"")
                .contains("\"3\",\"NOT_EXPRESSIBLE\"");
        assertThat(text("report.json")).contains("\"verdict\" : \"failed\"", "\"failed\" : 1", "\"=1+1\"");
    }

    @Test
    void report_xml_isJunitThatParses() throws Exception {
        run("r", vectors());
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("r/report.xml").toFile());
        assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(3);
        assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("skipped").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("testsuite")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("skipped")
                        .getNodeValue())
                .isEqualTo("1");
    }

    @Test
    void evidence_ofARun_hasHashesAndVersions() throws Exception {
        run("r", vectors());
        assertThat(text("evidence.json"))
                .contains("\"file\" : \"hmac.json\"", "\"java.runtime.version\"", "\"name\" : \"SunJCE\"")
                .containsPattern("\"sha256\" : \"[0-9a-f]{64}\"");
    }

    @Test
    void report_ofASecondRun_differsInTimingsOnly() throws Exception {
        run("a", vectors());
        run("b", vectors());
        for (String name : List.of("report.html", "report.json", "report.csv", "report.xml", "evidence.json")) {
            assertThat(folder.resolve("b").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("a").resolve(name));
        }
        try (Stream<Path> files = Files.list(folder.resolve("a"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "report.html", "report.json", "report.csv", "report.xml", "evidence.json", "timings.json");
        }
    }

    @Test
    void report_ofARunThatBreaksOff_leavesNoPartialFile() throws Exception {
        Path broken = Files.writeString(folder.resolve("prompt.json"), "{\"testGroups\": [{]}");
        assertThat(run("r", vectors(), broken)).isEqualTo(3);
        try (Stream<Path> files = Files.list(folder.resolve("r"))) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"=1,'\"''=1\"'", "a\"b,'\"a\"\"b\"'", "-,'\"''-\"'", "plain,'\"plain\"'"})
    void csv_text_isQuotedAndNoFormula(String text, String field) {
        assertThat(Markup.csv(text)).isEqualTo(field);
    }

    @Test
    void escaped_charactersThatXmlCannotHold_areReplaced() {
        assertThat(Markup.escaped("a\u0000b\ud800c\ufffe<\ud83d\ude00"))
                .isEqualTo("a\ufffdb\ufffdc\ufffd&lt;\ud83d\ude00");
    }
}
