package org.wardkey.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.HexFormat;
import java.util.List;

/**
 * What vectors are put to.
 *
 * @param subject the provider under test
 * @param second the provider that checks random answers
 * @param capability what the provider under test declares
 * @param listener hears every verdict
 */
record Bench(Engines subject, Engines second, Capability capability, TestListener listener) {
    static Bench of(Provider subject, Provider second, Capability capability) {
        return new Bench(new Engines(subject), new Engines(second), capability, TestListener.NONE);
    }

    /** Runs one set. */
    FileReport run(VectorSet set) throws IOException {
        listener.started(set.name(), set.inputs());
        FileReport.Tally tally = new FileReport.Tally(set.name(), listener);
        VectorSet.Counted counted =
                set.source().each((family, test) -> tally.add(family, test, family.judge(test.to(this))));
        return finished(tally, counted);
    }

    /** Runs one set, as far as a journal does not have its verdicts. */
    FileReport run(VectorSet set, Journal journal) throws IOException {
        listener.started(set.name(), set.inputs());
        journal.started(set.name(), digest(set.inputs()));
        FileReport.Tally tally = new FileReport.Tally(set.name(), listener);
        VectorSet.Counted counted = set.source()
                .each((family, test) -> tally.add(
                        family,
                        test,
                        journal.verdict(set.name(), test.test().integer("tcId"), () -> family.judge(test.to(this)))));
        return finished(tally, counted);
    }

    private static String digest(List<Path> inputs) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path input : inputs) {
                try (InputStream in = Files.newInputStream(input)) {
                    in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
                }
            }
            return "SHA-256 " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private FileReport finished(FileReport.Tally tally, VectorSet.Counted counted) throws IOException {
        FileReport report = tally.finish(counted.family(), counted.tests());
        listener.finished(report);
        return report;
    }
}
