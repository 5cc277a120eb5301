package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;

/** The packed jars can be kept in a class-data archive of the JVM, as docs/start-up.md says. */
class ClassArchiveIT {
    @TempDir
    private Path folder;

    /** The options of a command line in docs/start-up.md, for an archive elsewhere. */
    private static String[] options(String option, Path archive) throws IOException {
        String line = Files.readAllLines(Path.of("../../docs/start-up.md")).stream()
                .filter(command -> command.startsWith("java ") && command.contains(option))
                .findFirst()
                .orElseThrow();
        assertThat(line).contains("=application.jsa");
        return Arrays.stream(line.replace("=application.jsa", "=" + archive).split(" ", -1))
                .filter(word -> word.startsWith("-XX:"))
                .toArray(String[]::new);
    }

    private ChildJvm child(TestHome home, String... options) {
        return ChildJvm.running(BootChild.class)
                .providers(ChildJvm.providerList(
                        folder.resolve("java.security"), List.of("Wardkey " + home.config()), List.of()))
                // An archive is of jars alone; the classes of the tests are a folder.
                .replacing(entry -> Files.isDirectory(entry) ? packed(entry) : entry)
                .with(options);
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

        // Waits, as the document says: a JVM that makes an archive while one of its threads begins may crash.
        ChildProcess first =
                child(home, options("ArchiveClassesAtExit", archive)).run("managed", "wait");
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(archive).isNotEmptyFile();

        requireServed(home, options("SharedArchiveFile", archive));
    }

    /** JDK 19 and newer. An older one says so: nobody is left in doubt. */
    @Test
    void archive_madeByTheJvmItself_servesTheNext() throws Exception {
        TestHome home = TestHome.in(folder);
        Path archive = folder.resolve("own.jsa");
        String[] options = options("AutoCreateSharedArchive", archive);

        ChildProcess first = child(home, options).run("managed", "wait");

        if (Runtime.version().feature() < 19) {
            assertThat(first.exitCode()).isEqualTo(1);
            assertThat(first.toString()).contains("Unrecognized VM option");
            return;
        }
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(archive).isNotEmptyFile();
        requireServed(home, options);
    }

    private void requireServed(TestHome home, String... options) throws Exception {
        Path loaded = folder.resolve("loaded.txt");
        ChildProcess second = child(home, options)
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
