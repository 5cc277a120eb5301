package org.wardkey.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** CAVP response files, alone or in zip files as NIST publishes them. */
final class Cavp {
    private Cavp() {}

    /** Whether a name is that of a file to read. */
    static boolean isResponses(String fileName) {
        return fileName.endsWith(".rsp")
                || ((fileName.endsWith(".txt") || fileName.endsWith(".fax"))
                        && CavpKind.of(fileName).isPresent());
    }

    static VectorSet file(Path file, String name) {
        return new VectorSet(name, List.of(file), visitor -> each(name, () -> Files.newInputStream(file), visitor));
    }

    /** One set for each response file in a zip file. */
    static List<VectorSet> zip(Path zip, String name) throws IOException {
        List<VectorSet> sets = new ArrayList<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            List<String> entries = file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(entry -> isResponses(last(entry)))
                    .sorted()
                    .toList();
            for (String entry : entries) {
                String set = name + "/" + Verdict.printable(entry);
                sets.add(new VectorSet(set, List.of(zip), visitor -> each(zip, entry, set, visitor)));
            }
        } catch (ZipException e) {
            throw new VectorFormatException(name, "not a zip file, or a damaged one", e);
        }
        return sets;
    }

    private static VectorSet.Counted each(Path zip, String entry, String set, VectorSet.Visitor visitor)
            throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return each(
                    set,
                    () -> {
                        InputStream stream = file.getInputStream(file.getEntry(entry));
                        if (stream == null) {
                            throw new VectorFormatException(set, "the entry is gone");
                        }
                        return stream;
                    },
                    visitor);
        } catch (ZipException e) {
            throw new VectorFormatException(set, "damaged: " + e.getMessage(), e);
        }
    }

    private static VectorSet.Counted each(String name, VectorFile.Source source, VectorSet.Visitor visitor)
            throws IOException {
        String fileName = last(name);
        Sink sink = new Sink(fileName, visitor);
        new CavpFile(name, source).each(sink::take);
        sink.finish();
        if (sink.kind.isPresent() && sink.tests == 0) {
            throw new VectorFormatException(
                    name, "no record in it, where files of this name have some: cut, or not CAVP's");
        }
        return new VectorSet.Counted(sink.family, sink.tests);
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Turns records into tests; those of a chain are gathered until their direction changes. */
    private static final class Sink {
        private final String fileName;
        private final VectorSet.Visitor visitor;
        private final Optional<CavpKind> kind;
        private final List<CavpRecord> chain = new ArrayList<>();
        private String family;
        private int tests;

        Sink(String fileName, VectorSet.Visitor visitor) {
            this.fileName = fileName;
            this.visitor = visitor;
            kind = CavpKind.of(fileName);
            family = "(other) CAVP";
        }

        void take(CavpRecord record) throws IOException {
            if (kind.isEmpty() || !CavpKind.isChain(fileName)) {
                test(List.of(record));
                return;
            }
            if (!chain.isEmpty() && chain.get(0).encrypts() != record.encrypts()) {
                finish();
            }
            chain.add(record);
        }

        void finish() throws IOException {
            if (!chain.isEmpty()) {
                test(chain);
                chain.clear();
            }
        }

        private void test(List<CavpRecord> records) throws IOException {
            tests++;
            if (kind.isEmpty()) {
                Family other = Family.notRun(
                        family,
                        Uncovered.cavp(fileName)
                                .map(Verdict::notExpressible)
                                .orElseGet(() -> Verdict.outside("CAVP file " + fileName)));
                visitor.visit(other, unknown(records.get(0)));
                return;
            }
            VectorTest test = kind.get().test(fileName, records, tests);
            Family acvp = AcvpFamilies.of(test.header());
            family = acvp.name();
            visitor.visit(acvp, test);
        }

        private VectorTest unknown(CavpRecord record) {
            JsonObject nothing = JsonObject.EMPTY;
            JsonObject test = new JsonObject(Map.of("tcId", String.valueOf(tests)), record.where());
            return new VectorTest(nothing, nothing, test, nothing, Question.Projection.NONE);
        }
    }
}
