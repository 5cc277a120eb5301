package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.util.List;

/** Has keytool make the keys of server and client inside their tokens, and certificate requests for them. */
final class TokenKeysStep implements Step {
    @Override
    public String proves() {
        return "An unmodified keytool makes keys inside tokens";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        generate(stage, "local", "server", "CN=ward-server,O=Wardkey demo");
        generate(stage, "client", "pump-17", "CN=pump-17,O=Wardkey demo");
        stage.openssl("req", "-in", "server.csr", "-verify", "-noout").succeeded();
        stage.openssl("req", "-in", "pump-17.csr", "-verify", "-noout").succeeded();
        String shown = stage.wardkey(
                        "keys",
                        "show",
                        "local:server",
                        "--config",
                        stage.file("wardkey.conf").toString())
                .succeeded()
                .line("made");
        if (!shown.contains("in the token")) {
            throw new DemoFailedException("Expected a key made in the token, got: " + shown);
        }
        return List.of(
                "server in Wardkey-local, pump-17 in Wardkey-client: EC P-256, made in the token, never imported",
                "OpenSSL accepts the self-signature of both certificate requests");
    }

    private static void generate(Stage stage, String token, String alias, String name) throws IOException {
        stage.keytool(
                        "-genkeypair",
                        "-providername",
                        "Wardkey-" + token,
                        "-storetype",
                        "Wardkey",
                        "-keystore",
                        "NONE",
                        "-storepass:file",
                        "storepass",
                        "-alias",
                        alias,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-sigalg",
                        "SHA256withECDSA",
                        "-dname",
                        name)
                .succeeded();
        stage.keytool(
                        "-certreq",
                        "-providername",
                        "Wardkey-" + token,
                        "-storetype",
                        "Wardkey",
                        "-keystore",
                        "NONE",
                        "-storepass:file",
                        "storepass",
                        "-alias",
                        alias,
                        "-file",
                        alias + ".csr")
                .succeeded();
    }
}
