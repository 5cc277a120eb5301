package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lets server and client talk over mutual TLS 1.3, with OpenSSL looking on. */
final class MutualTlsStep implements Step {
    @Override
    public String proves() {
        return "Unmodified Java programs do mutual TLS 1.3 with these keys; OpenSSL agrees";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        List<String> evidence = new ArrayList<>();
        try (Service server = stage.start(stage.program("MutualTlsServer", properties("local")))) {
            String port = server.expect("port");
            Stage.Outcome client = stage.run(
                            stage.program("MutualTlsClient", properties("client"), "https://127.0.0.1:" + port + "/"),
                            "")
                    .succeeded();
            require(client, "status 200", "TLSv1.3", "CN=ward-server", "the server saw", "CN=pump-17");
            evidence.add("java.net.http: " + client.line("protocol") + ", peer " + client.line("peer"));
            evidence.add("HttpsServer: " + client.line("body"));
            Stage.Outcome openssl = lookOn(stage, port, "-cert", "onlooker.pem", "-key", "onlooker.key");
            // Its exit code says only how the server closes: JDK 17's does without close_notify.
            require(openssl, "200 OK", "Verification: OK", "CN=onlooker");
            evidence.add("openssl s_client: " + openssl.line("Protocol version:") + ", peer "
                    + openssl.line("Peer certificate:") + ", verification " + openssl.line("Verification:"));
            if (lookOn(stage, port).output().contains("200 OK")) {
                throw new DemoFailedException("Expected no answer without a client certificate, got one.");
            }
            evidence.add("openssl s_client without a certificate: turned away");
        }
        return evidence;
    }

    /** All that an unmodified program is told. */
    static List<String> properties(String token) {
        return List.of(
                "-Djavax.net.ssl.keyStore=NONE",
                "-Djavax.net.ssl.keyStoreType=Wardkey",
                "-Djavax.net.ssl.keyStoreProvider=Wardkey-" + token,
                "-Djavax.net.ssl.trustStore=NONE",
                "-Djavax.net.ssl.trustStoreType=Wardkey",
                "-Djavax.net.ssl.trustStoreProvider=Wardkey-" + token);
    }

    private static Stage.Outcome lookOn(Stage stage, String port, String... identity) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                "-CAfile",
                "ca.pem",
                "-verify_return_error",
                "-brief",
                "-ign_eof"));
        arguments.addAll(List.of(identity));
        return stage.opensslTold(
                "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", arguments.toArray(new String[0]));
    }

    static void require(Stage.Outcome outcome, String... parts) {
        for (String part : parts) {
            if (!outcome.output().contains(part)) {
                throw new DemoFailedException("Expected '" + part + "', got:\n"
                        + outcome.output().indent(6).stripTrailing());
            }
        }
    }
}
