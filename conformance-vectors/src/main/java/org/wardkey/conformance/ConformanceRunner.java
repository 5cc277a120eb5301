package org.wardkey.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs every vector file below a folder.
 *
 * <pre>
 * root/wycheproof/*.json[.gz]                        Wycheproof files
 * root/acvp/SET/prompt.json[.gz]                     NIST gen-val sets
 * root/acvp-server/SOURCE/SET/prompt.json[.gz]       sets that NIST's servers issued
 * </pre>
 *
 * Each of the three may be absent. Files of algorithms that this module does not cover are in the report as well.
 */
public final class ConformanceRunner {
    private ConformanceRunner() {}

    /**
     * Runs all vectors.
     *
     * @param vectorsRoot the folder
     * @param underTest the provider under test
     * @param second the provider that verifies answers which are random by nature; another one than the one under test
     * @param capability what the provider under test declares
     * @throws NoSuchFileException when there is no such folder, or no vectors in it
     * @throws VectorFormatException when a file is malformed, with the position
     * @throws IOException when a file cannot be read
     */
    public static Report run(Path vectorsRoot, Provider underTest, Provider second, Capability capability)
            throws IOException {
        if (!Files.isDirectory(vectorsRoot)) {
            throw new NoSuchFileException(vectorsRoot.toString(), null, "no such folder of vectors");
        }
        // One set of engines for the whole run: objects meet the inputs of many files, RSA keys are made once.
        Engines subject = new Engines(underTest);
        Engines verifier = new Engines(second);
        List<FileReport> reports = new ArrayList<>();
        for (Path file : sorted(vectorsRoot.resolve("wycheproof"), 1)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".json") || name.endsWith(".json.gz")) {
                reports.add(Wycheproof.run(VectorFile.of(file, name), "wycheproof/" + name, subject, capability));
            }
        }
        for (String folder : List.of("acvp", "acvp-server")) {
            for (Path prompt : sorted(vectorsRoot.resolve(folder), 3)) {
                if (prompt.getFileName().toString().matches("prompt\\.json(\\.gz)?")) {
                    Path set = prompt.resolveSibling("").normalize();
                    String name = vectorsRoot.relativize(set).toString();
                    reports.addAll(
                            Acvp.run(set, name, subject, verifier, capability).files());
                }
            }
        }
        if (reports.isEmpty()) {
            throw new NoSuchFileException(vectorsRoot.toString(), null, "no vectors in this folder");
        }
        return new Report(reports);
    }

    private static List<Path> sorted(Path folder, int depth) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
