package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The packed jar: the examples are inside, and run. */
class EmbeddedExamplesIT {
    @Test
    void run_fromThePackedJar_allPass() throws IOException {
        String location = EmbeddedExamples.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(location).endsWith(".jar");
        Report report = EmbeddedExamples.run(Jdk.providers(), Jdk.providers(), Capability.standard());
        assertThat(report.failures()).isEmpty();
        assertThat(report.totals().passed()).isGreaterThan(300);
    }
}
