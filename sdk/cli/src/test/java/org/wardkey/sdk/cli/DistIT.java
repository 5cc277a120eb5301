package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution at work, as it was packed, in a folder whose name has a blank. */
class DistIT {
    private static final boolean FOREIGN_LINKER = Runtime.version().feature() >= 22;

    private static final String GENERATE_SIGN_AND_DIAGNOSE = """
            "$ROOT/bin/wardkey" "-J-Djava.io.tmpdir=$SCRATCH" keys generate pump-17 --type ec --purposes sign --config "$CONFIG"
            "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED "-Djava.io.tmpdir=$SCRATCH" "-Djava.security.properties=$SECURITY" \
                -cp "$APPLICATION:$ROOT/lib/*" com.example.Pump pump-17
            "$ROOT/bin/wardkey" "-J-Djava.io.tmpdir=$SCRATCH" "-J-Djava.security.properties=$SECURITY" \
                doctor --config "$CONFIG" || [ $? = 1 ]
            """;

    @TempDir
    private Path temporary;

    private Path folder;
    private Distribution distribution;
    private Path config;

    @BeforeEach
    void unpack() throws Exception {
        folder = Files.createDirectory(temporary.resolve("ward key"));
        distribution = Distribution.unpackedIn(folder);
        config = Files.writeString(folder.resolve("wardkey.conf"), "wardkey {\n  home = home\n}\n");
    }

    private String wardkey(String... arguments) throws Exception {
        Cli.Result result = distribution.run(arguments);
        assertThat(result.exit()).as(List.of(arguments) + "\n" + result.out()).isZero();
        return result.out();
    }

    private void generate() throws Exception {
        wardkey("keys", "generate", "pump-17", "--type", "ec", "--purposes", "sign", "--config", config.toString());
    }

    private Path security() throws Exception {
        String text = wardkey("java-security", "print", "--config", config.toString());
        return Files.writeString(folder.resolve("wardkey.security"), text);
    }

    private String classPath(Path application) {
        return application + ":" + distribution.lib() + "/*";
    }

    @Test
    void version_ofTheCommand_isTheBuilds() throws Exception {
        assertThat(wardkey("--version"))
                .contains("wardkey 0.1", "Java " + Runtime.version().feature());
        assertThat(wardkey()).startsWith("Usage: wardkey");
    }

    @Test
    void command_flagsForTheJvmAndArgumentsWithBlanks_arriveWhole() throws Exception {
        Cli.Result result = distribution.run("-J-Duser.home=" + folder + "/a  b", "-J-Dx=*", "doctor");
        assertThat(result.exit()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(result.out()).contains(folder + "/a  b/.wardkey", "WK-D001");
        assertThat(distribution.run("explain", "two  words").out()).contains("two  words");
    }

    @Test
    void conformance_ofTheDistribution_runsVectorsAgainstItsProvider() throws Exception {
        Path vectors = Distribution.SOURCES.resolve(
                "conformance-vectors/src/main/resources/org/wardkey/conformance/rfc8032.wycheproof.json");
        String wardkey = "org.wardkey.provider.WardkeyProvider";
        Cli.Result result = distribution.run("conformance", "run", "--provider", wardkey, vectors.toString());
        assertThat(result.exit()).as(result.out()).isZero();
        assertThat(result.out()).containsPattern("total +15 +15 +0 +0 +0");

        Cli.Result help = distribution.run("conformance", "run", "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("--provider");
        Cli.Result wrong = distribution.run("conformance", "run", "--provider", "NoSuchProvider", vectors.toString());
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.out()).contains("NoSuchProvider");
    }

    @Test
    void command_javaHomeThatIsNone_saysWhatToDo() throws Exception {
        Cli.Result result =
                Distribution.run(Map.of("JAVA_HOME", folder.toString()), Stream.of(distribution.command(), "doctor"));
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.out())
                .isEqualTo("wardkey: JAVA_HOME=" + folder
                        + " is not a Java runtime 17 or later. Correct it or unset it.\n");
    }

