package org.wardkey.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds vector sets: a single file, the folder of one set, or a folder with any of these below it. */
final class VectorSets {
    private static final Pattern PROMPT = Pattern.compile("prompt\\.json(\\.gz)?");
    /** What NIST publishes beside a prompt. */
    private static final Pattern BESIDE =
            Pattern.compile("(expectedResults|internalProjection|registration|validation)\\.json(\\.gz)?");

    private static final Pattern JSON = Pattern.compile(".*\\.json(\\.gz)?");

    private VectorSets() {}

    /**
     * The sets of a file or folder, by name.
     *
     * @throws NoSuchFileException when there is none
     * @throws VectorFormatException when a file that is named, or that must be one by its name, is no vector file
     */
    static List<VectorSet> of(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "no such file or folder of vectors");
        }
        List<VectorSet> sets = Files.isDirectory(path) ? folder(path, "") : file(path, name(path));
        if (sets.isEmpty()) {
            throw new NoSuchFileException(
                    path.toString(),
                    null,
                    "no vectors here: ACVP prompt.json or Wycheproof .json, plain or .gz, CAVP .rsp or .zip, PKITS .zip or x509-limbo .json");
        }
        return sets;
    }

    /** An ACVP prompt with its answers in a file of any name. */
    static List<VectorSet> of(Path prompt, Path expected) throws IOException {
        return Acvp.sets(
                VectorFile.of(prompt, name(prompt)),
                Optional.of(VectorFile.of(expected, name(expected))),
                Optional.empty(),
                name(prompt));
    }

    /** The sets below a folder, whose names begin with {@code prefix}. */
    static List<VectorSet> folder(Path root, String prefix) throws IOException {
        List<VectorSet> sets = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                String name = prefix + root.relativize(file);
                sets.addAll(isVectors(file) ? file(file, name) : List.of());
            }
        }
        return sets;
    }

    /** A folder may hold other JSON: only what has test groups counts. */
    private static boolean isVectors(Path file) throws IOException {
        String name = name(file);
        if (PROMPT.matcher(name).matches()) {
            return true;
        }
        if (Cavp.isResponses(name) || name.endsWith(".zip")) {
            return true;
        }
        return JSON.matcher(name).matches()
                && !BESIDE.matcher(name).matches()
                && (VectorFile.of(file, name).hasGroups() || Limbo.isLimbo(VectorFile.of(file, name)));
    }

    private static List<VectorSet> file(Path file, String name) throws IOException {
        if (PROMPT.matcher(name(file)).matches()) {
            Path folder = file.toAbsolutePath().normalize().resolveSibling("");
            int slash = name.length() - name(file).length() - 1;
            return Acvp.sets(folder, slash < 0 ? name(folder) : name.substring(0, slash));
        }
        if (name.endsWith(".zip")) {
            return Pkits.isPkits(file, name) ? List.of(Pkits.set(file, name)) : Cavp.zip(file, name);
        }
        if (Cavp.isResponses(name(file))) {
            return List.of(Cavp.file(file, name));
        }
        VectorFile vectors = VectorFile.of(file, name);
        if (Limbo.isLimbo(vectors)) {
            return List.of(Limbo.set(vectors, name));
        }
        return vectors.headers().get(0).has("numberOfTests")
                ? List.of(Wycheproof.set(vectors, name))
                : Acvp.sets(vectors, Optional.empty(), Optional.empty(), name);
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
