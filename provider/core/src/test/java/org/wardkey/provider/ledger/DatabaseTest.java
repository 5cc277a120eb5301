package org.wardkey.provider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

class DatabaseTest {
    @TempDir
    private Path home;

    /** SQLite refuses at once, whatever its timeout, to begin a write-ahead log while somebody else is about to write. */
    @Test
    void open_newDatabaseThatAnotherIsAboutToWrite_waitsForIt() throws Exception {
        Path file = home.resolve("wardkey.db");
        CompletableFuture<Database> opened = new CompletableFuture<>();
        Thread opener = new Thread(() -> {
            try {
                opened.complete(Database.open(file));
            } catch (RuntimeException e) {
                opened.completeExceptionally(e);
            }
        });
        try (Connection other = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            opener.start();
            while (opener.isAlive() && !waits(opener)) {
                Thread.onSpinWait();
            }
            assertThat(opened).isNotDone();
            statement.execute("COMMIT");
        }
        try (Database database = opened.get(60, TimeUnit.SECONDS)) {
            String mode = database.read(c -> {
                try (Statement statement = c.createStatement();
                        var row = statement.executeQuery("PRAGMA journal_mode")) {
                    return row.getString(1);
                }
            });
            assertThat(mode).isEqualTo("wal");
        }
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("useWriteAheadLog"));
    }
}
