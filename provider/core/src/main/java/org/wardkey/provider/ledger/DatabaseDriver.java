package org.wardkey.provider.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/** How the database is reached, and what is said when it is not. */
final class DatabaseDriver {
    /** How long writers wait for each other. */
    static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private static final String URL = "jdbc:sqlite:";

    private DatabaseDriver() {}

    /** Loads the driver's classes, which takes a while, but not its library. */
    static void prepareDriver() {
        boolean known = JDBC.isValidURL(URL) && new SQLiteConfig(settings()).getBusyTimeout() > 0;
        assert known;
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.setProperty("busy_timeout", Integer.toString(BUSY_TIMEOUT_MILLIS));
        settings.setProperty("synchronous", "FULL");
        settings.setProperty("secure_delete", "true");
        settings.setProperty("foreign_keys", "true");
        // Large statements would want a temporary file, and on a read-only root nobody has a folder for it.
        settings.setProperty("temp_store", "MEMORY");
        return settings;
    }

    static Connection connect(Path file) {
        try {
            // Asks the driver itself: DriverManager looks through the class loaders of whoever calls.
            Connection connection = JDBC.createConnection(URL + file, settings());
            if (connection == null) {
                throw new SQLException("SQLite did not take the path as a database.");
            }
            return connection;
        } catch (SQLException | LinkageError e) {
            throw unavailable(file, e);
        }
    }

    static void closeQuietly(Connection connection, Throwable reason) {
        try {
            connection.close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    static BackendException unavailable(Path file, Throwable cause) {
        return new BackendException(
                new Refusal(
                        RefusalCode.STORE_UNAVAILABLE,
                        "Tried to use the database " + file + ": " + reason(cause) + "."),
                cause);
    }

    /** The driver says "Error opening connection" of a library that may not be loaded, and why in the cause. */
    private static String reason(Throwable thrown) {
        Throwable first = thrown;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return thrown.getMessage() + (first.equals(thrown) ? "" : ": " + first.getMessage());
    }
}
