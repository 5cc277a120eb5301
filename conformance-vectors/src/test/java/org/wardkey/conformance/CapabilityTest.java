package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.Security;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilityTest {
    private static Report run(Capability capability) throws IOException {
        return EmbeddedExamples.run(Jdk.providers(), Jdk.providers(), capability);
    }

    @Test
    void run_withoutCurve_reportsItsTestsOutside() throws IOException {
        Report report = run(Capability.standard().withCurves(Set.of("P-256", "Ed25519", "X25519")));
        assertThat(report.failures()).isEmpty();
        assertThat(report.reasons()).containsKeys("curve P-384", "curve P-521").doesNotContainKey("curve P-256");
    }

    @Test
    void run_withoutTagLength_reportsItsTestsOutside() throws IOException {
        Report report = run(Capability.standard().withGcmTagBits(Set.of(96)));
        assertThat(report.totalsByFamily()).containsEntry("AES-GCM", new Report.Totals(38, 0, 0, 38, 0));
        assertThat(report.reasons()).containsKey("GCM tag of 128 bits; declared [96]");
    }

    @Test
    void run_withoutDigestOrModulus_reportsTheirTestsOutside() throws IOException {
        Report report = run(Capability.standard()
                .withDigests(Set.of("SHA-256"))
                .withRsaBits(3072, 4096)
                .withLargeMessageBytesMax(1 << 20));
        assertThat(report.failures()).isEmpty();
        assertThat(report.reasons()).containsKeys("digest SHA-512", "RSA modulus of 2048 bits");
    }

    @Test
    void run_providerWithoutService_reportsItsTestsOutside() throws IOException {
        var sun = Objects.requireNonNull(Security.getProvider("SUN"));
        Report report = EmbeddedExamples.run(sun, Jdk.providers(), Capability.standard());
        assertThat(report.failures()).isEmpty();
        assertThat(report.totalsByFamily()).containsEntry("SHA", new Report.Totals(20, 20, 0, 0, 0));
        assertThat(report.reasons()).containsKey("SUN has no Cipher AES/GCM/NoPadding");
    }
}
