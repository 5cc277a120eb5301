package org.wardkey.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.wardkey.tpm2.structure.Handle;

/** The same operations in a C program on ESYS of tpm2-tss, which is compiled here. */
final class EsysPeer {
    private final Path program;

    private EsysPeer(Path program) {
        this.program = program;
    }

    /**
     * Compiles it.
     *
     * @param folder where
     * @throws IOException if there is no compiler, or no ESYS to compile against; the message says which
     */
    static EsysPeer compile(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("esys.c");
        try (InputStream in = Objects.requireNonNull(EsysPeer.class.getResourceAsStream("esys.c"))) {
            Files.copy(in, source);
        }
        Path program = folder.resolve("esys");
        run(List.of("cc", "-O2", "-o", program.toString(), source.toString(), "-ltss2-esys", "-ltss2-tctildr"));
        return new EsysPeer(program);
    }

    /**
     * Runs it once.
     *
     * @return medians in nanoseconds, by the operations' names
     */
    FreshJvm.Run measure(String tcti, Handle storage, Handle signing, int warmUp, int count)
            throws IOException, InterruptedException {
        String line = run(List.of(
                program.toString(),
                tcti,
                Integer.toHexString(storage.value()),
                Integer.toHexString(signing.value()),
                Integer.toString(warmUp),
                Integer.toString(count)));
        return new FreshJvm.Run(line, 0);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("Expected " + command.get(0) + " to end with 0, got " + exit + ": "
                    + output.lines().limit(1).findFirst().orElse(""));
        }
        return output;
    }
}
