package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs the demonstration on the packed jars and this JVM's JDK. */
class DemoIT {
    @Test
    void demo_packedJars_everyStepPasses() throws Exception {
        String jars = System.getProperty("wardkey.project.jar")
                + File.pathSeparator
                + Path.of(System.getProperty("wardkey.project.lib"), "*");
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        jars,
                        "org.wardkey.sdk.cli.WardkeyCommand",
                        "demo",
                        "--verbose")
                .redirectErrorStream(true)
                .start();
        String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(demo.waitFor()).as(output).isZero();
        assertThat(output).contains("10 of 10 steps passed");
        // ./wardkey test installs the simulator: where it is, the step is not left out.
        boolean simulator = Files.isExecutable(Path.of("/usr/bin/swtpm"));
        assertThat(simulator || System.getenv("CI") == null).as("swtpm").isTrue();
        assertThat(output.contains("opens nothing (WK-E003)")).as(output).isEqualTo(simulator);
    }
}
