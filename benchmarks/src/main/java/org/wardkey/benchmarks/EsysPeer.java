package org.wardkey.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wardkey.tpm2.structure.Handle;

/** The same operations in a C program on ESYS of tpm2-tss, which is compiled here. */
final class EsysPeer {
    /** What it does of that which is measured. */
    static final List<String> OPERATIONS = List.of("sign", "protected-sign", "random", "protected-random");

    private final Path program;
    private final Path messages;

    /**
     * Names it.
     *
     * @param program the compiled program
     * @param messages the file that takes what it says besides its figures
     */
    EsysPeer(Path program, Path messages) {
        this.program = program;
        this.messages = messages;
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
        Path messages = folder.resolve("esys.log");
        run(
                List.of("cc", "-O2", "-o", program.toString(), source.toString(), "-ltss2-esys", "-ltss2-tctildr"),
                messages);
        return new EsysPeer(program, messages);
    }

    /**
     * Runs it once.
     *
     * @return medians in nanoseconds, by the operations' names
     * @throws IOException if it fails or leaves a figure out; the message says with which exit code, and what it said
     */
    Map<String, Long> measure(String tcti, Handle storage, Handle signing, int warmUp, int count)
            throws IOException, InterruptedException {
        String line = run(
                List.of(
                        program.toString(),
                        tcti,
                        Integer.toHexString(storage.value()),
                        Integer.toHexString(signing.value()),
                        Integer.toString(warmUp),
                        Integer.toString(count)),
                messages);
        FreshJvm.Run figures = new FreshJvm.Run(line, 0);
        Map<String, Long> nanos = new LinkedHashMap<>();
        for (String operation : OPERATIONS) {
            try {
                nanos.put(operation, figures.figure(operation));
            } catch (IllegalStateException | NumberFormatException e) {
                throw new IOException("Expected a figure for " + operation + " from " + program + ", got none.", e);
            }
        }
        return nanos;
    }

    private static String run(List<String> command, Path messages) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(messages.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("Expected " + command.get(0) + " to end with 0, got " + exit + ": "
                    + Files.readString(messages).lines().findFirst().orElse(""));
        }
        return output;
    }
}
