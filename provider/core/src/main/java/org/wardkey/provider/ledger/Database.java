package org.wardkey.provider.ledger;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * The embedded database of a home: one connection for each process, several processes at once.
 *
 * <p>Theory of operation. SQLite in write-ahead mode with {@code synchronous=FULL}: a commit that
 * returned survives a power cut, one that did not leaves nothing. Writers begin with {@code BEGIN
 * IMMEDIATE}, so that what a transaction read is still true when it writes; they wait up to {@link
 * #BUSY_TIMEOUT_MILLIS} for each other. {@code secure_delete} overwrites what is deleted. One
 * connection, guarded by a lock that interrupts do not break: SQLite is called through JNI, not
 * through an interruptible channel, so a caller's interrupt cannot close it. Thread-safe.
 *
 * <p>A database that was replaced or deleted under us serves no more: see {@link OpenedFile}.
 *
 * <p>Small commits go on when the disk is full: {@link #takeSpace} makes the write-ahead log and the
 * database larger than they need to be, and SQLite overwrites in place what it has moved to the
 * database. On file systems that never overwrite in place (btrfs, ZFS) a full disk ends them all the same.
 */
public final class Database implements AutoCloseable {
    private static final int SCHEMA_VERSION = Schema.STEPS.size();
    private static final String BACKUP = ".version-";
    private static final String URL = "jdbc:sqlite:";
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;
    private static final int CUT_TIMEOUT_MILLIS = 1_000;
    private static final int SQLITE_BUSY = 5;
    private static final long BUSY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int SPACE_BYTES = 1 << 20;

    /** After how many pages SQLite begins the write-ahead log anew: long before the space is used up. */
    private static final int CHECKPOINT_PAGES = 100;

    private static final String TAKE_SPACE = "INSERT INTO space VALUES (zeroblob(" + SPACE_BYTES + "))";

    private final Path file;
    private final File writeAheadLog;
    private final Connection connection;
    private final List<OpenedFile> opened = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Statement dataVersion;
    private boolean inTransaction;
    private volatile boolean cutDue;

    /** Work on the database. */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * Reads or writes.
         *
         * @param connection the connection; valid during the call
         * @return what was read
         * @throws SQLException if the database fails
         */
        T run(Connection connection) throws SQLException;
    }

    private Database(Path file, Connection connection) throws SQLException, IOException {
        this.file = file;
        opened.add(OpenedFile.of(file));
        this.writeAheadLog = new File(file + "-wal");
        this.connection = connection;
        this.dataVersion = connection.createStatement();
    }

    /**
     * Opens or creates the database.
     *
     * @param file the database file; its folder exists
     * @return the open database
     * @throws BackendException if it cannot be opened, is damaged, or was written by a newer version;
     *     nothing was changed then
     */
    public static Database open(Path file) {
        Connection connection = connect(file);
        try {
            Database database = new Database(file, connection);
            database.upgrade();
            // SQLite has these two open since the first read and until the last process closes the database. Who
            // deletes one makes this process and those that come later commit each for itself.
            for (String companion : List.of("-wal", "-shm")) {
                database.opened.add(OpenedFile.of(Path.of(file + companion)));
            }
            return database;
        } catch (SQLException | IOException | RuntimeException e) {
            closeQuietly(connection, e);
            throw e instanceof BackendException known ? known : unavailable(file, e);
        }
    }

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

    private static Connection connect(Path file) {
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

    private static void closeQuietly(Connection connection, Throwable reason) {
        try {
            connection.close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private void upgrade() throws SQLException {
        execute("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
        int found = intOf("PRAGMA user_version");
        if (found > SCHEMA_VERSION) {
            throw new BackendException(new Refusal(
                    RefusalCode.STORE_NEWER,
                    "Expected schema version " + SCHEMA_VERSION + " or older in " + file + ", found " + found + "."));
        }
        // Quick check finds broken pages before a program relies on what is in them.
        String check = textOf("PRAGMA quick_check(1)");
        if (!check.equals("ok")) {
            throw new BackendException(
                    new Refusal(RefusalCode.STORE_UNAVAILABLE, "The database " + file + " is damaged: " + check + "."));
        }
        if (!textOf("PRAGMA journal_mode").equals("wal")) {
            // A new one, or a copy that a backup made.
            useWriteAheadLog();
        }
        if (found == SCHEMA_VERSION) {
            return;
        }
        if (found > 0) {
            backUp(found);
        }
        write(c -> {
            // Another process may have created it between our look and our lock.
            for (int version = intOf("PRAGMA user_version"); version < SCHEMA_VERSION; version++) {
                try (Statement statement = c.createStatement()) {
                    for (String ddl : Schema.STEPS.get(version)) {
                        statement.execute(ddl);
                    }
                }
            }
            execute("PRAGMA user_version=" + SCHEMA_VERSION);
            return true;
        });
    }

    /** Waits for others who do the same: SQLite does not wait for the lock that this takes. */
    private void useWriteAheadLog() throws SQLException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_TIMEOUT_MILLIS);
        String mode = "";
        while (!mode.equals("wal")) {
            try {
                mode = textOf("PRAGMA journal_mode=WAL");
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
        int tables = intOf("SELECT count(*) FROM sqlite_master");
        assert tables >= 0;
    }

    /** A copy of the whole database beside it, under the version that it has; whole when it has that name. */
    private void backUp(int version) throws SQLException {
        Path copy = file.resolveSibling(file.getFileName() + BACKUP + version);
        Path fresh = file.resolveSibling(file.getFileName() + BACKUP + version + ".new");
        try {
            Files.deleteIfExists(fresh);
            execute("VACUUM INTO '" + fresh.toString().replace("'", "''") + "'");
            Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SQLException("The database could not be copied before its upgrade.", e);
        }
    }

    /**
     * Deletes the copies of before an upgrade: what is destroyed must not live on in them.
     *
     * @return how many
     */
    int deleteBackUps() {
        int deleted = 0;
        try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
            for (Path copy : files.filter(f -> f.getFileName().toString().startsWith(file.getFileName() + BACKUP))
                    .toList()) {
                Files.delete(copy);
                deleted++;
            }
            return deleted;
        } catch (IOException e) {
            throw unavailable(file, e);
        }
    }

    /**
     * Takes the space that small commits need on a full disk, if it is not taken. It goes when the last
     * process closes the database, and when {@link #cutLog} cuts the log.
     *
     * @throws BackendException if the disk does not have it
     */
    void takeSpace() {
        if (writeAheadLog.length() >= SPACE_BYTES && freeBytes() >= SPACE_BYTES / 2) {
            return;
        }
        boolean taken = write(c -> {
            execute("CREATE TABLE space (bytes BLOB)");
            execute(TAKE_SPACE);
            execute("DROP TABLE space");
            return true;
        });
        assert taken;
    }

    private long freeBytes() {
        return read(c -> (long) intOf("PRAGMA freelist_count") * intOf("PRAGMA page_size"));
    }

    /**
     * Also looks for the database under another path: one that leads here by a symbolic link, which others follow.
     * Not finding it there is the same as not finding it.
     *
     * @param path where others find the file
     */
    void alsoAt(Path path) {
        lock.lock();
        try {
            if (opened.stream().noneMatch(o -> o.path().equals(path))) {
                opened.add(opened.get(0).under(path));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks whether the database is still the one that others open; see {@link OpenedFile}. Waits for nobody. */
    void look() {
        opened.forEach(OpenedFile::look);
    }

    /** Refuses if the last look did not find the database. */
    void requireInPlace() {
        opened.forEach(OpenedFile::require);
    }

    private int intOf(String sql) throws SQLException {
        return Integer.parseInt(textOf(sql));
    }

    private String textOf(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("Expected a row from " + sql + ", got none.");
            }
            return row.getString(1);
        }
    }

    /**
     * Reads, in a snapshot of its own for each statement.
     *
     * @param work what to read
     * @param <T> what it gives
     * @return what was read
     * @throws BackendException if the database fails, or was replaced or deleted
     */
    public <T> T read(Work<T> work) {
        lock.lock();
        try {
            requireInPlace();
            return work.run(connection);
        } catch (SQLException e) {
            throw unavailable(file, e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads and writes in one transaction: all of it is durable when this returns, or none of it
     * happened.
     *
     * @param work what to do
     * @param <T> what it gives
     * @return what the work gave
     * @throws BackendException if the database fails, or was replaced or deleted
     */
    public <T> T write(Work<T> work) {
        lock.lock();
        try {
            // Beside a commit this costs nothing, and no limit is taken from a database that others no longer see.
            look();
            requireInPlace();
            return inTransaction ? work.run(connection) : transaction(work);
        } catch (SQLException e) {
            throw unavailable(file, e);
        } finally {
            lock.unlock();
        }
    }

    /** Begins and ends by statements of our own: the driver loses count when SQLite rolls back by itself. */
    private <T> T transaction(Work<T> work) throws SQLException {
        execute("BEGIN IMMEDIATE");
        inTransaction = true;
        boolean committed = false;
        try {
            T result = work.run(connection);
            execute("COMMIT");
            committed = true;
            return result;
        } finally {
            inTransaction = false;
            if (!committed) {
                rollBack();
            }
        }
    }

    private void rollBack() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // A full disk or an I/O error has made SQLite roll back already; the failure itself is on its way.
            assert e != null;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * A number that changes when another connection commits; without I/O in the usual case.
     *
     * @return SQLite's data version
     * @throws BackendException if the database fails
     */
    long dataVersion() {
        lock.lock();
        try (ResultSet row = dataVersion.executeQuery("PRAGMA data_version")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw unavailable(file, e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves what is in the write-ahead log to the database and cuts the log, so that deleted material is gone. Waits
     * for readers, but not for long: nobody can use the database meanwhile.
     *
     * @return whether it was cut; if not, {@link #cutLogIfDue} tries again
     */
    boolean cutLog() {
        return cutLog(CUT_TIMEOUT_MILLIS);
    }

    /** Cuts the log that somebody's reading kept from being cut; waits for nobody. */
    void cutLogIfDue() {
        if (cutDue) {
            boolean cut = cutLog(0);
            assert cut != cutDue;
        }
    }

    private boolean cutLog(int timeoutMillis) {
        lock.lock();
        try {
            execute("PRAGMA busy_timeout=" + timeoutMillis);
            try {
                cutDue = intOf("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
            } finally {
                execute("PRAGMA busy_timeout=" + BUSY_TIMEOUT_MILLIS);
            }
            return !cutDue;
        } catch (SQLException e) {
            throw unavailable(file, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            look();
            if (opened.stream().anyMatch(OpenedFile::gone)) {
                // SQLite would delete the write-ahead log by its name, which is that of the other database now.
                return;
            }
            connection.close();
        } catch (SQLException e) {
            throw unavailable(file, e);
        } finally {
            lock.unlock();
        }
    }

    private static BackendException unavailable(Path file, Throwable cause) {
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
