package org.wardkey.provider.ledger;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * The policy document that was applied to a home, in force in all its processes. Authenticated like keys,
 * by the token that the home's aliases default to. Thread-safe.
 */
public final class AppliedPolicy {
    private final Database database;
    private final Runnable changed;
    private final RecordAuthenticator authenticator;

    /**
     * An applied document.
     *
     * @param name its name
     * @param version its version
     * @param origin where it came from, for messages
     * @param text its text
     * @param applied when it was applied
     */
    public record Entry(String name, long version, String origin, String text, Instant applied) {
        private byte[] canonical(boolean inForce) {
            return new CanonicalBytes("wardkey policy 1")
                    .add(name)
                    .add(version)
                    .add(inForce ? 1 : 0)
                    .add(origin)
                    .add(text)
                    .add(applied.toString())
                    .toByteArray();
        }
    }

    AppliedPolicy(Database database, Runnable changed, RecordAuthenticator authenticator) {
        this.database = database;
        this.changed = changed;
        this.authenticator = authenticator;
    }

    /**
     * Reads the applied document.
     *
     * @return the document, if one was applied
     * @throws BackendException if the database fails or the row was altered
     */
    public Optional<Entry> find() {
        return database.read(c -> select(c, "in_force = 1", Optional.empty()));
    }

    /**
     * Puts a document in the place of the one before, in one transaction. The one before is remembered with
     * its version, so that it cannot come back older.
     *
     * @param entry the document
     * @param admissible looks at what was applied last under the document's name, inside the transaction
     * @return whether it was admissible and is in force now
     * @throws BackendException if the database fails; the one before is in force then
     */
    public boolean replace(Entry entry, Predicate<Optional<Entry>> admissible) {
        boolean replaced = database.write(c -> {
            if (!admissible.test(select(c, "name = ?", Optional.of(entry.name())))) {
                return false;
            }
            Optional<Entry> before = select(c, "in_force = 1", Optional.empty());
            if (before.isPresent()) {
                store(c, before.get(), false);
            }
            store(c, entry, true);
            return true;
        });
        if (replaced) {
            changed.run();
        }
        return replaced;
    }

    private void store(Connection c, Entry entry, boolean inForce) throws SQLException {
        String sql = "INSERT OR REPLACE INTO applied_policy (name, version, in_force, origin, text, applied, mac)"
                + " VALUES (?,?,?,?,?,?,?)";
        try (PreparedStatement insert = c.prepareStatement(sql)) {
            insert.setString(1, entry.name());
            insert.setLong(2, entry.version());
            insert.setInt(3, inForce ? 1 : 0);
            insert.setString(4, entry.origin());
            insert.setString(5, entry.text());
            insert.setString(6, entry.applied().toString());
            insert.setBytes(7, authenticator.authenticate(entry.canonical(inForce)));
            insert.executeUpdate();
        }
    }

    private Optional<Entry> select(Connection c, String where, Optional<String> argument) throws SQLException {
        String sql = "SELECT name, version, origin, text, applied, mac, in_force FROM applied_policy WHERE " + where;
        try (PreparedStatement select = c.prepareStatement(sql)) {
            if (argument.isPresent()) {
                select.setString(1, argument.get());
            }
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Entry entry = new Entry(
                        row.getString(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getString(4),
                        Instant.parse(row.getString(5)));
                byte[] expected = authenticator.authenticate(entry.canonical(row.getInt(7) != 0));
                if (MessageDigest.isEqual(expected, row.getBytes(6))) {
                    return Optional.of(entry);
                }
            }
        } catch (DateTimeException e) {
            throw new BackendException(new Refusal(RefusalCode.RECORD_ALTERED, "The applied policy."), e);
        }
        throw new BackendException(new Refusal(RefusalCode.RECORD_ALTERED, "The applied policy."));
    }
}
