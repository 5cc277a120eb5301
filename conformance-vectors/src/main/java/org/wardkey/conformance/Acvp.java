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
    private static final Family NO_ENTROPY_INPUT = Family.notRun(
            "DRBG", Verdict.notExpressible("SecureRandom takes no entropy input; Acvp.drbgVectors gives the data"));
    /** Which family judges a set, by algorithm and, where that is not enough, mode. */
    private static final Map<String, Family> FAMILIES = Map.ofEntries(
            Map.entry("SHA2-224", new AcvpSha()),
            Map.entry("SHA2-256", new AcvpSha()),
            Map.entry("SHA2-384", new AcvpSha()),
            Map.entry("SHA2-512", new AcvpSha()),
            Map.entry("SHA2-512/224", new AcvpSha()),
            Map.entry("SHA2-512/256", new AcvpSha()),
            Map.entry("SHA-1", new AcvpSha()),
            Map.entry("SHA3-224", new AcvpSha()),
            Map.entry("SHA3-256", new AcvpSha()),
            Map.entry("SHA3-384", new AcvpSha()),
            Map.entry("SHA3-512", new AcvpSha()),
            Map.entry("HMAC-SHA-1", new AcvpHmac()),
            Map.entry("HMAC-SHA3-224", new AcvpHmac()),
            Map.entry("HMAC-SHA3-256", new AcvpHmac()),
            Map.entry("HMAC-SHA3-384", new AcvpHmac()),
            Map.entry("HMAC-SHA3-512", new AcvpHmac()),
            Map.entry("HMAC-SHA2-224", new AcvpHmac()),
            Map.entry("HMAC-SHA2-256", new AcvpHmac()),
            Map.entry("HMAC-SHA2-384", new AcvpHmac()),
            Map.entry("HMAC-SHA2-512", new AcvpHmac()),
            Map.entry("HMAC-SHA2-512/224", new AcvpHmac()),
            Map.entry("HMAC-SHA2-512/256", new AcvpHmac()),
            Map.entry("ACVP-AES-GCM", new AcvpAesGcm()),
            Map.entry("ACVP-AES-KW", new AcvpKeyWrap("AES-KW", false)),
            Map.entry("ACVP-AES-KWP", new AcvpKeyWrap("AES-KWP", true)),
            Map.entry("ECDSA sigVer", new AcvpVerify("ECDSA verify")),
            Map.entry("ECDSA sigGen", new AcvpSign("ECDSA sign")),
            Map.entry("EDDSA sigVer", new AcvpVerify("EdDSA verify")),
            Map.entry("EDDSA sigGen", new AcvpSign("EdDSA sign")),
            Map.entry("RSA sigVer", new AcvpVerify("RSA verify")),
            Map.entry("RSA sigGen", new AcvpSign("RSA sign")),
            Map.entry("KAS-ECC-SSC", new AcvpAgreement()),
            Map.entry("XECDH SSC", new AcvpAgreement()),
            Map.entry(
                    "DetECDSA sigGen",
                    Family.notRun("DetECDSA sign", Verdict.notExpressible("the JCA has no deterministic ECDSA"))),
            Map.entry("ML-DSA sigVer", new MlDsaVerify()),
            Map.entry("PBKDF", new Pbkdf2()),
            Map.entry("hashDRBG", NO_ENTROPY_INPUT),
            Map.entry("hmacDRBG", NO_ENTROPY_INPUT),
            Map.entry("ctrDRBG", NO_ENTROPY_INPUT));

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
        return run(
                folder, String.valueOf(folder.getFileName()), new Engines(underTest), new Engines(second), capability);
    }

    /**
     * Reads the deterministic random bit generator tests of one folder as data.
     *
     * @param folder the folder of a hashDRBG, hmacDRBG or ctrDRBG set with its expected answers
     * @throws VectorFormatException when a file is malformed, or an answer is missing
     * @throws IOException when a file cannot be read
     */
    public static List<DrbgVector> drbgVectors(Path folder) throws IOException {
        VectorFile prompt = file(folder, "prompt").orElseThrow(() -> new NoSuchFileException(folder + "/prompt.json"));
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

    static Report run(Path folder, String name, Engines subject, Engines second, Capability capability)
            throws IOException {
        VectorFile prompt = file(folder, "prompt").orElseThrow(() -> new NoSuchFileException(folder + "/prompt.json"));
        List<JsonObject> headers = prompt.headers();
        List<FileReport> reports = new ArrayList<>();
        for (int set = 0; set < headers.size(); set++) {
            JsonObject header = headers.get(set);
            Known answers = known(file(folder, "expectedResults"), header, set);
            Known projection = known(file(folder, "internalProjection"), header, set);
            String setName = headers.size() == 1 ? name : name + " set " + (set + 1);
            Asker asker = (group, test) -> new Question(
                    header,
                    group,
                    test,
                    answers.test(test),
                    new Question.Projection(projection.group(group), projection.test(test)),
                    subject,
                    second,
                    capability);
            reports.add(runSet(prompt, set, header, setName, asker));
        }
        return new Report(reports);
    }

    /** Makes a question of a test. */
    @FunctionalInterface
    interface Asker {
        Question ask(JsonObject group, JsonObject test) throws VectorFormatException;
    }

    static FileReport runSet(VectorFile prompt, int set, JsonObject header, String name, Asker asker)
            throws IOException {
        Family family = family(header);
        FileReport.Tally tally = new FileReport.Tally(name);
        List<Integer> counts = new ArrayList<>();
        prompt.groups(set, group -> {
            List<JsonObject> tests = group.objects("tests");
            counts.add(tests.size());
            for (JsonObject test : tests) {
                tally.add(test, family.judge(asker.ask(group, test)));
            }
        });
        return tally.finish(
                family.name(), counts.stream().mapToInt(Integer::intValue).sum());
    }

    /** The verdict for a test whose answer is not published; empty when it is. */
    static Optional<Verdict> noAnswer(Question question) {
        return question.answer().isEmpty()
                ? Optional.of(Verdict.outside("no expected answer is published with the prompt"))
                : Optional.empty();
    }

    private static Family family(JsonObject header) {
        String algorithm = header.textOr("algorithm", "");
        String mode = header.textOr("mode", "");
        Family byAlgorithm = FAMILIES.get(algorithm);
        if (byAlgorithm != null) {
            return byAlgorithm;
        }
        Family byMode = FAMILIES.get(algorithm + " " + mode);
        if (byMode != null) {
            return byMode;
        }
        String what = Verdict.printable((algorithm + " " + mode).strip());
        return Family.notRun("(other) " + what, Verdict.outside("algorithm " + what));
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
