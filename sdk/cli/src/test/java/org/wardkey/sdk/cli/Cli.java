package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.sqlite.JDBC;

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

    /** Changes the database of a home behind Wardkey's back. */
    static void sql(Path config, String statement) throws SQLException {
        String database = "jdbc:sqlite:" + home(config).resolve("wardkey.db");
        try (Connection connection = JDBC.createConnection(database, new Properties());
                Statement change = connection.createStatement()) {
            change.execute("PRAGMA busy_timeout=10000");
            change.execute(statement);
        }
    }

    /** Waits until something holds that housekeeping brings about. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    static Path home(Path config) {
        return config.resolveSibling("home");
    }
}
