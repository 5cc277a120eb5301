package org.wardkey.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The standards' own example values, inside this module: what a machine without vector files can still check.
 *
 * <p>They are written in the two vector formats, so that the same readers and families judge them; each test's comment
 * names the document and section, and invalid ones say how they were derived. RFC 8017 prints no values: its tests use
 * a key of ours and answers that OpenSSL made, and signatures with new keys that the second provider verifies. Monte
 * Carlo tests are NIST's own samples. Certification paths are some of x509-limbo's (Apache License 2.0).
 */
public final class EmbeddedExamples {
    private static final List<String> WYCHEPROOF_FORM = List.of(
            "rfc4231-hmacsha224",
            "rfc4231-hmacsha256",
            "rfc4231-hmacsha384",
            "rfc4231-hmacsha512",
            "gcm-specification",
            "rfc3394",
            "rfc5649",
            "rfc6979-der",
            "rfc6979-p1363",
            "rfc5903",
            "rfc8032",
            "rfc7748",
            "rfc8017-pkcs1-verify",
            "rfc8017-pkcs1-sign",
            "rfc8017-pss",
            "rfc8017-oaep",
            "rfc8439",
            "cbc-padding");
    private static final List<String> ACVP_FORM = List.of(
            "fips180-4",
            "rfc8032",
            "self-consistent",
            "monte-carlo",
            "sp800-38a",
            "sp800-38b",
            "sp800-38c",
            "gmac",
            "ieee1619",
            "sp800-185",
            "legacy");

    private EmbeddedExamples() {}

    /**
     * Runs all examples.
     *
     * @param underTest the provider under test
     * @param second the provider that verifies answers which are random by nature
     * @param capability what the provider under test declares
     * @throws IOException when this module's own resources cannot be read
     */
    public static Report run(Provider underTest, Provider second, Capability capability) throws IOException {
        return run(Bench.of(underTest, second, capability));
    }

    static Report run(Bench bench) throws IOException {
        return run(bench, set -> true);
    }

    /** Those of one name. */
    static Report run(Bench bench, String name) throws IOException {
        return run(bench, set -> set.startsWith("examples/" + name + " "));
    }

    /** Those whose set's name is wanted. */
    static Report run(Bench bench, Predicate<String> wanted) throws IOException {
        List<FileReport> reports = new ArrayList<>();
        for (VectorSet set : sets()) {
            if (wanted.test(set.name())) {
                reports.add(bench.run(set));
            }
        }
        return new Report(reports);
    }

    static List<VectorSet> sets() throws IOException {
        List<VectorSet> sets = new ArrayList<>();
        for (String name : WYCHEPROOF_FORM) {
            sets.add(Wycheproof.set(resource(name + ".wycheproof.json"), "examples/" + name));
        }
        for (String name : ACVP_FORM) {
            VectorFile file = resource(name + ".acvp.json");
            List<JsonObject> headers = file.headers();
            for (int i = 0; i < headers.size(); i++) {
                int set = i;
                JsonObject header = headers.get(set);
                // These tests hold their answers themselves.
                sets.add(new VectorSet(
                        "examples/" + name + " set " + (set + 1),
                        List.of(),
                        visitor -> Acvp.each(
                                file,
                                set,
                                header,
                                visitor,
                                (group, test) -> new VectorTest(
                                        header, group, test, test, new Question.Projection(group, test)))));
            }
        }
        sets.add(Limbo.set(resource("paths.limbo.json"), "examples/paths"));
        return sets;
    }

    private static VectorFile resource(String name) {
        return new VectorFile(name, () -> {
            InputStream stream = EmbeddedExamples.class.getResourceAsStream(name);
            if (stream == null) {
                throw new NoSuchFileException(name, null, "a resource of this module is missing");
            }
            return stream;
        });
    }
}