    @Test
    void command_withoutJavaHome_takesTheJavaOnThePath() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of(Distribution.java()));
        Cli.Result result = Distribution.run(
                Map.of("PATH", bin + ":" + System.getenv("PATH")), Stream.of(distribution.command(), "--version"));
        assertThat(result.out()).contains("Java " + Runtime.version().feature());
    }

    @Test
    void line_unmodifiedProgram_signsWithAKeyOfTheHome() throws Exception {
        generate();
        Path application = Distribution.program(folder);

        String said = Distribution.succeed(
                Map.of(),
                Distribution.java(),
                "-Djava.security.properties=" + security(),
                "-cp",
                classPath(application),
                "com.example.Pump",
                "pump-17");

        assertThat(said).contains("signed by Wardkey true");
        assertThat(wardkey("keys", "show", "pump-17", "--config", config.toString()))
                .contains("pump-17");
        // Nothing was unpacked: the libraries beside the jars serve.
        assertThat(folder.resolve("home").resolve("wardkey.db")).isRegularFile();
        assertThat(folder.resolve("home").resolve("native")).doesNotExist();
    }

    @Test
    void args_unmodifiedProgram_signsWithAKeyOfTheHome() throws Exception {
        generate();
        Path application = Distribution.program(folder);
        Path args = Files.writeString(folder.resolve("wardkey.args"), wardkey("args", "--config", config.toString()));

        String[] command = {Distribution.java(), "@" + args, "-jar", application.toString(), "pump-17"};

        assertThat(Distribution.succeed(Map.of(), command)).isEqualTo("signed by Wardkey true\n");
    }

    @Test
    void args_ofAStrictConfiguration_keepTheJvmFromRunningWithoutIt() throws Exception {
        Files.writeString(config, "wardkey {\n  home = home\n  strict = true\n}\n");
        Path args = Files.writeString(folder.resolve("wardkey.args"), wardkey("args", "--config", config.toString()));
        String application = Distribution.program(folder).toString();
        String[] command = {Distribution.java(), "@" + args, "-jar", application};
        assertThat(Distribution.succeed(Map.of(), command)).contains("signed by Wardkey true");

        Files.writeString(config, "wardkey {\n");

        Cli.Result refused = Distribution.run(Map.of(), Stream.of(command));
        assertThat(refused.exit()).as(refused.out()).isEqualTo(3);
        assertThat(refused.out()).contains("WK-C001", config.toString()).doesNotContain("signed");
    }

    @Test
    void args_configurationThatIsNotThere_isRefused() throws Exception {
        Cli.Result result =
                distribution.run("args", "--config", folder.resolve("none.conf").toString());
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.out()).contains("WK-U001", "none.conf");
    }

    @Test
    void args_agentMissing_isRefused() throws Exception {
        Files.delete(distribution.lib().resolve("wardkey-agent.jar"));
        Cli.Result result = distribution.run("args");
        assertThat(result.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.out()).contains("WK-U001", "wardkey-agent.jar");
    }

    @Test
    void nativeAccess_denied_plainKeysAreServedAndDoctorSaysWhatIsLost() throws Exception {
        generate();
        Path application = Distribution.program(folder);
        Path security = security();
        String[] plain = {
            Distribution.java(),
            "--illegal-native-access=deny",
            "-Djava.security.properties=" + security,
            "-cp",
            classPath(application),
            "com.example.Pump"
        };
        if (Runtime.version().feature() < 24) {
            // This JDK has no such option: it must refuse to start, so that nobody believes in it.
            assertThat(Distribution.run(Map.of(), Arrays.stream(plain)).exit()).isPositive();
            return;
        }
        assertThat(Distribution.succeed(Map.of(), plain)).contains("signed by Wardkey true");
        Cli.Result managed = Distribution.run(Map.of(), Stream.concat(Arrays.stream(plain), Stream.of("pump-17")));
        assertThat(managed.exit()).as(managed.out()).isPositive();
        assertThat(managed.out()).contains("WK-S002");

        Cli.Result doctor = distribution.run(
                "-J--illegal-native-access=deny",
                "-J-Djava.security.properties=" + security,
                "doctor",
                "--config",
                config.toString());
        assertThat(doctor.exit()).as(doctor.out()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(doctor.out())
                .contains("WK-D005", "libcrypto cannot be used", "Public-key operations are slower")
                .contains(
                        "WK-D010", "lost: Managed keys are refused", "Error opening connection: Illegal native access");
    }

    /**
     * Only the home can be written, by a user who is nobody, and nothing that can be written can be run: neither the home nor
     * the temporary folder. Root makes that true with mounts of its own and gives up its rights; another user is root of its
     * own name space for as long as that takes.
     */
    private Cli.Result lockedDown(String script) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"), ownerOnly());
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        boolean root = System.getProperty("user.name").equals("root");
        String mounts = """
                set -eu
                root=$1 home=$2 scratch=$3 nobody=$4
                [ -z "$nobody" ] || chown -R "$nobody" "$home"
                mount --bind "$home" "$home"
                mount -o remount,bind,noexec "$home"
                mount -t tmpfs -o noexec,mode=1777 tmpfs "$scratch"
                cp "$(type -P true)" "$scratch"
                for point in / /tmp /var/tmp /dev/shm /run; do
                    ! mountpoint -q "$point" || mount -o remount,bind,ro "$point"
                done
                ! touch "$root/probe" 2>/dev/null || { echo "root can write to $root"; exit 96; }
                [ -z "$nobody" ] || set -- "$@" --reuid=65534 --regid=65534 --clear-groups
                shift 4
                exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@" bash -euc '
                    for folder in / /tmp /var/tmp /dev/shm "$ROOT" "$ROOT/lib/native"; do
                        ! touch "$folder/probe" 2>/dev/null || { echo "can write to $folder"; exit 97; }
                    done
                    ! "$SCRATCH/true" 2>/dev/null || { echo "can run what is in $SCRATCH"; exit 98; }
                    touch "$HOME/probe"
                    rm "$HOME/probe"
                    %s'
                """.formatted(script);
        String nobody = root ? "65534:65534" : "";
        Stream<String> space =
                root ? Stream.of("unshare", "--mount") : Stream.of("unshare", "--mount", "--map-root-user");
        Stream<String> command = Stream.of(
                "bash",
                "-c",
                mounts,
                "locked-down",
                distribution.root().toString(),
                home.toString(),
                scratch.toString(),
                nobody);
        return Distribution.run(
                Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "ROOT", distribution.root().toString(),
                        "HOME", home.toString(),
                        "SCRATCH", scratch.toString(),
                        "CONFIG", config.toString(),
                        "SECURITY", security().toString(),
                        "APPLICATION", Distribution.program(folder).toString()),
                Stream.concat(space, command));
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void lockedDown_onlyTheHomeCanBeWritten_losesNothing() throws Exception {
        Cli.Result result = lockedDown(GENERATE_SIGN_AND_DIAGNOSE);

        assertThat(result.exit()).as(result.out()).isZero();
        assertThat(result.out())
                .contains("signed by Wardkey true", "state              READY")
                .contains("linker " + (FOREIGN_LINKER ? "foreign" : "jna"))
                .doesNotContain("WK-D005", "WK-D010", "WK-S002", "WARNING");
    }

    /** What the libraries beside the jars are for: the same without them. */
    @Test
    void lockedDown_withoutLaidOutLibraries_saysThatTheStoreCannotBeOpened() throws Exception {
        removeNative();
        Cli.Result result = lockedDown(GENERATE_SIGN_AND_DIAGNOSE);

        assertThat(result.exit()).as(result.out()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.out()).contains("WK-S002", "failed to map segment").doesNotContain("signed");
    }

    private void removeNative() throws IOException {
        Path natives = distribution.lib().resolve("native");
        try (Stream<Path> libraries = Files.list(natives)) {
            for (Path library : libraries.toList()) {
                Files.delete(library);
            }
        }
    }

    /** A distribution for another machine serves all the same where the home may hold libraries. */
    @Test
    void laidOutLibraries_ofAnotherMachine_arePassedOver() throws Exception {
        for (String library : List.of("libjnidispatch.so", "libsqlitejdbc.so")) {
            Files.write(distribution.lib().resolve("native").resolve(library), new byte[] {1, 2, 3});
        }
        generate();
        assertThat(folder.resolve("home").resolve("native").resolve("libsqlitejdbc.so"))
                .isRegularFile();
    }

    @Test
    void command_noJavaAnywhere_saysWhatToInstall() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        String hidden = """
                set -eu
                for folder in /usr/lib/jvm /usr/lib64/jvm /usr/java /opt; do
                    [ ! -d "$folder" ] || mount --bind "$1" "$folder"
                done
                exec "$2" doctor
                """;
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : List.of("dirname", "readlink", "sed", "sort", "awk", "mount", "bash")) {
            Path found = Path.of(Distribution.succeed(Map.of(), "bash", "-c", "command -v " + tool)
                    .strip());
            Files.createSymbolicLink(tools.resolve(tool), found);
        }
        Cli.Result result = Distribution.run(
                Map.of("PATH", tools.toString()),
                Stream.of(
                        "unshare",
                        "--mount",
                        "--map-root-user",
                        "bash",
                        "-c",
                        hidden,
                        "hidden",
                        empty.toString(),
                        distribution.command()));
        assertThat(result.exit()).as(result.out()).isEqualTo(ExitCodes.REFUSED);
        assertThat(result.out())
                .startsWith("wardkey: Found no Java runtime 17 or later")
                .contains("Install one");
    }
}
