package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.util.List;

/** Makes a CA with OpenSSL, signs the requests, and gives the replies back to keytool. */
final class CertificateStep implements Step {
    private static final String CA_PROFILE = """
            [req]
            distinguished_name = name
            x509_extensions = ca
            prompt = no
            [name]
            CN = Ward CA
            [ca]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, keyCertSign, cRLSign
            subjectKeyIdentifier = hash
            """;
    private static final String SERVER_PROFILE = """
            subjectAltName = IP:127.0.0.1, DNS:localhost
            keyUsage = critical, digitalSignature
            extendedKeyUsage = serverAuth
            """;
    private static final String CLIENT_PROFILE = """
            keyUsage = critical, digitalSignature
            extendedKeyUsage = clientAuth
            """;

    @Override
    public String proves() {
        return "A foreign CA (OpenSSL) certifies the keys; keytool installs the chains";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        stage.write("ca.conf", CA_PROFILE);
        stage.write("server.ext", SERVER_PROFILE);
        stage.write("client.ext", CLIENT_PROFILE);
        newKey(stage, "-x509", "-days", "30", "-config", "ca.conf", "-keyout", "ca.key", "-out", "ca.pem");
        newKey(stage, "-subj", "/CN=onlooker", "-config", "ca.conf", "-keyout", "onlooker.key", "-out", "onlooker.csr");
        sign(stage, "server", "server.ext");
        sign(stage, "pump-17", "client.ext");
        sign(stage, "onlooker", "client.ext");
        install(stage, "local", "server");
        install(stage, "client", "pump-17");
        String listed = stage.keytool(
                        "-list",
                        "-providername",
                        "Wardkey-local",
                        "-storetype",
                        "Wardkey",
                        "-keystore",
                        "NONE",
                        "-storepass:file",
                        "storepass",
                        "-v",
                        "-alias",
                        "server")
                .succeeded()
                .output();
        if (!listed.contains("chain length: 2") || !listed.contains("CN=Ward CA")) {
            throw new DemoFailedException("Expected a chain of two certificates up to Ward CA, got:\n" + listed);
        }
        return List.of("server and pump-17: chain of 2 up to CN=Ward CA");
    }

    private static void newKey(Stage stage, String... more) throws IOException {
        String[] fixed = {"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"};
        String[] all = java.util.Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        stage.openssl(all).succeeded();
    }

    static void sign(Stage stage, String name, String profile) throws IOException {
        stage.openssl(
                        "x509",
                        "-req",
                        "-in",
                        name + ".csr",
                        "-CA",
                        "ca.pem",
                        "-CAkey",
                        "ca.key",
                        "-CAcreateserial",
                        "-days",
                        "30",
                        "-extfile",
                        profile,
                        "-out",
                        name + ".pem")
                .succeeded();
    }

    private static void install(Stage stage, String token, String alias) throws IOException {
        importCertificate(stage, token, "ward-ca", "ca.pem");
        importCertificate(stage, token, alias, alias + ".pem");
    }

    private static void importCertificate(Stage stage, String token, String alias, String file) throws IOException {
        stage.keytool(
                        "-importcert",
                        "-noprompt",
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
                        file)
                .succeeded();
    }
}
