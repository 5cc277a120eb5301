package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.TestHome;

/**
 * TLS 1.2 with a managed key and OpenSSL as the peer: the extended master secret is asked for, and a JVM that is told so does without no peer. Needs
 * the program openssl, 3.0 or later. Source: RFC 7627, FIPS 140-3 IG D.Q.
 */
class ExtendedMasterSecretIT {
    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeKey() {
        home = TestHome.in(folder);
        Path providers = ChildJvm.providerList(
                folder.resolve("java.security"), List.of(), List.of("Wardkey " + home.config() + "#local"));
        List<String> keytool = ChildJvm.jdkTool("keytool");
        keytool.add("-J-Djava.security.properties=" + providers);
        keytool.addAll(List.of("-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1"));
        keytool.addAll(List.of("-dname", "CN=localhost", "-keystore", "NONE", "-storetype", "Wardkey"));
        keytool.addAll(List.of("-storepass", "unused", "-keypass", "unused"));
        keytool.addAll(List.of("-providername", "Wardkey-local"));
        ChildProcess.succeed(keytool);
    }

    private ChildProcess openssl(ChildProcess server, boolean extended) throws Exception {
        List<String> command = new ArrayList<>();
        if (!extended) {
            Path config = Files.writeString(
                    folder.resolve("openssl.cnf"),
                    "openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\nOptions = -ExtendedMasterSecret\n");
            command.addAll(List.of("env", "OPENSSL_CONF=" + config));
        }
        command.addAll(List.of("openssl", "s_client", "-tls1_2", "-connect", "127.0.0.1:" + server.await("port ")));
        ChildProcess client = ChildProcess.start(command);
        client.endInput();
        client.awaitEnd();
        return client;
    }

    @Test
    void handshake_byDefault_asksForItAndGoesWithout() throws Exception {
        ChildProcess server = ChildJvm.running(TlsServerChild.class).start(home.config());
        try {
            agreed(openssl(server, true), "yes");
            // The control: a peer without it is one that the JDK takes unless it is told otherwise.
            agreed(openssl(server, false), "no");
        } finally {
            server.kill();
        }
    }

    @Test
    void handshake_whereTheJvmIsToldSo_doesWithoutNoPeer() throws Exception {
        ChildProcess server = ChildJvm.running(TlsServerChild.class)
                .with("-Djdk.tls.allowLegacyMasterSecret=false")
                .start(home.config());
        try {
            agreed(openssl(server, true), "yes");
            ChildProcess refused = openssl(server, false);
            assertThat(refused.exitCode()).as(refused.toString()).isPositive();
            assertThat(server.await("refused ")).contains("Extended Master Secret");
        } finally {
            server.kill();
        }
    }

    private static void agreed(ChildProcess client, String extended) {
        assertThat(client.out())
                .as(client.toString())
                .anyMatch(line -> line.contains("Extended master secret: " + extended))
                .anyMatch(line -> line.contains("Cipher    : ECDHE-ECDSA"));
    }
}
