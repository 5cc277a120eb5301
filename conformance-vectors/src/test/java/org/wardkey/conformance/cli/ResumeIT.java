package org.wardkey.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that ends in the middle, as by a kill, and goes on in another process. */
class ResumeIT {
    @TempDir
    private Path folder;

    private List<String> run;

    @BeforeEach
    void prepare() throws Exception {
        Laboratory.jar(folder.resolve("halting.jar"), List.of(HaltingDigests.class, HaltingDigests.Sha256.class));
        StringBuilder prompt = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        for (int i = 1; i <= 10; i++) {
            prompt.append(i > 1 ? "," : "").append("{\"tcId\": " + i + ", \"len\": 24, \"msg\": \"616263\"}");
            answers.append(i > 1 ? "," : "")
                    .append("{\"tcId\": " + i + ", \"md\": \"" + (i == 2 || i == 9 ? "00" : "")
                            + "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\"}");
        }
        String head = "{\"vsId\": 1, \"algorithm\": \"SHA2-256\", \"testGroups\": [{\"tgId\": 1, \"testType\": \"AFT\","
                + " \"tests\": [";
        Files.writeString(folder.resolve("prompt.json"), head + prompt + "]}]}");
        Files.writeString(folder.resolve("expectedResults.json"), head + answers + "]}]}");
        run = List.of("run", "--provider", "halting.jar", "--resume", "journal", "--report", "reports", "prompt.json");
    }

    @Test
    void run_killedAtTheFourthTest_goesOnAtTheFourth() throws Exception {
        Files.createFile(folder.resolve("halt"));
        assertThat(Laboratory.java(folder, run).code()).isEqualTo(137);
        assertThat(Files.readAllLines(folder.resolve("journal"))).hasSize(2 + 3);
        Files.delete(folder.resolve("halt"));
        // What the kill left of a line is no verdict.
        Files.writeString(folder.resolve("journal"), "{\"tcId\":\"4\",\"outc", StandardOpenOption.APPEND);
        Laboratory.Ended ended = Laboratory.java(folder, run);
        assertThat(ended.code()).as(ended.text()).isEqualTo(1);
        assertThat(ended.text())
                .containsPattern("SHA +10 +8 +2 +0 +0")
                .contains("FAIL")
                .contains("tcId 2 ")
                .contains("tcId 9 ");
        assertThat(Files.size(folder.resolve("calls"))).isEqualTo(4 + 7);
        assertThat(Files.readAllLines(folder.resolve("journal"))).hasSize(2 + 10);
        assertThat(Files.readAllLines(folder.resolve("reports/report.csv"))).hasSize(1 + 10);
        // A third time nothing is left to do, and the verdict is the same.
        Laboratory.Ended again = Laboratory.java(folder, run);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.text()).isEqualTo(ended.text());
        assertThat(Files.size(folder.resolve("calls"))).isEqualTo(4 + 7);
    }

    @Test
    void run_journalOfAnotherRun_isRefused() throws Exception {
        Laboratory.java(folder, run);
        Laboratory.Ended other =
                Laboratory.java(folder, List.of("run", "--provider", "SUN", "--resume", "journal", "prompt.json"));
        assertThat(other.code()).isEqualTo(3);
        assertThat(other.text()).contains("remove this one: its provider is HaltingDigests 1, and in this one SUN ");
        Path prompt = folder.resolve("prompt.json");
        Files.writeString(prompt, Files.readString(prompt).replace("616263", "616264"));
        Laboratory.Ended changed = Laboratory.java(folder, run);
        assertThat(changed.code()).isEqualTo(3);
        assertThat(changed.text())
                .contains("the journal of another run; give a new file, or remove this one: set ")
                .contains(" is read from SHA-256 ");
        Files.writeString(folder.resolve("journal"), "no journal\n");
        assertThat(Laboratory.java(folder, run).text()).contains("journal:1: not a line of a journal");
    }
}
