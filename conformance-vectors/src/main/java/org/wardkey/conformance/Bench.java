package org.wardkey.conformance;

import java.io.IOException;
import java.security.Provider;

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
        FileReport report = tally.finish(counted.family(), counted.tests());
        listener.finished(report);
        return report;
    }
}
