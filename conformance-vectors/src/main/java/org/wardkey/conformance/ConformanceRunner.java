package org.wardkey.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Runs every vector file below a folder.
 *
 * <pre>
 * root/wycheproof/*.json[.gz]                        Wycheproof files
 * root/x509/*.json[.gz], *.zip                       x509-limbo and PKITS
 * root/acvp/SET/prompt.json[.gz]                     NIST gen-val sets
 * root/acvp-server/SOURCE/SET/prompt.json[.gz]       sets that NIST's servers issued
 * </pre>
 *
 * Each of them may be absent. Files of algorithms that this module does not cover are in the report as well.
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
        return run(vectorsRoot, underTest, second, capability, name -> true);
    }

    /**
     * Runs some of the vectors.
     *
     * @param vectorsRoot the folder
     * @param underTest the provider under test
     * @param second the provider that verifies answers which are random by nature; another one than the one under test
     * @param capability what the provider under test declares
     * @param wanted says of a set's name, such as {@code wycheproof/aes_gcm_test.json.gz}, whether it is to run
     * @throws NoSuchFileException when there is no such folder, or no vectors in it
     * @throws VectorFormatException when a file is malformed, with the position
     * @throws IOException when a file cannot be read
     */
    public static Report run(
            Path vectorsRoot, Provider underTest, Provider second, Capability capability, Predicate<String> wanted)
            throws IOException {
        // One set of engines for the whole run: objects meet the inputs of many files, RSA keys are made once.
        Bench bench = Bench.of(underTest, second, capability);
        List<FileReport> reports = new ArrayList<>();
        for (VectorSet set : sets(vectorsRoot)) {
            if (wanted.test(set.name())) {
                reports.add(bench.run(set));
            }
        }
        return new Report(reports);
    }

    static List<VectorSet> sets(Path vectorsRoot) throws IOException {
        if (!Files.isDirectory(vectorsRoot)) {
            throw new NoSuchFileException(vectorsRoot.toString(), null, "no such folder of vectors");
        }
        List<VectorSet> sets = new ArrayList<>();
        for (Path file : sorted(vectorsRoot.resolve("wycheproof"), 1)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".json") || name.endsWith(".json.gz")) {
                sets.add(Wycheproof.set(VectorFile.of(file, name), "wycheproof/" + name));
            }
        }
        for (String folder : List.of("acvp", "acvp-server")) {
            for (Path prompt : sorted(vectorsRoot.resolve(folder), 3)) {
                if (prompt.getFileName().toString().matches("prompt\\.json(\\.gz)?")) {
                    Path set = prompt.resolveSibling("").normalize();
                    sets.addAll(Acvp.sets(set, vectorsRoot.relativize(set).toString()));
                }
            }
        }
        if (Files.isDirectory(vectorsRoot.resolve("x509"))) {
            sets.addAll(VectorSets.folder(vectorsRoot.resolve("x509"), "x509/"));
        }
        if (sets.isEmpty()) {
            throw new NoSuchFileException(vectorsRoot.toString(), null, "no vectors in this folder");
        }
        return sets;
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
