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
        private byte[] canonical() {
            return new CanonicalBytes("wardkey policy 1")
                    .add(name)
                    .add(version)
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
        return database.read(this::select);
    }

    /**
     * Puts a document in the place of the one before, in one transaction.
     *
     * @param entry the document
     * @param admissible looks at the one before, inside the transaction
     * @return whether it was admissible and is in force now
     * @throws BackendException if the database fails; the one before is in force then
     */
    public boolean replace(Entry entry, Predicate<Optional<Entry>> admissible) {
        byte[] mac = authenticator.authenticate(entry.canonical());
        boolean replaced = database.write(c -> {
            if (!admissible.test(select(c))) {
                return false;
            }
            String sql = "INSERT OR REPLACE INTO applied_policy (one, name, version, origin, text, applied, mac)"
                    + " VALUES (1,?,?,?,?,?,?)";
            try (PreparedStatement insert = c.prepareStatement(sql)) {
                insert.setString(1, entry.name());
                insert.setLong(2, entry.version());
                insert.setString(3, entry.origin());
                insert.setString(4, entry.text());
                insert.setString(5, entry.applied().toString());
                insert.setBytes(6, mac);
                return insert.executeUpdate() == 1;
            }
        });
        if (replaced) {
            changed.run();
        }
        return replaced;
    }

    private Optional<Entry> select(Connection c) throws SQLException {
        String sql = "SELECT name, version, origin, text, applied, mac FROM applied_policy";
        try (PreparedStatement select = c.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            Entry entry = new Entry(
                    row.getString(1),
                    row.getLong(2),
                    row.getString(3),
                    row.getString(4),
                    Instant.parse(row.getString(5)));
            if (MessageDigest.isEqual(authenticator.authenticate(entry.canonical()), row.getBytes(6))) {
                return Optional.of(entry);
            }
        } catch (DateTimeException e) {
            throw new BackendException(new Refusal(RefusalCode.RECORD_ALTERED, "The applied policy."), e);
        }
        throw new BackendException(new Refusal(RefusalCode.RECORD_ALTERED, "The applied policy."));
    }
}
