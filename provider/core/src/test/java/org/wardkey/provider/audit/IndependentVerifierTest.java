package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that Wardkey wrote, judged by a verifier in another language that shares no code with it. */
class IndependentVerifierTest {
    private static final int EVENTS = 700;

    @TempDir
    private Path folder;

    private Path log;
    private Path script;

    private record Verdict(int exit, String output) {}

    @BeforeEach
    void write() throws IOException {
        log = Logs.written(Files.createDirectory(folder.resolve("audit")), EVENTS);
        script = folder.resolve("verify_log.py");
        try (InputStream source = IndependentVerifierTest.class.getResourceAsStream("verify_log.py")) {
            Files.write(script, source.readAllBytes());
        }
    }

    private Verdict judge(String... more) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                "python3",
                                script.toString(),
                                folder.resolve("audit").toString(),
                                "0001"),
                        Stream.of(more))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Verdict(process.waitFor(), output.strip());
    }

    private Path segment() throws IOException {
        return SegmentFiles.list(log).get(0);
    }

    @Test
    void judge_intactLog_agreesOnRecordsAndRoot() throws Exception {
        AuditVerifier.Result ours = Logs.verify(log);
        assertThat(ours.findings()).isEmpty();
        assertThat(judge()).isEqualTo(new Verdict(0, "intact " + ours.records() + " " + ours.root()));
    }

    @Test
    void judge_recordAltered_namesTheSameRecord() throws Exception {
        Files.writeString(segment(), Files.readString(segment()).replace("\"event 400\"", "\"event 401\""));
        assertThat(judge()).isEqualTo(new Verdict(1, "record 403"));
        assertThat(Logs.verify(log).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.sequence()).isEqualTo(403);
            assertThat(finding.problem()).isEqualTo("The record was altered.");
        });
    }

    @Test
    void judge_recordDeleted_isFoundByBoth() throws Exception {
        List<String> lines = Files.readAllLines(segment());
        lines.remove(299);
        Files.write(segment(), lines);
        assertThat(judge().output()).startsWith("record 300\n").contains("cut: 702 of 703 records");
        assertThat(Logs.verify(log).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).isEqualTo("Records 300 to 300 are missing."));
    }

    @Test
    void judge_recordsSwapped_isFoundByBoth() throws Exception {
        List<String> lines = Files.readAllLines(segment());
        Collections.swap(lines, 9, 10);
        Files.write(segment(), lines);
        assertThat(judge().output()).contains("record 10\nrecord 11", "number of record 10");
        assertThat(Logs.verify(log).findings())
                .extracting(AuditVerifier.Finding::sequence)
                .containsExactly(11L, 12L);
    }

    @Test
    void judge_logCut_isFoundByBoth() throws Exception {
        List<String> lines = Files.readAllLines(segment());
        Files.write(segment(), lines.subList(0, 600));
        assertThat(judge()).isEqualTo(new Verdict(1, "cut: 600 of 703 records"));
        assertThat(Logs.verify(log).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("it had 703 records, it has 600"));
    }

    @Test
    void judge_outsideCheckpoint_isVerifiedAndHoldsForAGrownLog() throws Exception {
        Path outside = Files.copy(log.resolve("checkpoint"), folder.resolve("outside"));
        Logs.written(folder.resolve("audit"), 20);
        assertThat(judge(outside.toString()).output()).startsWith("intact 725 ");

        Files.writeString(outside, Files.readString(outside).replaceFirst("\n703\n", "\n702\n"));
        assertThat(judge(outside.toString()).output()).contains("refused: the checkpoint is not signed");
    }
}
