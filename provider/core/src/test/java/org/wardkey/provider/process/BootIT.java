package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.TestHome;

/** A JVM whose security file names Wardkey boots, whatever is missing or wrong. */
class BootIT {
    private static final boolean HAS_FOREIGN_LINKER = Runtime.version().feature() >= 22;

    /** Drops what lets root write where it may not: permissions then hold for this user, too. */
    private static final String[] UNPRIVILEGED = System.getProperty("user.name").equals("root")
            ? new String[] {"setpriv", "--bounding-set=-all", "--inh-caps=-all"}
            : new String[0];

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void configure() {
        home = TestHome.in(folder);
    }

    private ChildJvm first(Path config) {
        return listed(List.of("Wardkey " + config), List.of());
    }

    private ChildJvm first() {
        return first(home.config());
    }

    private ChildJvm listed(List<String> before, List<String> after) {
        return ChildJvm.running(BootChild.class)
                .providers(ChildJvm.providerList(folder.resolve("java.security"), before, after));
    }

    private static void expect(ChildProcess child, String... lines) {
        assertThat(child.exitCode()).as(child.toString()).isZero();
        assertThat(child.out()).as(child.toString()).containsExactly(lines);
    }

    private static List<String> complaints(ChildProcess child) {
        return child.err().stream().filter(line -> line.contains("Wardkey")).toList();
    }

    @Test
    void wardkey_firstInTheList_servesEverything() {
        ChildProcess child = first().run("plain", "libcrypto", "managed", "keystore", "state");
        expect(child, "plain served", "libcrypto present", "managed served", "keystore served 1", "state READY");
        assertThat(complaints(child)).isEmpty();
    }

    @Test
    void wardkey_jvmWithoutManagement_servesEverything() {
        ChildProcess child = first().with("--limit-modules", "java.sql,jdk.crypto.ec,jdk.zipfs")
                .run("plain", "managed", "wait", "keystore", "state");
        expect(child, "plain served", "managed served", "wait waited", "keystore served 1", "state READY");
        assertThat(complaints(child)).isEmpty();
    }

    @Test
    void wardkey_jmxCannotBegin_homeIsLookedAfter() {
        ChildProcess child = first().with("-Djavax.management.builder.initial=no.such.Builder")
                .run("managed", "wait", "housekeeping");
        expect(child, "managed served", "wait waited", "housekeeping alive");
    }

    /** What the program does not need must not end what looks after the home. */
    @Test
    void wardkey_anotherProviderCannotBeLoaded_homeIsLookedAfter() throws IOException {
        Path absent = Files.writeString(folder.resolve("pkcs11.cfg"), "name = absent\nlibrary = /nonexistent.so\n");
        ChildProcess child = listed(List.of("Wardkey " + home.config()), List.of("SunPKCS11 " + absent))
                .run("managed", "wait", "housekeeping");
        expect(child, "managed served", "wait waited", "housekeeping alive");
        assertThat(home.home().resolve("jvms")).isEmptyDirectory();
    }

    @Test
    void wardkey_lastInTheList_servesEverything() {
        ChildProcess child = listed(List.of(), List.of("Wardkey " + home.config()))
                .run("digest", "random", "plain", "libcrypto", "managed", "state");
        assertThat(child.out())
                .as(child.toString())
                .containsSubsequence(
                        "digest SUN", "plain served", "libcrypto present", "managed served", "state READY");
    }

    /** Each of them is the very first thing that the process asks of the JCA; no recursion, no fall-through. */
    @ParameterizedTest
    @ValueSource(strings = {"random", "digest", "ecdsa"})
    void probe_asFirstCallWithWardkeyFirst_isServedByWardkey(String probe) {
        ChildProcess child = first().run(probe, "libcrypto");
        expect(child, probe + " Wardkey", "libcrypto present");
    }

    @Test
    void managedKey_asFirstCall_isServed() {
        expect(first().run("managed", "libcrypto"), "managed served", "libcrypto present");
    }

    @Test
    void view_ofToken_isNamedAfterItAndMakesKeysInside() {
        ChildJvm jvm = listed(List.of("Wardkey " + home.config(), "Wardkey " + home.config() + "#local"), List.of());
        expect(jvm.run("view", "managed"), "view opaque", "managed served");
    }

