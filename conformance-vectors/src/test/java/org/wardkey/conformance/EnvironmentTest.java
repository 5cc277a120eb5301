package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What /proc/cpuinfo and /etc/os-release say on machines that the tests do not run on. */
class EnvironmentTest {
    private static final List<String> X86 = List.of(
            "processor\t: 0",
            "cpu family\t: 25",
            "model\t\t: 17",
            "model name\t: AMD EPYC",
            "flags\t\t: fpu aes pclmulqdq sha_ni aesx");
    private static final List<String> ARM = List.of(
            "processor\t: 0",
            "Features\t: fp asimd aes pmull sha1 sha2",
            "CPU implementer\t: 0x41",
            "CPU part\t: 0xd0c");

    private static Environment on(List<String> processor, Optional<Boolean> jvm, Optional<String> mask) {
        return new Environment(
                "Java 25",
                "Debian 12",
                Environment.processor(processor, "aarch64"),
                Environment.features(processor),
                jvm,
                mask);
    }

    @Test
    void shown_everythingInUse_isWithPaa() {
        assertThat(on(X86, Optional.of(true), Optional.empty()).shown())
                .isEqualTo(
                        "Java 25 on Debian 12 running on AMD EPYC (family 25, model 17) with PAA (aes pclmulqdq sha_ni)");
        assertThat(on(ARM, Optional.of(true), Optional.empty()).shown())
                .endsWith("running on aarch64 (CPU implementer 0x41, CPU part 0xd0c) with PAA (aes pmull sha1 sha2)");
    }

    @Test
    void shown_partOfItOff_saysWhich() {
        Optional<String> mask = Environment.mask(Map.of("OPENSSL_ia32cap", "~0x1"));
        assertThat(on(X86, Optional.of(false), mask).shown())
                .endsWith(
                        "without PAA (of aes pclmulqdq sha_ni: JVM off, libcrypto restricted by OPENSSL_ia32cap=~0x1)");
        assertThat(on(X86, Optional.of(true), mask).shown()).contains("with PAA in part", "JVM on");
        assertThat(on(X86, Optional.of(false), Optional.empty()).shown()).contains("with PAA in part", "libcrypto on");
        assertThat(on(X86, Optional.of(false), mask).accelerated()).isFalse();
    }

    @Test
    void shown_processorOrJvmThatDoesNotTell_claimsNothing() {
        assertThat(on(List.of(), Optional.of(true), Optional.empty()).shown())
                .endsWith("without PAA (none is known of this processor)");
        assertThat(on(X86, Optional.empty(), Optional.empty()).shown())
                .endsWith("whether this JVM uses it is not known)");
    }

    @Test
    void release_prettyName_isShown() {
        assertThat(Environment.release(List.of("ID=debian", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\""), "Linux"))
                .isEqualTo("Debian GNU/Linux 12 (bookworm)");
        assertThat(Environment.release(List.of(), "Linux")).isEqualTo("Linux");
    }

    @Test
    void current_ofThisJvm_namesIt() {
        assertThat(Environment.current().shown())
                .contains("Java " + Runtime.version(), System.getProperty("os.version"));
    }
}
