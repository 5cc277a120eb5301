package org.wardkey.provider.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * Makes a database what this version uses: whole, in write-ahead mode, of the newest schema. What is of a newer one
 * stays as it is; an older one is copied beforehand.
 */
final class DatabaseUpgrade {
    private static final int SCHEMA_VERSION = Schema.STEPS.size();
    private static final String BACKUP = ".version-";
    private static final int SQLITE_BUSY = 5;
    private static final long BUSY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Database database;
    private final Path file;
    private final Connection connection;

    /**
     * @param database writes
     * @param file its file
     * @param connection its connection, which nobody else uses yet
     */
    DatabaseUpgrade(Database database, Path file, Connection connection) {
        this.database = database;
        this.file = file;
        this.connection = connection;
    }

    void run() throws SQLException {
        int found = Sql.number(connection, "PRAGMA user_version");
        if (found > SCHEMA_VERSION) {
            throw new BackendException(new Refusal(
                    RefusalCode.STORE_NEWER,
                    "Expected schema version " + SCHEMA_VERSION + " or older in " + file + ", found " + found + "."));
        }
        // Quick check finds broken pages before a program relies on what is in them.
        String check = Sql.text(connection, "PRAGMA quick_check(1)");
        if (!check.equals("ok")) {
            throw new BackendException(
                    new Refusal(RefusalCode.STORE_UNAVAILABLE, "The database " + file + " is damaged: " + check + "."));
        }
        if (!Sql.text(connection, "PRAGMA journal_mode").equals("wal")) {
            // A new one, or a copy that a backup made.
            useWriteAheadLog();
        }
        if (found == SCHEMA_VERSION) {
            return;
        }
        if (found > 0) {
            backUp(found);
        }
        boolean upgraded = database.write(c -> {
            // Another process may have created it between our look and our lock.
            for (int version = Sql.number(connection, "PRAGMA user_version"); version < SCHEMA_VERSION; version++) {
                try (Statement statement = c.createStatement()) {
                    for (String ddl : Schema.STEPS.get(version)) {
                        statement.execute(ddl);
                    }
                }
            }
            Sql.execute(c, "PRAGMA user_version=" + SCHEMA_VERSION);
            return true;
        });
        assert upgraded;
    }

    /** Waits for others who do the same: SQLite does not wait for the lock that this takes. */
    private void useWriteAheadLog() throws SQLException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DatabaseDriver.BUSY_TIMEOUT_MILLIS);
        String mode = "";
        while (!mode.equals("wal")) {
            try {
                mode = Sql.text(connection, "PRAGMA journal_mode=WAL");
                if (!mode.equals("wal")) {
                    throw new SQLException("Expected a file system on which SQLite can keep a write-ahead log that"
                            + " processes share, got one that leaves journal mode " + mode + " (a network's?)");
                }
            } catch (SQLException e) {
                // The lower byte: the others say more of the same. Source: SQLite, Result and Error Codes.
                if ((e.getErrorCode() & 0xff) != SQLITE_BUSY || System.nanoTime() - end >= 0) {
                    throw e;
                }
                LockSupport.parkNanos(BUSY_PAUSE_NANOS);
            }
        }
        // The log's file is there from the first read on.
        int tables = Sql.number(connection, "SELECT count(*) FROM sqlite_master");
        assert tables >= 0;
    }

    /** A copy of the whole database beside it, under the version that it has; whole when it has that name. */
    private void backUp(int version) throws SQLException {
        Path copy = file.resolveSibling(file.getFileName() + BACKUP + version);
        Path fresh = file.resolveSibling(file.getFileName() + BACKUP + version + ".new");
        try {
            Files.deleteIfExists(fresh);
            Sql.execute(connection, "VACUUM INTO '" + fresh.toString().replace("'", "''") + "'");
            Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SQLException("The database could not be copied before its upgrade.", e);
        }
    }

    /**
     * Deletes the copies of before an upgrade: what is destroyed must not live on in them.
     *
     * @param file the database file
     * @return how many
     */
    static int deleteBackUps(Path file) {
        int deleted = 0;
        try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
            for (Path copy : files.filter(f -> f.getFileName().toString().startsWith(file.getFileName() + BACKUP))
                    .toList()) {
                Files.delete(copy);
                deleted++;
            }
            return deleted;
        } catch (IOException e) {
            throw DatabaseDriver.unavailable(file, e);
        }
    }
}
