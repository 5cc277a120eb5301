package org.wardkey.provider.ledger;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * Replaces keys by successors under the same alias. The replaced key goes on as {@code alias@generation}
 * and may originate until its overlap ends; who holds its object notices nothing before. Every row carries
 * an authentication code like that of a key. Thread-safe.
 */
public final class KeyRotation {
    private final Database database;
    private final Runnable changed;
    private final KeyCatalog catalog;
    private final Function<String, RecordAuthenticator> authenticators;

    /**
     * That a key was replaced.
     *
     * @param key the replaced key
     * @param successor the key that has its alias now
     * @param generation the replaced key's generation, from 1
     * @param overlapEnd until when the replaced key may originate
     */
    public record Succession(KeyId key, KeyId successor, int generation, Instant overlapEnd) {
        private byte[] canonical() {
            return new CanonicalBytes("wardkey succession 1")
                    .add(key.toString())
                    .add(successor.toString())
                    .add(generation)
                    .add(overlapEnd.toString())
                    .toByteArray();
        }
    }

    KeyRotation(
            Database database,
            Runnable changed,
            KeyCatalog catalog,
            Function<String, RecordAuthenticator> authenticators) {
        this.database = database;
        this.changed = changed;
        this.catalog = catalog;
        this.authenticators = authenticators;
    }

    /**
     * Replaces a key, in one transaction.
     *
     * @param key the key, which is ACTIVE
     * @param successor the new key under the same alias: a new record, or one that is stored under another alias
     *     and moves
     * @param overlapEnd until when the replaced key may originate
     * @return what was written
     * @throws PolicyDeniedException if the key is not ACTIVE or was replaced already
     * @throws BackendException if the database fails; nothing was changed then
     */
    public Succession replace(KeyId key, KeyRecord successor, Instant overlapEnd) {
        Succession written = database.write(c -> {
            KeyRecord before = requireReplaceable(c, key);
            String alias = before.facts().alias();
            Succession made = new Succession(key, successor.facts().id(), generation(c, key), overlapEnd);
            catalog.rename(c, before, alias + "@" + made.generation());
            if (catalog.exists(c, successor.facts().id())) {
                catalog.rename(c, successor, alias);
            } else {
                catalog.insertNew(c, successor.withAlias(alias), new UsageCount(0, 0));
            }
            insert(c, made, authenticators.apply(before.facts().token()));
            return made;
        });
        changed.run();
        return written;
    }

    private KeyRecord requireReplaceable(Connection c, KeyId key) throws SQLException {
        KeyRecord before = catalog.require(c, key);
        if (before.facts().state() != KeyState.ACTIVE) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.KEY_STATE,
                    "Key " + key + " is " + before.facts().state() + "; only an ACTIVE key is replaced."));
        }
        Optional<Succession> known =
                select(c, "s.key_id = ?", key.toString()).stream().findFirst();
        if (known.isPresent()) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.KEY_STATE,
                    "Key " + key + " was replaced by " + known.get().successor() + " already."));
        }
        return before;
    }

    private int generation(Connection c, KeyId key) throws SQLException {
        return select(c, "successor = ?", key.toString()).stream()
                .mapToInt(before -> before.generation() + 1)
                .max()
                .orElse(1);
    }

    private static void insert(Connection c, Succession made, RecordAuthenticator authenticator) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement("INSERT INTO succession VALUES (?,?,?,?,?)")) {
            insert.setString(1, made.key().toString());
            insert.setString(2, made.successor().toString());
            insert.setInt(3, made.generation());
            insert.setString(4, made.overlapEnd().toString());
            insert.setBytes(5, authenticator.authenticate(made.canonical()));
            insert.executeUpdate();
        }
    }

    /**
     * Tells by what a key was replaced.
     *
     * @param key the key
     * @return its succession, if it was replaced
     * @throws BackendException if the database fails or the row was altered
     */
    public Optional<Succession> find(KeyId key) {
        return database.read(
                c -> select(c, "s.key_id = ?", key.toString()).stream().findFirst());
    }

    /**
     * Lists the keys of a token whose overlap has ended and that are still ACTIVE.
     *
     * @param token the token's name
     * @param now the time
     * @return their successions
     */
    public List<Succession> ended(String token, Instant now) {
        String where = "key.token = ? AND key.state = 'ACTIVE'";
        return database.read(c -> select(c, where, token)).stream()
                .filter(s -> !now.isBefore(s.overlapEnd()))
                .toList();
    }

    private List<Succession> select(Connection c, String where, String argument) throws SQLException {
        List<Succession> found = new ArrayList<>();
        String sql = "SELECT s.key_id, successor, generation, overlap_end, s.mac, key.token FROM succession s"
                + " JOIN key ON key.id = s.key_id WHERE " + where;
        try (PreparedStatement select = c.prepareStatement(sql)) {
            select.setString(1, argument);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(verified(row));
                }
            }
        }
        return found;
    }

    private Succession verified(ResultSet row) throws SQLException {
        String id = row.getString(1);
        try {
            Succession read = new Succession(
                    KeyId.parse(id), KeyId.parse(row.getString(2)), row.getInt(3), Instant.parse(row.getString(4)));
            byte[] expected = authenticators.apply(row.getString(6)).authenticate(read.canonical());
            if (MessageDigest.isEqual(expected, row.getBytes(5))) {
                return read;
            }
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new BackendException(new Refusal(RefusalCode.RECORD_ALTERED, "Succession of a key."), e);
        }
        throw new BackendException(new Refusal(RefusalCode.RECORD_ALTERED, "Succession of key " + id + "."));
    }
}
