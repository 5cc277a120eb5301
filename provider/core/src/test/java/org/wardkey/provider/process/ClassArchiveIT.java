package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;

/** The packed jars can be kept in a class-data archive of the JVM, as docs/start-up.md says. */
class ClassArchiveIT {
    @TempDir
    private Path folder;

    private ChildJvm child(TestHome home, String option) {
        return ChildJvm.running(BootChild.class)
                .providers(ChildJvm.providerList(
                        folder.resolve("java.security"), List.of("Wardkey " + home.config()), List.of()))
                // An archive is of jars alone; the classes of the tests are a folder.
                .replacing(entry -> Files.isDirectory(entry) ? packed(entry) : entry)
                .with(option);
    }

    private Path packed(Path classes) {
        Path jar = folder.resolve(classes.getFileName() + ".jar");
        if (!Files.exists(jar)) {
            ChildProcess.succeed(
                    List.of(ChildJvm.tool("jar"), "--create", "--file", jar.toString(), "-C", classes.toString(), "."));
        }
        return jar;
    }

    @Test
    void archive_madeByOneRun_servesTheNext() throws Exception {
        TestHome home = TestHome.in(folder);
        Path archive = folder.resolve("application.jsa");

        ChildProcess first = child(home, "-XX:ArchiveClassesAtExit=" + archive).run("managed");
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(archive).isNotEmptyFile();

        Path loaded = folder.resolve("loaded.txt");
        ChildProcess second = child(home, "-XX:SharedArchiveFile=" + archive)
                .with("-Xshare:on", "-Xlog:class+load:file=" + loaded)
                .run("managed", "state");
        assertThat(second.exitCode()).as(second.toString()).isZero();
        assertThat(second.out()).containsExactly("managed served", "state READY");
        List<String> ours = Files.readAllLines(loaded).stream()
                .filter(line -> line.contains(" org.wardkey.provider."))
                .filter(line -> !line.contains("Lambda") && !line.contains("org.wardkey.provider.process."))
                .toList();
        assertThat(ours).hasSizeGreaterThan(100);
        long archived = ours.stream()
                .filter(line -> line.contains("shared objects file (top)"))
                .count();
        // Classes of an overlay are not archived.
        assertThat(archived).isGreaterThan(ours.size() * 9L / 10);
    }
}
