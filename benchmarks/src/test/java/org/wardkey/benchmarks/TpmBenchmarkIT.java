package org.wardkey.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurement runs on the simulator swtpm, with C where its headers are; what it measures here means nothing. */
class TpmBenchmarkIT {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Map<String, List<Double>> measure(Optional<EsysPeer> peer) throws Exception {
        Map<String, List<Double>> figures =
                TpmBenchmark.measure(folder, true, peer, new PrintStream(said, true, UTF_8));
        assertThat(figures).allSatisfy((name, values) -> assertThat(values).allMatch(value -> value > 0));
        assertThat(figures.get("sign, slow chip, commands")).containsExactly(1.0);
        assertThat(figures.get("protected-sign, slow chip, commands")).containsExactly(1.0);
        assertThat(figures.get("windowed-sign, slow chip, commands")).containsExactly(5.0);
        return figures;
    }

    @Test
    void measure_briefly_hasEveryFigure() throws Exception {
        Optional<EsysPeer> peer = TpmBenchmark.peer(folder, System.err);
        assertThat(peer.isPresent() || System.getenv("CI") == null)
                .as("cc and libtss2-dev")
                .isTrue();

        // 5 operations and a ratio, 3 of a slow chip with 2 figures each; 2 more for each of 4 that C does, too.
        assertThat(measure(peer)).hasSize(peer.isPresent() ? 20 : 12);
        assertThat(said.toString(UTF_8)).isEmpty();
    }

    @Test
    void measure_programThatFails_saysSoAndGoesOn() throws Exception {
        Path program = Files.writeString(
                folder.resolve("failing"), "#!/bin/sh\necho sign=1\necho 'ERROR: no TPM' >&2\nexit 3\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

        assertThat(measure(Optional.of(new EsysPeer(program, folder.resolve("messages")))))
                .hasSize(12);
        assertThat(said.toString(UTF_8).lines())
                .hasSize(2)
                .allMatch(line ->
                        line.startsWith("A round without C on ESYS: ") && line.endsWith("got 3: ERROR: no TPM"));
    }

    @Test
    void measure_programThatLeavesAFigureOut_saysSoAndGoesOn() throws Exception {
        Path program = Files.writeString(folder.resolve("brief"), "#!/bin/sh\necho sign=1 random=1\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

        assertThat(measure(Optional.of(new EsysPeer(program, folder.resolve("messages")))))
                .hasSize(12);
        assertThat(said.toString(UTF_8)).contains("Expected a figure for protected-sign");
    }

    @Test
    void scratchFolder_closed_isGoneWithWhatIsInIt() throws Exception {
        Path path;
        try (ScratchFolder scratch = ScratchFolder.create("wardkey-tpm")) {
            path = scratch.path();
            Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("c"), "c");
        }
        assertThat(path).doesNotExist();
    }
}
