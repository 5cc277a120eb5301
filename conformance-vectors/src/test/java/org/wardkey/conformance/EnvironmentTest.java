package org.wardkey.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                Optional.empty(),
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

    private static void write(Path root, String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }

    @Test
    void of_machineThatNamesItself_hasVendorAndProductBeforeTheProcessor(@TempDir Path root) throws IOException {
        write(root, "proc/cpuinfo", String.join("\n", X86));
        write(root, "etc/os-release", "PRETTY_NAME=\"Debian 12\"\n");
        write(root, "sys/class/dmi/id/sys_vendor", "Dell Inc.\n");
        write(root, "sys/class/dmi/id/product_name", "PowerEdge R7615\n");
        write(root, "sys/class/dmi/id/product_serial", "SERIAL-1\n");
        Environment environment = Environment.of(root);
        assertThat(environment.hardware()).contains("Dell Inc. PowerEdge R7615");
        assertThat(environment.shown())
                .contains("on Debian 12 (", "running on Dell Inc. PowerEdge R7615 with AMD EPYC (family 25, model 17) ")
                .doesNotContain("SERIAL-1");
    }

    @Test
    void of_deviceTree_hasItsModel(@TempDir Path root) throws IOException {
        write(root, "proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0");
        assertThat(Environment.of(root).hardware()).contains("Raspberry Pi 5 Model B Rev 1.0");
    }

    @Test
    void of_nothingOrPlaceholders_inventsNothing(@TempDir Path root) throws IOException {
        assertThat(Environment.of(root).hardware()).isEmpty();
        assertThat(Environment.of(root).shown()).doesNotContain(" with  ");
        write(root, "sys/class/dmi/id/sys_vendor", "To Be Filled By O.E.M.\n");
        write(root, "sys/class/dmi/id/product_name", "System Product Name\n");
        assertThat(Environment.of(root).hardware()).isEmpty();
        write(root, "sys/class/dmi/id/sys_vendor", "QEMU\n");
        assertThat(Environment.of(root).hardware()).contains("QEMU");
    }

    @Test
    void current_ofThisJvm_namesIt() {
        assertThat(Environment.current().shown())
                .contains("Java " + Runtime.version(), System.getProperty("os.version"));
    }
}
