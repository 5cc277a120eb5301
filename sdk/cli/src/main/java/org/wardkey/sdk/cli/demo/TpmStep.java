package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.command.ClockSet;
import org.wardkey.tpm2.command.ReadClock;
import org.wardkey.tpm2.policy.SignedWindow;
import org.wardkey.tpm2.policy.WindowRequest;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.transport.UnixTransport;

/** A key that a TPM makes and keeps, and whose use it ends itself; the TPM is the simulator swtpm, and the step says so. */
final class TpmStep implements Step {
    private static final String CONFIG = "tpm.conf";
    private static final String SECURITY = "tpm.security";
    private static final String KEY = "pump-18";
    private static final Path PROGRAM = Path.of("/usr/bin/swtpm");
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String proves() {
        return "A key that a TPM makes never leaves it, and the TPM itself ends its use (simulator swtpm, no real chip)";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            return List.of("left out: there is no simulator here; on Debian: apt-get install swtpm");
        }
        Path socket = stage.file("tpm.sock");
        KeyPair authority = configure(stage, socket);
        List<String> evidence = new ArrayList<>();
        try (Chip chip = new Chip(stage, Files.createDirectory(stage.file("chip")), socket);
                Service server = stage.start(stage.program("MutualTlsServer", MutualTlsStep.properties("local")))) {
            chip.awaitReady();
            wardkey(stage, "provision");
            renew(stage, authority);
            certify(stage);
            String url = "https://127.0.0.1:" + server.expect("port") + "/";
            Stage.Outcome client = client(stage, url).succeeded();
            MutualTlsStep.require(client, "status 200", "CN=" + KEY);
            evidence.add("keytool had it made, an authority signed a window with no TPM at hand; mutual TLS: "
                    + client.line("protocol"));
            chip.letClockRun(WINDOW);
            refused(client(stage, url), "that is over");
            evidence.add("an hour later by the chip's clock: refused by the chip (WK-K018)");
            renew(stage, authority);
            client(stage, url).succeeded();
            evidence.add("another window, the same key and certificate: it goes on");
            wardkey(stage, "revoke");
            refused(client(stage, url), "revoked");
            evidence.add("the chip's counter stepped: revoked at once, inside the window");
        }
        try (Chip other = new Chip(stage, Files.createDirectory(stage.file("another-chip")), socket)) {
            other.awaitReady();
            Stage.Outcome elsewhere = keytool(stage, "-certreq", "-alias", KEY, "-file", "stolen.csr");
            if (elsewhere.exit() == 0 || !elsewhere.output().contains("WK-E003")) {
                throw new DemoFailedException("Expected WK-E003 from another chip, got: " + elsewhere.output());
            }
        }
        evidence.add("the same home beside another chip opens nothing (WK-E003)");
        return evidence;
    }

    private static KeyPair configure(Stage stage, Path socket) throws IOException {
        KeyPair authority = authority();
        stage.write(
                "authority.pem",
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(authority.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        stage.write(
                CONFIG,
                "wardkey {\n  home = tpm-home\n  tokens { tpm0 { type = tpm2, transport = \"unix:" + socket
                        + "\", authority = authority.pem } }\n}\n");
        stage.write(
                SECURITY,
                stage.wardkey(
                                "java-security",
                                "print",
                                "--config",
                                stage.file(CONFIG).toString(),
                                "--tokens",
                                "tpm0")
                        .succeeded()
                        .output());
        return authority;
    }

    private static KeyPair authority() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new DemoFailedException("This Java runtime makes no EC keys.", e);
        }
    }

    /** The device asks, the authority signs where no TPM is, the device installs. */
    private static void renew(Stage stage, KeyPair authority) throws IOException {
        WindowRequest asked =
                WindowRequest.parse(wardkey(stage, "window", "request").output());
        try {
            stage.write(
                    "window",
                    SignedWindow.sign(asked.window(WINDOW), asked.subject().policyRef(), authority.getPrivate())
                            .text());
        } catch (GeneralSecurityException e) {
            throw new DemoFailedException("The authority's key does not sign.", e);
        }
        wardkey(stage, "window", "install", stage.file("window").toString());
    }

    private static Stage.Outcome wardkey(Stage stage, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("tpm"));
        all.addAll(Arrays.asList(command));
        all.addAll(List.of("--config", stage.file(CONFIG).toString()));
        return stage.wardkey(all.toArray(new String[0])).succeeded();
    }

    private static void certify(Stage stage) throws IOException {
        keytool(
                        stage,
                        "-genkeypair",
                        "-alias",
                        KEY,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-sigalg",
                        "SHA256withECDSA",
                        "-dname",
                        "CN=" + KEY + ",O=Wardkey demo")
                .succeeded();
        keytool(stage, "-certreq", "-alias", KEY, "-file", KEY + ".csr").succeeded();
        CertificateStep.sign(stage, KEY, "client.ext");
        keytool(stage, "-importcert", "-noprompt", "-alias", "ward-ca", "-file", "ca.pem")
                .succeeded();
        keytool(stage, "-importcert", "-noprompt", "-alias", KEY, "-file", KEY + ".pem")
                .succeeded();
    }

    private static Stage.Outcome client(Stage stage, String url) throws IOException {
        return stage.run(stage.programWith(SECURITY, "MutualTlsClient", MutualTlsStep.properties("tpm0"), url), "");
    }

    private static void refused(Stage.Outcome client, String why) {
        if (client.exit() == 0) {
            throw new DemoFailedException("Expected no connection, got: " + client.output());
        }
        MutualTlsStep.require(client, "WK-K018", why);
    }

    private static Stage.Outcome keytool(Stage stage, String command, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                command,
                "-providername",
                "Wardkey-tpm0",
                "-storetype",
                "Wardkey",
                "-keystore",
                "NONE",
                "-storepass:file",
                "storepass"));
        all.addAll(Arrays.asList(arguments));
        return stage.keytoolWith(SECURITY, all.toArray(new String[0]));
    }

    /** A simulator that runs; stopped by its process. */
    private static final class Chip implements AutoCloseable {
        private final Service service;
        private final Path socket;

        Chip(Stage stage, Path state, Path socket) throws IOException {
            this.socket = socket;
            Files.deleteIfExists(socket);
            service = stage.start(List.of(
                    PROGRAM.toString(),
                    "socket",
                    "--tpm2",
                    "--tpmstate",
                    "dir=" + state,
                    "--server",
                    "type=unixio,path=" + socket,
                    "--flags",
                    "not-need-init,startup-clear"));
        }

        void awaitReady() {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!Files.exists(socket)) {
                if (System.nanoTime() > end) {
                    throw new DemoFailedException("Expected the simulator swtpm to listen, it does not.");
                }
                Thread.onSpinWait();
            }
        }

        /** What time does, but at once: the owner of a TPM may set its clock forward, and never back. */
        void letClockRun(Duration time) {
            try (Tpm tpm = new Tpm(new UnixTransport(socket, PATIENCE))) {
                long now = tpm.execute(new ReadClock()).clockInfo().clock();
                tpm.execute(new ClockSet(Entity.of(Handle.OWNER), now + time.toMillis()), Authorization.empty());
            }
        }

        @Override
        public void close() {
            service.close();
        }
    }
}
