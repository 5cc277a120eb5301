package org.wardkey.provider.ledger;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.wardkey.provider.operation.BackendException;

/**
 * The embedded database of a home: one connection for each process, several processes at once.
 *
 * <p>Theory of operation. SQLite in write-ahead mode with {@code synchronous=FULL}: a commit that
 * returned survives a power cut, one that did not leaves nothing. Writers begin with {@code BEGIN
 * IMMEDIATE}, so that what a transaction read is still true when it writes; they wait up to {@link
 * DatabaseDriver#BUSY_TIMEOUT_MILLIS} for each other. {@code secure_delete} overwrites what is deleted. One
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
    private static final int CUT_TIMEOUT_MILLIS = 1_000;
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
    private int readsUnderWay;
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
        Connection connection = DatabaseDriver.connect(file);
        try {
            Database database = new Database(file, connection);
            Sql.execute(connection, "PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
            new DatabaseUpgrade(database, file, connection).run();
            // SQLite has these two open since the first read and until the last process closes the database. Who
            // deletes one makes this process and those that come later commit each for itself.
            for (String companion : List.of("-wal", "-shm")) {
                database.opened.add(OpenedFile.of(Path.of(file + companion)));
            }
            return database;
        } catch (SQLException | IOException | RuntimeException e) {
            DatabaseDriver.closeQuietly(connection, e);
            throw e instanceof BackendException known ? known : DatabaseDriver.unavailable(file, e);
        }
    }

    /** See {@link DatabaseUpgrade#deleteBackUps}. */
    int deleteBackUps() {
        return DatabaseUpgrade.deleteBackUps(file);
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
            Sql.execute(connection, "CREATE TABLE space (bytes BLOB)");
            Sql.execute(connection, TAKE_SPACE);
            Sql.execute(connection, "DROP TABLE space");
            return true;
        });
        assert taken;
    }

    private long freeBytes() {
        return read(c ->
                (long) Sql.number(connection, "PRAGMA freelist_count") * Sql.number(connection, "PRAGMA page_size"));
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

    /**
     * Reads, in a snapshot of its own for each statement.
     *
     * @param work what to read; it does not write: SQLite lets nobody write who still reads what others have
     *     changed since
     * @param <T> what it gives
     * @return what was read
     * @throws BackendException if the database fails, or was replaced or deleted
     */
    public <T> T read(Work<T> work) {
        lock.lock();
        readsUnderWay++;
        try {
            requireInPlace();
            return work.run(connection);
        } catch (SQLException e) {
            throw DatabaseDriver.unavailable(file, e);
        } finally {
            readsUnderWay--;
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
            throw DatabaseDriver.unavailable(file, e);
        } finally {
            lock.unlock();
        }
    }

    /** Begins and ends by statements of our own: the driver loses count when SQLite rolls back by itself. */
    private <T> T transaction(Work<T> work) throws SQLException {
        assert readsUnderWay == 0 : "a write inside of a read";
        Sql.execute(connection, "BEGIN IMMEDIATE");
        inTransaction = true;
        boolean committed = false;
        try {
            T result = work.run(connection);
            Sql.execute(connection, "COMMIT");
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
            Sql.execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // A full disk or an I/O error has made SQLite roll back already; the failure itself is on its way.
            assert e != null;
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
            throw DatabaseDriver.unavailable(file, e);
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
            Sql.execute(connection, "PRAGMA busy_timeout=" + timeoutMillis);
            try {
                cutDue = Sql.number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") != 0;
            } finally {
                Sql.execute(connection, "PRAGMA busy_timeout=" + DatabaseDriver.BUSY_TIMEOUT_MILLIS);
            }
            return !cutDue;
        } catch (SQLException e) {
            throw DatabaseDriver.unavailable(file, e);
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
            throw DatabaseDriver.unavailable(file, e);
        } finally {
            lock.unlock();
        }
    }
}
