package org.wardkey.provider.fips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both modes as whole processes, and the ways in which configuration, property and module can be at odds. */
class ModuleProcessIT {
    private static final String TOLD = "-Dorg.bouncycastle.fips.approved_only=true";
    private static final List<String> NONE = List.of("--enable-native-access=ALL-UNNAMED");
    private static final List<String> APPROVED = List.of("--enable-native-access=ALL-UNNAMED", TOLD);

    @TempDir
    private Path folder;

    private static List<String> options(List<String> given) {
        return Runtime.version().feature() < 22
                ? given.stream().filter(o -> !o.startsWith("--enable-native")).toList()
                : given;
    }

    private Child.Ended application(List<String> options, String mode) throws Exception {
        Path config = ApprovedProvider.config(folder, mode);
        return Child.run(Child.classPath(), options(options), ApplicationChild.class, config);
    }

    @Test
    void application_withBouncyCastle_approvedOnly_works() throws Exception {
        Child.Ended ended = application(APPROVED, "mode = fips");
        assertThat(ended.text()).contains("signed by Wardkey, verified by BC: true, approved: true, engines: [bcfips]");
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void application_withBouncyCastle_general_works() throws Exception {
        Child.Ended ended = application(NONE, "mode = general");
        assertThat(ended.text())
                .contains("signed by Wardkey, verified by BC: true, approved: false, engines: [jdk, libcrypto]");
        assertThat(ended.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hapi_withBouncyCastle_sendsOverTls(boolean approvedOnly) throws Exception {
        Path keys = folder.resolve("keys.p12");
        Child.Ended made = Child.run(List.of(
                Child.tool("keytool"),
                "-genkeypair",
                "-alias",
                "ehr",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit"));
        assertThat(made.exitCode()).as(made.text()).isZero();
        List<String> options = new ArrayList<>(options(approvedOnly ? APPROVED : NONE));
        for (String kind : new String[] {"keyStore", "trustStore"}) {
            options.add("-Djavax.net.ssl." + kind + "=" + keys);
            options.add("-Djavax.net.ssl." + kind + "Password=changeit");
        }
        // What java-security print writes into jdk.tls.disabledAlgorithms.
        options.add("-Djdk.tls.namedGroups=secp256r1,secp384r1");
        Path config = ApprovedProvider.config(folder, approvedOnly ? "mode = fips" : "mode = general");
        Child.Ended ended = Child.run(Child.classPath(), options, HapiChild.class, config);
        assertThat(ended.text())
                .contains("MSA|AA|1")
                .contains(approvedOnly ? "engines: [bcfips]" : "engines: [jdk, libcrypto]")
                .contains("ECDSA@" + (approvedOnly ? "bcfips" : "libcrypto") + "=true");
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void errorState_openOperations_giveNothing() throws Exception {
        Path config = ApprovedProvider.config(folder, "mode = fips");
        Child.Ended ended = Child.run(Child.classPath(), options(APPROVED), ErrorStateChild.class, config);
        assertThat(ended.text())
                .doesNotContain("GAVE OUTPUT")
                .contains(
                        "digest: WK-M003",
                        "mac: WK-M003",
                        "signature: WK-M003",
                        "key store: WK-M003",
                        "random: WK-M003")
                .contains("noted: 0, state: LOCKED");
    }

    @Test
    void modeFips_jvmNotTold_locks() throws Exception {
        Child.Ended ended = application(NONE, "mode = fips");
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.text())
                .contains("WK-C001")
                .contains("says mode = fips, and this JVM was not told")
                .contains(TOLD);
    }

    @Test
    void modeGeneral_jvmTold_locks() throws Exception {
        Child.Ended ended = application(APPROVED, "mode = general");
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.text()).contains("WK-C001").contains("expected both or neither");
    }

    /** A key is the home's, whichever mode made it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void home_ofOneMode_servesInTheOther(boolean approvedFirst) throws Exception {
        Child.Ended first = approvedFirst ? application(APPROVED, "mode = fips") : application(NONE, "mode = general");
        assertThat(first.exitCode()).as(first.text()).isZero();
        Path config = ApprovedProvider.config(folder, approvedFirst ? "mode = general" : "mode = fips");
        Child.Ended second = Child.run(
                Child.classPath(), options(approvedFirst ? NONE : APPROVED), SignerChild.class, config, "gateway");
        assertThat(second.text()).contains("signed: true");
        assertThat(second.exitCode()).isZero();
    }

    @Test
    void module_missing_isSaidWithItsPlace() throws Exception {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        List<Path> moved = new ArrayList<>();
        for (Path entry : Child.classPath()) {
            boolean own = entry.getFileName().toString().startsWith("wardkey-fips");
            moved.add(own ? Files.copy(entry, lib.resolve(entry.getFileName())) : entry);
        }
        assertThat(moved).anyMatch(entry -> entry.startsWith(lib));
        Path config = ApprovedProvider.config(folder, "mode = fips");
        Child.Ended ended = Child.run(moved, options(APPROVED), ApplicationChild.class, config);
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.text())
                .contains("WK-M001")
                .contains(lib.resolve("fips/bc-fips-2.1.3.jar").toString());
    }

    @Test
    void nativeAccessDenied_moduleServesFromItsJavaCode() throws Exception {
        if (Runtime.version().feature() < 24) {
            // Only newer JVMs can deny it; on the others the run is the same as any.
            assertThat(application(List.of(TOLD), "mode = fips").exitCode()).isZero();
            return;
        }
        Path natives = Files.createDirectory(folder.resolve("natives"));
        Path config = ApprovedProvider.config(folder, "mode = fips");
        Child.Ended ended = Child.run(
                Child.classPath(),
                List.of("--illegal-native-access=deny", TOLD, "-Djava.io.tmpdir=" + natives),
                SignerChild.class,
                config,
                "");
        assertThat(ended.text()).contains("signed: true");
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void keytool_bcfks_isImported() throws Exception {
        char[] password = "correct horse battery".toCharArray();
        Path file = folder.resolve("old.bcfks");
        KeyStore store = KeyStore.getInstance("BCFKS", ApprovedProvider.in(folder));
        store.load(null, null);
        store.setKeyEntry("archive", new SecretKeySpec(new byte[32], "AES"), password, null);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
        Path config = ApprovedProvider.config(Files.createDirectory(folder.resolve("device")), "mode = general");
        Child.Ended imported = Child.run(keytool(
                "-importkeystore",
                "-srckeystore",
                file.toString(),
                "-srcstoretype",
                "BCFKS",
                "-srcstorepass",
                new String(password),
                "-destkeystore",
                "NONE",
                "-deststoretype",
                "Wardkey",
                "-deststorepass",
                "unused",
                "-addprovider",
                "Wardkey",
                "-providerarg",
                config.toString()));
        assertThat(imported.exitCode()).as(imported.text()).isZero();
        Child.Ended listed = Child.run(keytool(
                "-list",
                "-keystore",
                "NONE",
                "-storetype",
                "Wardkey",
                "-storepass",
                "unused",
                "-addprovider",
                "Wardkey",
                "-providerarg",
                config.toString()));
        assertThat(listed.text()).contains("archive").contains("SecretKeyEntry");
    }

    private static List<String> keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Child.tool("keytool"),
                "-J--add-modules=java.sql",
                "-J-cp",
                "-J"
                        + String.join(
                                ":",
                                Child.classPath().stream().map(Path::toString).toList())));
        command.addAll(List.of(arguments));
        return command;
    }
}
