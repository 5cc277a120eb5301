package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;

/** The JDK's own tools, unmodified, with the token view; OpenSSL judges what they make. */
class KeytoolIT {
    @TempDir
    private Path folder;

    private TestHome home;
    private Path providers;

    @BeforeEach
    void configure() {
        home = TestHome.in(folder);
        providers = ChildJvm.providerList(
                folder.resolve("java.security"),
                List.of(),
                List.of("Wardkey " + home.config(), "Wardkey " + home.config() + "#local"));
    }

    private ChildProcess tool(String name, List<String> arguments) {
        List<String> command = ChildJvm.jdkTool(name);
        command.add("-J-Djava.security.properties=" + providers);
        command.addAll(arguments);
        return ChildProcess.succeed(command);
    }

    /** keytool on the token view. */
    private ChildProcess keytool(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of(
                "-keystore",
                "NONE",
                "-storetype",
                "Wardkey",
                "-providername",
                "Wardkey-local",
                "-storepass",
                "unused"));
        return tool("keytool", all);
    }

    private ChildProcess openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments));
        return ChildProcess.succeed(command);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void generate(String alias, String algorithm, String size) {
        String option = algorithm.equals("EC") ? "-groupname" : "-keysize";
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                option,
                size,
                "-dname",
                "CN=" + alias,
                "-keypass",
                "unused");
    }

    private KeyInfo info(String alias) {
        return home.provider().administration().show(alias);
    }

    @ParameterizedTest
    @CsvSource({"EC,secp256r1", "RSA,3072"})
    void keytool_wholeLifeOfAKey_happensInTheToken(String algorithm, String size) throws Exception {
        generate("pump", algorithm, size);
        assertThat(keytool("-list", "-alias", "pump").out()).anyMatch(line -> line.contains("PrivateKeyEntry"));
        keytool("-certreq", "-alias", "pump", "-file", file("pump.csr"));
        ChildProcess request = openssl("req", "-verify", "-noout", "-in", file("pump.csr"));
        assertThat(request.toString()).contains("verify OK");
        certify("pump");
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", file("ca.pem"));
        keytool("-importcert", "-noprompt", "-alias", "pump", "-file", file("pump.pem"));
        assertThat(keytool("-list", "-v", "-alias", "pump").out())
                .anyMatch(line -> line.contains("Certificate chain length: 2"));
        KeyInfo pump = info("pump");
        assertThat(pump.facts().imported()).isFalse();
        assertThat(pump.facts().state()).isEqualTo(KeyState.ACTIVE);
        usable("pump");
        keytool("-delete", "-alias", "pump");
        keytool("-delete", "-alias", "ca");
        assertThat(keytool("-list").out()).anyMatch(line -> line.contains("contains 0 entries"));
        assertThat(home.provider().administration().list())
                .extracting(info -> info.facts().state())
                .containsExactly(KeyState.DESTROYED);
    }

    /** OpenSSL 3.0 does not know ML-DSA: the JDK's own keytool reads the request. */
    @ParameterizedTest
    @CsvSource({"Ed448,ED448,17", "ML-DSA-44,ML_DSA_44,24", "ML-DSA-87,ML_DSA_87,24"})
    void keytool_otherSignatureKeys_areBornInTheToken(String algorithm, KeyType type, int sinceJdk) {
        if (Runtime.version().feature() < sinceJdk) {
            assertThat(home.provider().getService("KeyPairGenerator", algorithm))
                    .isNull();
            return;
        }
        keytool("-genkeypair", "-alias", "pump", "-keyalg", algorithm, "-dname", "CN=pump", "-keypass", "unused");
        keytool("-certreq", "-alias", "pump", "-file", file("pump.csr"));
        ChildProcess request = tool("keytool", List.of("-printcertreq", "-file", file("pump.csr")));
        assertThat(request.toString()).contains("CN=pump", algorithm);
        assertThat(info("pump").facts().type()).isEqualTo(type);
        assertThat(info("pump").facts().imported()).isFalse();
    }

    private void certify(String alias) {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                file("ca.key"),
                "-out",
                file("ca.pem"),
                "-subj",
                "/CN=test CA",
                "-days",
                "30");
        openssl(
                "x509",
                "-req",
                "-in",
                file(alias + ".csr"),
                "-CA",
                file("ca.pem"),
                "-CAkey",
                file("ca.key"),
                "-CAcreateserial",
                "-out",
                file(alias + ".pem"),
                "-days",
                "20");
    }

    private void usable(String alias) throws Exception {
        WardkeyProvider provider = home.provider();
        KeyStore store = Managed.store(provider);
        Certificate certificate = store.getCertificateChain(alias)[0];
        assertThat(store.getKey(alias, null).getEncoded()).isNull();
        Managed.verify(certificate.getPublicKey(), Managed.sign(provider, Managed.key(provider, alias)));
    }

    @Test
    void keytool_withAddProvider_makesTheKeyInTheToken() throws Exception {
        List<String> command = ChildJvm.jdkTool("keytool");
        command.addAll(List.of(
                "-genkeypair",
                "-alias",
                "added",
                "-keyalg",
                "EC",
                "-groupname",
                "secp384r1",
                "-dname",
                "CN=added",
                "-keystore",
                "NONE",
                "-storetype",
                "Wardkey",
                "-storepass",
                "unused",
                "-keypass",
                "unused",
                "-addprovider",
                "Wardkey",
                "-providerarg",
                home.config() + "#local",
                "-providername",
                "Wardkey-local"));
        assertThat(ChildProcess.succeed(command).exitCode()).isZero();
        assertThat(info("added").facts().imported()).isFalse();
        usable("added");
    }

    /** The JDK's tools start from java.base alone: what is missing is said, with the option that helps. */
    @Test
    void keytool_withoutModuleJavaSql_saysWhichOptionHelps() {
        List<String> command = ChildJvm.jdkTool("keytool");
        command.remove("-J--add-modules=java.sql");
        command.addAll(List.of("-J-Djava.security.properties=" + providers, "-list", "-keystore", "NONE"));
        command.addAll(List.of("-storetype", "Wardkey", "-storepass", "unused"));
        ChildProcess keytool = ChildProcess.start(command);
        keytool.awaitEnd();
        assertThat(keytool.exitCode()).isPositive();
        assertThat(keytool.toString()).contains("WK-S002").contains("-J--add-modules=java.sql");
    }

    @Test
    void importkeystore_pkcs12_isRecordedAsImported() throws Exception {
        tool(
                "keytool",
                List.of(
                        "-genkeypair",
                        "-alias",
                        "old",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=old",
                        "-keystore",
                        file("old.p12"),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit"));
        importOld();
        assertThat(info("old").facts().imported()).isTrue();
        usable("old");
    }

    private void importOld() {
        tool(
                "keytool",
                List.of(
                        "-importkeystore",
                        "-noprompt",
                        "-srckeystore",
                        file("old.p12"),
                        "-srcstoretype",
                        "PKCS12",
                        "-srcstorepass",
                        "changeit",
                        "-destkeystore",
                        "NONE",
                        "-deststoretype",
                        "Wardkey",
                        "-destprovidername",
                        "Wardkey-local",
                        "-deststorepass",
                        "unused"));
    }

    /** In the token, and from a PKCS12 file that has one already. */
    @Test
    void importpass_password_isReadByPrograms() throws Exception {
        importPassword(
                "-alias", "here", "-keystore", "NONE", "-storetype", "Wardkey", "-providername", "Wardkey-local");
        importPassword("-alias", "there", "-keystore", file("old.p12"), "-storetype", "PKCS12");
        importOld();
        assertThat(keytool("-list").out())
                .filteredOn(line -> line.contains("SecretKeyEntry"))
                .hasSize(2);
        KeyStore store = KeyStore.getInstance("Wardkey", home.provider());
        store.load(null, null);
        for (String alias : List.of("here", "there")) {
            assertThat(info(alias).facts().type()).isEqualTo(KeyType.PASSWORD);
            assertThat(new String(store.getKey(alias, null).getEncoded(), StandardCharsets.US_ASCII))
                    .isEqualTo("of the database");
        }
    }

    private void importPassword(String... where) {
        List<String> command = ChildJvm.jdkTool("keytool");
        command.add("-J-Djava.security.properties=" + providers);
        command.addAll(List.of("-importpass", "-storepass", "changeit", "-keypass", "changeit"));
        command.addAll(List.of(where));
        ChildProcess keytool = ChildProcess.start(command);
        keytool.say("of the database");
        keytool.say("of the database");
        keytool.awaitEnd();
        assertThat(keytool.exitCode()).as(keytool.toString()).isZero();
    }

    @Test
    void jarsigner_withATokenKey_signsWhatItVerifies() throws Exception {
        generate("signer", "EC", "secp256r1");
        Files.writeString(folder.resolve("a.txt"), "content", StandardCharsets.US_ASCII);
        String jar = file("a.jar");
        ChildProcess.succeed(List.of(ChildJvm.tool("jar"), "cf", jar, "-C", folder.toString(), "a.txt"));
        tool(
                "jarsigner",
                List.of(
                        "-keystore",
                        "NONE",
                        "-storetype",
                        "Wardkey",
                        "-providerName",
                        "Wardkey-local",
                        "-storepass",
                        "unused",
                        jar,
                        "signer"));
        ChildProcess verified = ChildProcess.succeed(List.of(ChildJvm.tool("jarsigner"), "-verify", jar));
        assertThat(verified.out()).anyMatch(line -> line.contains("jar verified"));
        // The JDK alone, without Wardkey, says the same of a changed jar.
        Files.writeString(folder.resolve("a.txt"), "other", StandardCharsets.US_ASCII);
        ChildProcess.succeed(List.of(ChildJvm.tool("jar"), "uf", jar, "-C", folder.toString(), "a.txt"));
        ChildProcess altered = ChildProcess.start(List.of(ChildJvm.tool("jarsigner"), "-verify", jar));
        altered.awaitEnd();
        assertThat(altered.out()).as(altered.toString()).noneMatch(line -> line.contains("jar verified."));
    }

    @Test
    void load_nullEmptyAndDevNullStreams_areTheSame() throws Exception {
        WardkeyProvider provider = home.provider();
        Managed.generate(provider, "one", java.util.OptionalLong.empty());
        try (InputStream devNull = Files.newInputStream(Path.of("/dev/null"))) {
            for (InputStream stream : new InputStream[] {null, InputStream.nullInputStream(), devNull}) {
                for (char[] password : new char[][] {null, new char[0], "unused".toCharArray()}) {
                    KeyStore store = KeyStore.getInstance("Wardkey", provider);
                    store.load(stream, password);
                    assertThat(Collections.list(store.aliases())).containsExactly("one");
                }
            }
        }
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        assertThatThrownBy(() -> store.load(new ByteArrayInputStream(new byte[] {1}), null))
                .isInstanceOf(IOException.class);
    }
}
