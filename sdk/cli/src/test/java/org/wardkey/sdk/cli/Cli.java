package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs commands in this JVM, each test on a home of its own. */
final class Cli {
    private Cli() {}

    /** How a command ended. */
    record Result(int exit, String out, String err) {}

    static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = WardkeyCommand.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Result(exit, out.toString(), err.toString());
    }

    /** A configuration with a fresh home; under target, since an open home is in use until the JVM ends. */
    static Path config(String... tokens) throws IOException {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "homes").toAbsolutePath()), "cli");
        Path config = folder.resolve("wardkey.conf");
        StringBuilder text = new StringBuilder("wardkey {\n  home = home\n");
        if (tokens.length > 0) {
            text.append("  tokens {\n");
            for (String token : tokens) {
                text.append("    ").append(token).append('\n');
            }
            text.append("  }\n");
        }
        return Files.writeString(config, text.append("}\n"));
    }

    static Path home(Path config) {
        return config.resolveSibling("home");
    }
}
