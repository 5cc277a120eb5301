package org.wardkey.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs ACVP vector sets against a provider.
 *
 * <p>A set is a folder with {@code prompt.json} and, where published, {@code expectedResults.json} and
 * {@code internalProjection.json}, plain or with {@code .gz}; in NIST's gen-val form (one object) or as its servers
 * send it (an array of a header and one or more sets).
 */
public final class Acvp {
    private Acvp() {}

    /**
     * Runs the sets of one folder.
     *
     * @param folder the folder
     * @param underTest the provider under test
     * @param second the provider that verifies answers which are random by nature
     * @param capability what the provider under test declares
     * @throws VectorFormatException when a file is malformed, with the position
     * @throws IOException when a file cannot be read, or there is no prompt
     */
    public static Report runFolder(Path folder, Provider underTest, Provider second, Capability capability)
            throws IOException {
        Bench bench = Bench.of(underTest, second, capability);
        List<FileReport> reports = new ArrayList<>();
        for (VectorSet set : sets(folder, String.valueOf(folder.getFileName()))) {
            reports.add(bench.run(set));
        }
        return new Report(reports);
    }

    /**
     * Answers a prompt: writes {@code response.json} as a validation server takes it.
     *
     * @param prompt the prompt, plain or gzip, in any of the forms
     * @param target the file to write; it appears when it is complete, and replaces one of the same name
     * @param provider the provider that answers
     * @param capability what it declares; tests beyond it are left out and listed
     * @return what the response holds
     * @throws VectorFormatException when the prompt is malformed, with the position
     * @throws IOException when a file cannot be read or written
     */
    public static ResponseSummary respond(Path prompt, Path target, Provider provider, Capability capability)
            throws IOException {
        return new AcvpResponder(Bench.of(provider, provider, capability), false)
                .respond(VectorFile.of(prompt, String.valueOf(prompt.getFileName())), target);
    }

    /**
     * The same, where another provider checks random answers first; wrong ones are left out and listed as failed.
     *
     * @param prompt the prompt
     * @param target the file to write
     * @param provider the provider that answers
     * @param second the provider that verifies answers which are random by nature
     * @param capability what the provider that answers declares
     * @return what the response holds
     * @throws VectorFormatException when the prompt is malformed, with the position
     * @throws IOException when a file cannot be read or written
     */
    public static ResponseSummary respond(
            Path prompt, Path target, Provider provider, Provider second, Capability capability) throws IOException {
        return new AcvpResponder(Bench.of(provider, second, capability), true)
                .respond(VectorFile.of(prompt, String.valueOf(prompt.getFileName())), target);
    }

    /**
     * Reads the deterministic random bit generator tests of one folder as data.
     *
     * @param folder the folder of a hashDRBG, hmacDRBG or ctrDRBG set with its expected answers
     * @throws VectorFormatException when a file is malformed, or an answer is missing
     * @throws IOException when a file cannot be read
     */
    public static List<DrbgVector> drbgVectors(Path folder) throws IOException {
        VectorFile prompt = prompt(folder);
        List<JsonObject> headers = prompt.headers();
        List<DrbgVector> vectors = new ArrayList<>();
        for (int set = 0; set < headers.size(); set++) {
            JsonObject header = headers.get(set);
            Known answers = known(file(folder, "expectedResults"), header, set);
            prompt.groups(set, group -> {
                for (JsonObject test : group.objects("tests")) {
                    vectors.add(DrbgVector.of(header, group, test, answers.test(test)));
                }
            });
        }
        return vectors;
    }

    /** The sets of one folder. */
    static List<VectorSet> sets(Path folder, String name) throws IOException {
        VectorFile prompt = prompt(folder);
        return sets(prompt, file(folder, "expectedResults"), file(folder, "internalProjection"), name);
    }

    static List<VectorSet> sets(
            VectorFile prompt, Optional<VectorFile> answers, Optional<VectorFile> projection, String name)
            throws IOException {
        List<JsonObject> headers = prompt.headers();
        List<Path> inputs = new ArrayList<>(prompt.inputs());
        answers.ifPresent(file -> inputs.addAll(file.inputs()));
        projection.ifPresent(file -> inputs.addAll(file.inputs()));
        List<VectorSet> sets = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            int set = i;
            JsonObject header = headers.get(set);
            String setName = headers.size() == 1 ? name : name + " set " + (set + 1);
            sets.add(new VectorSet(setName, inputs, visitor -> {
                Known known = known(answers, header, set);
                Known projected = known(projection, header, set);
                return each(
                        prompt,
                        set,
                        header,
                        visitor,
                        (group, test) -> new VectorTest(
                                header,
                                group,
                                test,
                                known.test(test),
                                new Question.Projection(projected.group(group), projected.test(test))));
            }));
        }
        return sets;
    }

    /** Makes a test of what stands in the prompt. */
    @FunctionalInterface
    interface Maker {
        VectorTest make(JsonObject group, JsonObject test) throws VectorFormatException;
    }

    static VectorSet.Counted each(VectorFile prompt, int set, JsonObject header, VectorSet.Visitor visitor, Maker maker)
            throws IOException {
        Family family = AcvpFamilies.of(header);
        int[] count = {0};
        prompt.groups(set, group -> {
            List<JsonObject> tests = group.objects("tests");
            count[0] += tests.size();
            for (JsonObject test : tests) {
                visitor.visit(family, maker.make(group, test));
            }
        });
        return new VectorSet.Counted(family.name(), count[0]);
    }

    private static VectorFile prompt(Path folder) throws NoSuchFileException {
        return file(folder, "prompt").orElseThrow(() -> new NoSuchFileException(folder + "/prompt.json"));
    }

    /** Answers or projections by group and test number. */
    private record Known(Map<Long, JsonObject> groups, Map<Long, JsonObject> tests) {
        JsonObject group(JsonObject asked) throws VectorFormatException {
            return groups.getOrDefault(asked.has("tgId") ? asked.integer("tgId") : -1L, JsonObject.EMPTY);
        }

        JsonObject test(JsonObject asked) throws VectorFormatException {
            return tests.getOrDefault(asked.integer("tcId"), JsonObject.EMPTY);
        }
    }

    private static Known known(Optional<VectorFile> file, JsonObject promptHeader, int set) throws IOException {
        Known known = new Known(new HashMap<>(), new HashMap<>());
        if (file.isEmpty()) {
            return known;
        }
        List<JsonObject> headers = file.get().headers();
        JsonObject header = set < headers.size() ? headers.get(set) : JsonObject.EMPTY;
        if (!header.textOr("vsId", "").equals(promptHeader.textOr("vsId", ""))) {
            throw new VectorFormatException(
                    header.where(), "not the answers of vector set " + promptHeader.textOr("vsId", ""));
        }
        file.get().groups(set, group -> {
            known.groups().put(group.has("tgId") ? group.integer("tgId") : -1L, group);
            for (JsonObject test : group.objects("tests")) {
                if (known.tests().put(test.integer("tcId"), test) != null) {
                    throw new VectorFormatException(test.where(), "tcId " + test.integer("tcId") + " stands twice");
                }
            }
        });
        return known;
    }

    private static Optional<VectorFile> file(Path folder, String kind) {
        for (String suffix : List.of(".json.gz", ".json")) {
            Path path = folder.resolve(kind + suffix);
            if (Files.isRegularFile(path)) {
                return Optional.of(VectorFile.of(path, folder.getFileName() + "/" + kind + suffix));
            }
        }
        return Optional.empty();
    }
}
