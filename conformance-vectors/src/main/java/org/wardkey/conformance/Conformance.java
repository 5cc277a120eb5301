package org.wardkey.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Runs any vector files against a provider, and tells a listener every verdict. Not thread-safe. */
public final class Conformance {
    private final Bench bench;
    private final Predicate<String> names;
    private final Optional<Path> journal;

    private Conformance(Bench bench, Predicate<String> names, Optional<Path> journal) {
        this.bench = bench;
        this.names = names;
        this.journal = journal;
    }

    /**
     * Prepares a run.
     *
     * @param underTest the provider under test
     * @param second the provider that verifies answers which are random by nature; another one than the one under test
     * @param capability what the provider under test declares
     * @param listener hears every verdict
     */
    public static Conformance of(Provider underTest, Provider second, Capability capability, TestListener listener) {
        return new Conformance(
                new Bench(new Engines(underTest), new Engines(second), capability, listener),
                name -> true,
                Optional.empty());
    }

    /**
     * The same for sets of some names only.
     *
     * @param glob a pattern of the whole name, in any case: {@code *} stands for any characters, {@code ?} for one
     */
    public Conformance matching(String glob) {
        return new Conformance(bench, glob(glob), journal);
    }

    /**
     * The same with a journal: verdicts are written down as they are given, and those that it already has are taken from
     * it. A run that was killed goes on where it was.
     *
     * @param file the journal; begun when it is not there
     */
    public Conformance resuming(Path file) {
        return new Conformance(bench, names, Optional.of(file));
    }

    static Predicate<String> glob(String glob) {
        StringBuilder expression = new StringBuilder();
        glob.toLowerCase(Locale.ROOT)
                .codePoints()
                .mapToObj(Character::toString)
                .forEach(c -> expression.append(c.equals("*") ? ".*" : c.equals("?") ? "." : Pattern.quote(c)));
        Pattern pattern = Pattern.compile(expression.toString());
        return name -> pattern.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * Runs files and folders, in this order.
     *
     * @param vectors ACVP prompts and Wycheproof files, plain or gzip, CAVP .rsp and .zip files, PKITS .zip and x509-limbo .json files, or folders with such files below them
     * @throws VectorFormatException when a file is malformed, with the position
     * @throws IOException when a file cannot be read, or there are no vectors in it
     */
    public Report run(List<Path> vectors) throws IOException {
        List<VectorSet> sets = new ArrayList<>();
        for (Path path : vectors) {
            sets.addAll(VectorSets.of(path));
        }
        return runSets(sets);
    }

    /**
     * Runs an ACVP prompt whose answers lie in another file.
     *
     * @param prompt the prompt
     * @param expected the expected results
     * @throws VectorFormatException when a file is malformed, with the position
     * @throws IOException when a file cannot be read
     */
    public Report run(Path prompt, Path expected) throws IOException {
        return runSets(VectorSets.of(prompt, expected));
    }

    /**
     * Runs the examples that this module holds.
     *
     * @throws IOException when they cannot be read
     */
    public Report examples() throws IOException {
        return runSets(EmbeddedExamples.sets());
    }

    private Report runSets(List<VectorSet> sets) throws IOException {
        List<FileReport> reports = new ArrayList<>();
        List<VectorSet> wanted =
                sets.stream().filter(set -> names.test(set.name())).toList();
        if (journal.isEmpty()) {
            for (VectorSet set : wanted) {
                reports.add(bench.run(set));
            }
            return new Report(reports);
        }
        try (Journal opened = Journal.open(journal.get(), subject())) {
            for (VectorSet set : wanted) {
                reports.add(bench.run(set, opened));
            }
        }
        return new Report(reports);
    }

    private Map<String, String> subject() {
        Map<String, String> subject = new LinkedHashMap<>();
        subject.put("provider", shown(bench.subject().provider()));
        subject.put("second provider", shown(bench.second().provider()));
        subject.put("JVM", Runtime.version().toString());
        subject.put("environment", Environment.current().shown());
        subject.put("capability", bench.capability().shown());
        return subject;
    }

    private static String shown(Provider provider) {
        return provider.getName() + " " + provider.getVersionStr();
    }
}
