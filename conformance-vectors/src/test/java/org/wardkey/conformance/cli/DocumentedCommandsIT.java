package org.wardkey.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of docs/conformance.md, in its order, with the exit code that the document promises. */
class DocumentedCommandsIT {
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^java -jar wardkey-conformance\\.jar (.*?) +# exit (\\d)$");

    @TempDir
    private Path folder;

    private static String document() throws Exception {
        return Files.readString(Path.of(System.getProperty("wardkey.conformance.document", "absent.md")));
    }

    @Test
    void commands_ofTheDocument_endAsItSays() throws Exception {
        Prompts.set(folder);
        Files.writeString(folder.resolve("answers.json"), Prompts.ANSWERS);
        Files.createDirectory(folder.resolve("vectors"));
        Files.writeString(folder.resolve("vectors/hmac.json"), Prompts.HMAC);
        Laboratory.providerJar(folder);
        Prompts.stick(folder);
        List<MatchResult> commands = COMMAND.matcher(document()).results().toList();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(13);
        for (MatchResult command : commands) {
            List<String> words = Stream.of(command.group(1).split(" +"))
                    .map(word -> word.replace("'", ""))
                    .toList();
            if (words.equals(List.of(Laboratory.SELF_CHECK))) {
                // LaboratoryJarIT runs it, as it stands here, and looks at more than how it ends.
                assertThat(command.group(2)).isEqualTo("0");
                continue;
            }
            Laboratory.Ended ended = Laboratory.java(folder, words);
            assertThat(ended.code())
                    .as(command.group(1) + "\n" + ended.text())
                    .isEqualTo(Integer.parseInt(command.group(2)));
        }
        assertThat(folder.resolve("reports/report.html")).exists();
        assertThat(folder.resolve("registration.json")).exists();
        assertThat(folder.resolve("fetched/own/abc.txt")).hasContent("abc");
    }

    @Test
    void document_linesWithTheJar_areAllCommandsThatRun() throws Exception {
        String text = document();
        long lines = text.lines().filter(line -> line.startsWith("java -jar")).count();
        assertThat(COMMAND.matcher(text).results().count()).isEqualTo(lines);
    }
}
