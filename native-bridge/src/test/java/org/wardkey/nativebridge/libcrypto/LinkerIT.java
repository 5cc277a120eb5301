package org.wardkey.nativebridge.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.nativebridge.NativeLinker;

/** The packed jar in JVMs of its own: which linker is used, and what happens when something is missing. */
class LinkerIT {
    private static final boolean FOREIGN = Runtime.version().feature() >= 22;
    private static final boolean CAN_DENY = Runtime.version().feature() >= 24;
    private static final String JAR = location(NativeLinker.class);
    private static final String JNA = location(Native.class);
    private static final String TESTS = location(LinkerIT.class);

    @TempDir
    Path folder;

    @Test
    void linker_packedJar_isTheOneForThisJava() {
        assertThat(JAR).endsWith(".jar");
        assertThat(NativeLinker.name()).isEqualTo(FOREIGN ? "foreign" : "jna");
        assertThat(child(JAR, JNA).run("-", "-")).contains("linker=" + NativeLinker.name(), "works=true");
    }

    @Test
    void load_noSuchFile_isAbsent() {
        String missing = folder.resolve("libcrypto.so.3").toString();
        assertThat(child(JAR, JNA).run(missing, "-")).contains("works=false", "reason=no file " + missing);
    }

    @Test
    void load_fileThatIsNoLibrary_isAbsent() throws IOException {
        Path text = Files.writeString(folder.resolve("libcrypto.so.3"), "not a library");
        assertThat(child(JAR, JNA).run(text.toString(), "-")).contains("works=false", "reason=cannot open " + text);
    }

    @Test
    void load_libraryThatIsNoLibcrypto_isAbsent() {
        Path other = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));
        assertThat(child(JAR, JNA).run(other.toString(), "-"))
                .contains("works=false", "reason=" + other + " is not a libcrypto");
    }

    @Test
    void load_noJnaJar_isAbsentOnlyWhereJnaIsTheLinker() {
        String output = child(JAR).run("-", "-");
        assertThat(output).contains("works=" + FOREIGN);
        if (!FOREIGN) {
            assertThat(output).contains("reason=JNA cannot start");
        }
    }

    @Test
    void load_nativeAccessDenied_isAbsentAndComesBackWithPermission() {
        if (CAN_DENY) {
            assertThat(child(JAR).with("--illegal-native-access=deny").run("-", "-"))
                    .contains("works=false", "reason=native access is refused", "--enable-native-access=ALL-UNNAMED");
            assertThat(child(JAR)
                            .with("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED")
                            .run("-", "-"))
                    .contains("works=true");
        }
        assertThat(child(JAR, JNA).run("-", "-")).contains("works=true");
    }

    @Test
    void load_noFolderToUnpackTo_isAbsentOnlyWhereJnaIsTheLinker() {
        String output = withoutFolders().run("-", "-");
        assertThat(output).contains("works=" + FOREIGN);
    }

    @Test
    void prepare_noFolderToUnpackTo_makesJnaWork() {
        assertThat(withoutFolders().run("-", folder.toString())).contains("works=true");
        assertThat(folder.resolve(System.mapLibraryName("jnidispatch")).toFile().isFile())
                .isNotEqualTo(FOREIGN);
    }

    @Test
    void prepare_folderThatIsMissing_leavesJnasOwnWay() {
        assertThat(child(JAR, JNA).run("-", folder.resolve("none").toString()))
                .contains("prepared=Optional.empty", "works=true");
    }

    @Test
    void load_onTheModulePath_works() {
        List<String> options = new ArrayList<>(List.of(
                "--module-path",
                JAR + File.pathSeparator + JNA,
                "--add-modules",
                "org.wardkey.nativebridge,com.sun.jna"));
        if (CAN_DENY) {
            options.add("--illegal-native-access=deny");
            options.add("--enable-native-access=org.wardkey.nativebridge");
        }
        // The probe lies in a package of the module, so it is patched in.
        options.add("--patch-module");
        options.add("org.wardkey.nativebridge=" + TESTS);
        Child child = new Child(options);
        assertThat(child.runModule("-", "-")).contains("linker=" + NativeLinker.name(), "works=true");
    }

    private Child withoutFolders() {
        return child(JAR, JNA).with("-Djava.io.tmpdir=/proc/none", "-Duser.home=/proc/none");
    }

    private static Child child(String... classPath) {
        List<String> entries = new ArrayList<>(Arrays.asList(classPath));
        entries.add(TESTS);
        return new Child(List.of("-cp", String.join(File.pathSeparator, entries)));
    }

    private static String location(Class<?> type) {
        return Path.of(java.net.URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private record Child(List<String> options) {
        Child with(String... more) {
            List<String> all = new ArrayList<>(options);
            all.addAll(Arrays.asList(more));
            return new Child(all);
        }

        String run(String library, String folder) {
            return start(ProbeMain.class.getName(), library, folder);
        }

        String runModule(String library, String folder) {
            List<String> all = new ArrayList<>(options);
            all.add("-m");
            return new Child(all).start("org.wardkey.nativebridge/" + ProbeMain.class.getName(), library, folder);
        }

        private String start(String... arguments) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(Arrays.asList(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().remove("XDG_CACHE_HOME");
            builder.environment().remove("JDK_JAVA_OPTIONS");
            try {
                Process process = builder.start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).as(output).isZero();
                assertThat(output).doesNotContain("Exception in thread", "LinkageError:");
                return output;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