    @Test
    void wardkey_withoutConfiguration_usesTheUsersHome() {
        ChildProcess child = listed(List.of("Wardkey"), List.of())
                .with("-Duser.home=" + folder)
                .run("plain", "managed");
        expect(child, "plain served", "managed served");
        assertThat(folder.resolve(".wardkey").resolve("wardkey.db")).isRegularFile();
    }

    static Stream<Arguments> unusableConfigurations() {
        return Stream.of(
                arguments("syntax error", "wardkey {\n  home = home\n  tokens {\n", "wardkey.conf: 4"),
                arguments("unknown key", "wardkey {\n  home = home\n  colour = blue\n}\n", "wardkey.conf: 3"),
                arguments("unknown block", "wardkey {\n  home = home\n}\nwardkeys {}\n", "wardkey.conf: 4"),
                arguments("include", "wardkey {\n  home = home\n  include \"other.conf\"\n}\n", "wardkey.conf: 3"),
                arguments("wrong type", "wardkey {\n  home = [1, 2]\n}\n", "wardkey.conf: 2"),
                arguments("wrong token", "wardkey {\n  home = home\n  tokens = 7\n}\n", "wardkey.conf: 3"),
                arguments("no home", "wardkey {\n  mode = general\n}\n", "wardkey.conf"),
                arguments("not text", "\u0000\u0001\u0002", "wardkey.conf"),
                arguments("empty", "", "wardkey.conf"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusableConfigurations")
    void configuration_unusable_locksManagedKeysOnly(String what, String text, String where) throws IOException {
        Files.writeString(home.config(), text);
        Files.writeString(folder.resolve("other.conf"), "mode = general\n");
        locked(first(), where);
    }

    private static void locked(ChildJvm jvm, String where) {
        ChildProcess child = jvm.run("random", "plain", "managed", "keystore", "managed", "state");
        expect(
                child,
                "random Wardkey",
                "plain served",
                "managed WK-C001",
                "keystore WK-C001",
                "managed WK-C001",
                "state LOCKED");
        assertThat(complaints(child)).as(child.toString()).hasSize(1);
        assertThat(complaints(child).get(0)).contains("WK-C001").contains(where);
    }

    @Test
    void configuration_missing_locksManagedKeysOnly() {
        Path absent = folder.resolve("absent.conf");
        locked(first(absent), absent.toString());
    }

    @Test
    void configuration_directory_locksManagedKeysOnly() {
        locked(first(folder), folder.toString());
    }

    @Test
    void configuration_unreadable_locksManagedKeysOnly() throws IOException {
        Files.setPosixFilePermissions(home.config(), PosixFilePermissions.fromString("---------"));
        locked(first().under(UNPRIVILEGED), home.config().toString());
    }

    @Test
    void libcrypto_thatCannotBeLoaded_leavesTheJdkEngine() {
        home = TestHome.with(folder, "home = home\nlibcrypto { path = \"/nonexistent\" }\n");
        ChildProcess child = first().run("plain", "libcrypto", "managed", "state");
        expect(child, "plain served", "libcrypto absent", "managed served", "state READY");
    }

    @Test
    void jnaJar_missing_leavesTheJdkEngineOrTheForeignLinker() {
        ChildProcess child = first().without("jna-").run("ecdsa", "plain", "libcrypto", "managed");
        expect(
                child,
                "ecdsa Wardkey",
                "plain served",
                HAS_FOREIGN_LINKER ? "libcrypto present" : "libcrypto absent",
                "managed served");
    }

    @Test
    void configJar_missing_locksManagedKeysOnly() {
        locked(first().without("config-"), "library is missing");
    }

    @Test
    void sqliteJar_missing_refusesManagedKeysOnly() {
        ChildProcess child = first().without("sqlite-jdbc-").run("plain", "libcrypto", "managed", "keystore");
        expect(child, "plain served", "libcrypto present", "managed WK-S002", "keystore WK-S002");
    }

    @Test
    void everyJarButOurs_missing_servesPlainKeys() {
        ChildProcess child = first().without("sqlite-jdbc-")
                .without("config-")
                .without("jna-")
                .run("random", "plain", "managed");
        expect(child, "random Wardkey", "plain served", "managed WK-C001");
    }

    @Test
    void nativeAccess_denied_servesPlainKeys() {
        if (Runtime.version().feature() < 24) {
            // This JDK has no such option: it must then refuse to start, so that nobody believes in it.
            assertThat(first().with("--illegal-native-access=deny").run("plain").exitCode())
                    .isPositive();
            return;
        }
        ChildProcess child = first().with("--illegal-native-access=deny").run("ecdsa", "plain", "libcrypto", "managed");
        expect(child, "ecdsa Wardkey", "plain served", "libcrypto absent", "managed WK-S002");
        ChildProcess granted = first().with("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED")
                .run("plain", "libcrypto", "managed");
        expect(granted, "plain served", "libcrypto present", "managed served");
    }

    /** JNA is asked for before anything asked for the home: it must not meet the temporary folder in vain. */
    @Test
    void temporaryFolder_notExecutable_libcryptoComesFromTheHome() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("noexec"));
        String script = "mount -t tmpfs -o noexec tmpfs " + temporary + " && \"$@\"";
        ChildProcess child = first().under("unshare", "--mount", "--map-root-user", "bash", "-c", script, "noexec")
                .with("-Djava.io.tmpdir=" + temporary)
                .run("ecdsa", "libcrypto", "managed");
        expect(child, "ecdsa Wardkey", "libcrypto present", "managed served");
    }

    private ChildJvm modules() {
        List<String> names = List.of("wardkey-provider-", "wardkey-native-bridge-", "config-", "sqlite-jdbc-", "jna-");
        List<Path> jars = ChildJvm.classPath(
                entry -> names.stream().anyMatch(entry.getFileName().toString()::startsWith));
        assertThat(jars).hasSize(names.size());
        return first().keepingOnClassPath(entry -> !jars.contains(entry))
                .with("--module-path", ChildJvm.join(jars), "--add-modules", "org.wardkey.provider");
    }

    @Test
    void modulePath_withTheProviderAdded_servesEverything() {
        ChildProcess child =
                modules().without("slf4j-").run("ecdsa", "modules", "plain", "libcrypto", "managed", "keystore");
        expect(
                child,
                "ecdsa Wardkey",
                "modules named",
                "plain served",
                "libcrypto present",
                "managed served",
                "keystore served 1");
    }

    /** SQLite's driver asks for SLF4J wherever it sees it, but reads only modules: JVMs that mix need this option. */
    @Test
    void modulePath_withSlf4jOnTheClassPath_wantsOneOption() {
        ChildProcess child = modules()
                .with("--add-reads", "org.xerial.sqlitejdbc=ALL-UNNAMED")
                .run("modules", "plain", "managed");
        expect(child, "modules named", "plain served", "managed served");
        ChildProcess without = modules().run("plain", "managed", "plain");
        expect(without, "plain served", "managed WK-S002", "plain served");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void temporaryFolder_unwritable_losesNothing(boolean exists) throws IOException {
        Path temporary = folder.resolve("tmp");
        if (exists) {
            Files.createDirectory(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        }
        ChildJvm jvm = first().under(UNPRIVILEGED).with("-Djava.io.tmpdir=" + temporary);
        expect(jvm.run("plain", "managed"), "plain served", "managed served");
        // From the second start on, JNA's library has a place in the home, too.
        expect(jvm.run("ecdsa", "libcrypto", "managed"), "ecdsa Wardkey", "libcrypto present", "managed served");
    }

    @Test
    void home_readOnly_refusesManagedKeysOnly() throws IOException {
        expect(first().run("managed"), "managed served");
        List<Path> all;
        try (Stream<Path> tree = Files.walk(home.home())) {
            all = tree.toList();
        }
        permit(all, "r-x------");
        ChildProcess child = first().under(UNPRIVILEGED).run("plain", "managed", "keystore", "plain");
        permit(all, "rwx------");
        assertThat(child.out()).as(child.toString()).startsWith("plain served").endsWith("plain served");
        assertThat(child.out().subList(1, 3)).as(child.toString()).allMatch(line -> line.contains(" WK-"));
        expect(first().run("managed"), "managed served");
    }

    private static void permit(List<Path> files, String permissions) throws IOException {
        for (Path file : files) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }
}
