package org.wardkey.provider.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.wardkey.provider.operation.KeyId;

/**
 * Which process holds a lease on which key, and whether another one wants it back. Advisory: what is
 * leased is already counted as used, so a wrong row here can make somebody wait, never exceed a limit.
 */
final class LeaseTable {
    /**
     * How long a holder in another container, which nobody here can see, is asked before it is taken for dead: one that
     * lives looks several times a second, and gives back at once.
     */
    static final long ASKED_FOR_MILLIS = 3 * TimeUnit.NANOSECONDS.toMillis(UsageLedger.STARVED_WAIT_NANOS);

    private static final int NAMESPACE = 3;
    private final String instance;
    private final LongSupplier epochMillis;

    /**
     * @param instance the name of this process
     * @param epochMillis the time of the machine, which its containers share
     */
    LeaseTable(String instance, LongSupplier epochMillis) {
        this.instance = instance;
        this.epochMillis = epochMillis;
    }

    /**
     * Names a process: its id, when it started, a counter and its process namespace, so that a dead one can be told.
     *
     * @return the name
     */
    static String instanceName(String unique) {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().map(i -> i.toEpochMilli()).orElse(0L);
        return self.pid() + ":" + started + ":" + unique + ":" + PidNamespace.own();
    }

    void mark(Connection c, KeyId id) throws SQLException {
        execute(c, "INSERT OR IGNORE INTO lease (key_id, instance) VALUES (?, ?)", id.toString(), instance);
    }

    void clear(Connection c, KeyId id) throws SQLException {
        execute(c, "DELETE FROM lease WHERE key_id = ? AND instance = ?", id.toString(), instance);
    }

    /** Asks the living holders for their leases; tells whether there are any. */
    boolean wantFromOthers(Database database, KeyId id) {
        return database.write(c -> {
            boolean alive = false;
            try (PreparedStatement select =
                    c.prepareStatement("SELECT instance, wanted FROM lease WHERE key_id = ? AND instance <> ?")) {
                select.setString(1, id.toString());
                select.setString(2, instance);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        alive |= want(c, id, row.getString(1), row.getLong(2));
                    }
                }
            }
            return alive;
        });
    }

    /** The time of the first question stands in the row, whoever asks: several askers do not make it longer ago. */
    private boolean want(Connection c, KeyId id, String holder, long firstAsked) throws SQLException {
        long now = epochMillis.getAsLong();
        boolean asked = firstAsked > 0 && firstAsked <= now; // else not yet, or before the clock was set back
        boolean gone = isElsewhere(holder) ? asked && now - firstAsked >= ASKED_FOR_MILLIS : !isAlive(holder);
        if (gone) {
            execute(c, "DELETE FROM lease WHERE key_id = ? AND instance = ?", id.toString(), holder);
            return false;
        }
        if (!asked) {
            execute(
                    c,
                    "UPDATE lease SET wanted = " + now + " WHERE key_id = ? AND instance = ?",
                    id.toString(),
                    holder);
        }
        return true;
    }

    boolean isWanted(Database database, KeyId id) {
        return database.read(c -> {
            try (PreparedStatement select =
                    c.prepareStatement("SELECT 1 FROM lease WHERE key_id = ? AND instance = ? AND wanted > 0")) {
                select.setString(1, id.toString());
                select.setString(2, instance);
                try (ResultSet row = select.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    /** Names of earlier versions have no namespace. */
    private static boolean isElsewhere(String holder) {
        String[] parts = holder.split(":", -1);
        return parts.length > NAMESPACE && !parts[NAMESPACE].equals(PidNamespace.own());
    }

    private static boolean isAlive(String holder) {
        String[] parts = holder.split(":", -1);
        try {
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[0]));
            long started = Long.parseLong(parts[1]);
            return process.isPresent()
                    && process.get()
                                    .info()
                                    .startInstant()
                                    .map(i -> i.toEpochMilli())
                                    .orElse(started)
                            == started;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    private static void execute(Connection c, String sql, String first, String second) throws SQLException {
        try (PreparedStatement statement = c.prepareStatement(sql)) {
            statement.setString(1, first);
            statement.setString(2, second);
            statement.executeUpdate();
        }
    }
}
