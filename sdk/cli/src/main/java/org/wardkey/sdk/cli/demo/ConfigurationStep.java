package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/** Writes the configuration and the override file, and compiles the programs without Wardkey. */
final class ConfigurationStep implements Step {
    static final List<String> PROGRAMS = List.of("MutualTlsServer", "MutualTlsClient", "SigningService");

    private static final String CONFIGURATION = """
            wardkey {
              home = home
              tokens {
                local { type = software }
                client { type = software }
              }
              policy = nist-sp800-57
            }
            """;

    @Override
    public String proves() {
        return "Two files configure any JVM; the programs are JDK code, compiled without Wardkey";
    }

    @Override
    public List<String> run(Stage stage) throws IOException {
        stage.write("wardkey.conf", CONFIGURATION);
        // keytool wants one; a token with a key file does not look at it.
        stage.write("storepass", "not-used\n");
        String file = stage.file("wardkey.conf").toString();
        String override = stage.wardkey("java-security", "print", "--config", file, "--tokens", "local,client")
                .succeeded()
                .output();
        stage.write("java.security", override);
        Files.createDirectories(stage.file("programs"));
        Files.createDirectories(stage.file("nothing"));
        for (String program : PROGRAMS) {
            try (InputStream source = ConfigurationStep.class.getResourceAsStream(program + ".java")) {
                if (source == null) {
                    throw new DemoFailedException("Expected the source of " + program + " in the jar.");
                }
                Files.copy(source, stage.file("programs").resolve(program + ".java"));
            }
        }
        stage.javac(
                        "-cp",
                        "nothing",
                        "-d",
                        "programs",
                        "programs/MutualTlsServer.java",
                        "programs/MutualTlsClient.java",
                        "programs/SigningService.java")
                .succeeded();
        long providers =
                override.lines().filter(l -> l.startsWith("security.provider.")).count();
        return List.of(
                "wardkey.conf: software tokens local and client",
                "java.security: " + providers + " providers, "
                        + override.lines()
                                .filter(l -> l.startsWith("security.provider.1="))
                                .findFirst()
                                .map(l -> l.substring(0, l.indexOf(' ')))
                                .orElse("none first")
                        + " wardkey.conf",
                "compiled " + String.join(", ", PROGRAMS) + " with an empty class path");
    }
}
