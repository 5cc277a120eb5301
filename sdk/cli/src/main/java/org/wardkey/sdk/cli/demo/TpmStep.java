package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A key that a TPM makes and keeps; the TPM is the simulator swtpm, and the step says so. */
final class TpmStep implements Step {
    private static final String CONFIG = "tpm.conf";
    private static final String SECURITY = "tpm.security";
    private static final Path PROGRAM = Path.of("/usr/bin/swtpm");

    @Override
    public String proves() {
        return "A key that a TPM makes never leaves it (simulator swtpm, no real chip)";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            return List.of("left out: there is no simulator here; on Debian: apt-get install swtpm");
        }
        Path socket = stage.file("tpm.sock");
        stage.write(
                CONFIG,
                "wardkey {\n  home = tpm-home\n  tokens { tpm0 { type = tpm2, transport = \"unix:" + socket
                        + "\" } }\n}\n");
        String config = stage.file(CONFIG).toString();
        stage.write(
                SECURITY,
                stage.wardkey("java-security", "print", "--config", config, "--tokens", "tpm0")
                        .succeeded()
                        .output());
        String info;
        try (Chip chip = new Chip(stage, Files.createDirectory(stage.file("chip")), socket)) {
            chip.awaitReady();
            info = stage.wardkey("tpm", "info", "--config", config).succeeded().line("storage-root-key");
            keytool(
                            stage,
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-sigalg",
                            "SHA256withECDSA",
                            "-dname",
                            "CN=pump-18,O=Wardkey demo")
                    .succeeded();
            keytool(stage, "-certreq", "-file", "pump-18.csr").succeeded();
        }
        stage.openssl("req", "-in", "pump-18.csr", "-verify", "-noout").succeeded();
        try (Chip other = new Chip(stage, Files.createDirectory(stage.file("another-chip")), socket)) {
            other.awaitReady();
            Stage.Outcome elsewhere = keytool(stage, "-certreq", "-file", "stolen.csr");
            if (elsewhere.exit() == 0 || !elsewhere.output().contains("WK-E003")) {
                throw new DemoFailedException("Expected WK-E003 from another chip, got: " + elsewhere.output());
            }
        }
        return List.of(
                "keytool had it made under the chip's storage root key " + info.substring(0, 12)
                        + "...; OpenSSL accepts the request that it signed",
                "the same home beside another chip opens nothing (WK-E003)");
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
                "storepass",
                "-alias",
                "pump-18"));
        all.addAll(Arrays.asList(arguments));
        return stage.keytoolWith(SECURITY, all.toArray(new String[0]));
    }

    /** A simulator that runs; stopped by its process. */
    private static final class Chip implements AutoCloseable {
        private static final long PATIENCE_MILLIS = 20_000;

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
            long end = System.currentTimeMillis() + PATIENCE_MILLIS;
            while (!Files.exists(socket)) {
                if (System.currentTimeMillis() > end) {
                    throw new DemoFailedException("Expected the simulator swtpm to listen, it does not.");
                }
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            service.close();
        }
    }
}
