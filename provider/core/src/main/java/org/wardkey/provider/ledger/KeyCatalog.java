package org.wardkey.provider.ledger;

import java.security.GeneralSecurityException;
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
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * What keys there are. Every row carries an authentication code over all its fields, under a key that
 * only the unlocked token has: a record that was altered on disk is refused, not believed. A whole
 * store that was replaced by an older copy of itself is not noticed here.
 *
 * <p>Every change moves the epoch, so that all processes of the home see it at their next operation.
 * Thread-safe.
 */
public final class KeyCatalog {
    private static final String COLUMNS = "id, token, alias, type, size_bits, state, authorizations, imported, created,"
            + " algorithm, reason, public_key, sealed_material, mac";

    private final Database database;
    private final Runnable changed;
    private final Function<String, RecordAuthenticator> authenticators;

    /**
     * Opens the catalogue.
     *
     * @param database the home's database
     * @param changed told after every change that was committed
     * @param authenticators gives the authenticator of a token, unlocking it if need be
     */
    KeyCatalog(Database database, Runnable changed, Function<String, RecordAuthenticator> authenticators) {
        this.database = database;
        this.changed = changed;
        this.authenticators = authenticators;
    }

    /**
     * Adds a key.
     *
     * @param record all of it
     * @throws PolicyDeniedException if the alias is taken
     * @throws BackendException if the database fails; nothing was written then
     */
    public void create(KeyRecord record) {
        create(record, new UsageCount(0, 0));
    }

    /**
     * Adds a key that was used before it was stored.
     *
     * @param record all of it
     * @param used how much of it is used up
     * @throws PolicyDeniedException if the alias is taken
     * @throws BackendException if the database fails; nothing was written then
     */
    public void create(KeyRecord record, UsageCount used) {
        database.write(c -> {
            requireFree(c, record.facts().token(), record.facts().alias());
            insertNew(c, record, used);
            return true;
        });
        changed.run();
    }

    /** Writes a new key's rows; its alias is free. */
    void insertNew(Connection c, KeyRecord record, UsageCount used) throws SQLException {
        insert(c, record, authenticator(record).authenticate(record.canonical()));
        writeChain(c, record);
        KeyId id = record.facts().id();
        UsageRow row = new UsageRow(used.operations(), used.bytes());
        UsageRow.insert(
                c, id, row, authenticator(record).authenticate(UsageRow.canonical(id, row.operations(), row.bytes())));
    }

    private static void requireFree(Connection c, String token, String alias) throws SQLException {
        String sql = "SELECT 1 FROM key WHERE token = ? AND alias = ? AND state <> 'DESTROYED'"
                + " UNION ALL SELECT 1 FROM trusted_certificate WHERE token = ? AND alias = ?";
        try (PreparedStatement select = c.prepareStatement(sql)) {
            select.setString(1, token);
            select.setString(2, alias);
            select.setString(3, token);
            select.setString(4, alias);
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    throw new PolicyDeniedException(
                            new Refusal(RefusalCode.ALIAS_TAKEN, "Alias " + token + ":" + alias + "."));
                }
            }
        }
    }

    private static void insert(Connection c, KeyRecord record, byte[] mac) throws SQLException {
        KeyFacts f = record.facts();
        String sql = "INSERT INTO key (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
        try (PreparedStatement insert = c.prepareStatement(sql)) {
            insert.setString(1, f.id().toString());
            insert.setString(2, f.token());
            insert.setString(3, f.alias());
            insert.setString(4, f.type().name());
            insert.setInt(5, f.sizeBits());
            insert.setString(6, f.state().name());
            insert.setString(7, f.authorizations().encode());
            insert.setInt(8, f.imported() ? 1 : 0);
            insert.setString(9, f.created().toString());
            insert.setString(10, record.algorithm());
            insert.setString(11, record.reason());
            insert.setBytes(12, record.publicKey());
            insert.setBytes(13, record.sealedMaterial());
            insert.setBytes(14, mac);
            insert.executeUpdate();
        }
    }

    private static void writeChain(Connection c, KeyRecord record) throws SQLException {
        try (PreparedStatement delete = c.prepareStatement("DELETE FROM chain WHERE key_id = ?")) {
            delete.setString(1, record.facts().id().toString());
            delete.executeUpdate();
        }
        try (PreparedStatement insert = c.prepareStatement("INSERT INTO chain VALUES (?,?,?)")) {
            for (int i = 0; i < record.chain().size(); i++) {
                insert.setString(1, record.facts().id().toString());
                insert.setInt(2, i);
                insert.setBytes(3, record.chain().get(i));
                insert.executeUpdate();
            }
        }
    }

    /**
     * Finds a key that is not destroyed by its alias.
     *
     * @param token the token's name
     * @param alias the alias
     * @return its record, if there is one
     * @throws BackendException if the database fails or the record was altered
     */
    public Optional<KeyRecord> find(String token, String alias) {
        return database.read(c -> one(c, "token = ? AND alias = ? AND state <> 'DESTROYED'", token, alias));
    }

    /**
     * Finds a key by its name for life, destroyed or not.
     *
     * @param id the key's name
     * @return its record, if there is one
     * @throws BackendException if the database fails or the record was altered
     */
    public Optional<KeyRecord> find(KeyId id) {
        return database.read(c -> one(c, "id = ?", id.toString()));
    }

    /**
     * Lists the keys of a token, by alias; destroyed ones too.
     *
     * @param token the token's name
     * @return their records
     * @throws BackendException if the database fails or a record was altered
     */
    public List<KeyRecord> list(String token) {
        return database.read(c -> many(c, "token = ? ORDER BY alias, created", token));
    }

    private Optional<KeyRecord> one(Connection c, String where, String... arguments) throws SQLException {
        List<KeyRecord> found = many(c, where, arguments);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    private List<KeyRecord> many(Connection c, String where, String... arguments) throws SQLException {
        List<KeyRecord> records = new ArrayList<>();
        try (PreparedStatement select = c.prepareStatement("SELECT " + COLUMNS + " FROM key WHERE " + where)) {
            for (int i = 0; i < arguments.length; i++) {
                select.setString(i + 1, arguments[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    records.add(verified(c, row));
                }
            }
        }
        return records;
    }

    private KeyRecord verified(Connection c, ResultSet row) throws SQLException {
        String id = row.getString("id");
        KeyRecord record;
        try {
            record = parse(c, row);
        } catch (IllegalArgumentException | java.time.format.DateTimeParseException e) {
            throw altered(id, e);
        }
        byte[] expected = authenticator(record).authenticate(record.canonical());
        if (!MessageDigest.isEqual(expected, row.getBytes("mac"))) {
            throw altered(id, null);
        }
        return record;
    }

    private static KeyRecord parse(Connection c, ResultSet row) throws SQLException {
        KeyId id = KeyId.parse(row.getString("id"));
        KeyFacts facts = new KeyFacts(
                id,
                row.getString("token"),
                row.getString("alias"),
                KeyType.valueOf(row.getString("type")),
                row.getInt("size_bits"),
                KeyState.valueOf(row.getString("state")),
                KeyAuthorizations.decode(row.getString("authorizations")),
                row.getInt("imported") != 0,
                Instant.parse(row.getString("created")));
        return new KeyRecord(
                facts,
                row.getString("algorithm"),
                row.getBytes("public_key"),
                row.getBytes("sealed_material"),
                chain(c, id),
                row.getString("reason"));
    }

    private static List<byte[]> chain(Connection c, KeyId id) throws SQLException {
        List<byte[]> certificates = new ArrayList<>();
        try (PreparedStatement select =
                c.prepareStatement("SELECT certificate FROM chain WHERE key_id = ? ORDER BY position")) {
            select.setString(1, id.toString());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    certificates.add(row.getBytes(1));
                }
            }
        }
        return certificates;
    }

    private static BackendException altered(String id, @org.jspecify.annotations.Nullable Throwable cause) {
        Refusal refusal = new Refusal(RefusalCode.RECORD_ALTERED, "Key record " + printable(id) + ".");
        return cause == null ? new BackendException(refusal) : new BackendException(refusal, cause);
    }

    private static String printable(String untrusted) {
        return untrusted.replaceAll("[^0-9a-zA-Z-]", "?");
    }

    /**
     * Changes the state of a key. What becomes destroyed loses its material: see {@link #destroy}.
     *
     * @param id the key
     * @param to the new state
     * @param reason why; for the record
     * @return the new record
     * @throws PolicyDeniedException if there is no such key, or the state may not follow the present
     *     one
     * @throws BackendException if the database fails; nothing was changed then
     */
    public KeyRecord changeState(KeyId id, KeyState to, String reason) {
        return to == KeyState.DESTROYED ? destroy(id, reason).record() : withState(id, to, reason);
    }

    private KeyRecord withState(KeyId id, KeyState to, String reason) {
        return update(id, before -> {
            if (!before.facts().state().successors().contains(to)) {
                throw new PolicyDeniedException(new Refusal(
                        RefusalCode.KEY_STATE,
                        "Key " + id + " is " + before.facts().state() + " and may become "
                                + before.facts().state().successors() + ", asked for " + to + "."));
            }
            return before.withState(to, reason);
        });
    }

    /**
     * Destroys a key: its material is overwritten in the database, in the database's log and in the copies of
     * before an upgrade, as far as the file system overwrites in place.
     *
     * @param id the key
     * @param reason why; for the record
     * @return what was done
     * @throws PolicyDeniedException if there is no such key, or it is destroyed already
     * @throws BackendException if the database fails, or a copy cannot be deleted; the key's state then says
     *     whether it is destroyed
     */
    public Destruction destroy(KeyId id, String reason) {
        byte[] material = find(id).map(KeyRecord::sealedMaterial).orElse(new byte[0]);
        KeyRecord after = withState(id, KeyState.DESTROYED, reason);
        int copies = database.deleteBackUps();
        return new Destruction(after, material.length, sha256(material), database.cutLog(), copies);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256", "SUN").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has SHA-256.", e);
        }
    }

    /**
     * What destroying a key has done.
     *
     * @param record the key's record, without material
     * @param materialBytes how many bytes of sealed material it had
     * @param materialHash SHA-256 of the sealed material, which says nothing about the key; the reader's own
     * @param logCut whether the database's log has nothing of it any more; if not, another program was reading,
     *     and it is cut as soon as that one ends
     * @param copiesDeleted how many copies of the database of before an upgrade were deleted
     */
    public record Destruction(
            KeyRecord record, int materialBytes, byte[] materialHash, boolean logCut, int copiesDeleted) {}

    /**
     * Replaces the certificate chain of a key.
     *
     * @param id the key
     * @param chain DER certificates, the key's own first
     * @return the new record
     */
    public KeyRecord replaceChain(KeyId id, List<byte[]> chain) {
        return update(id, before -> before.withChain(chain));
    }

    /** Gives a stored key another alias, which must be free. */
    void rename(Connection c, KeyRecord record, String alias) throws SQLException {
        requireFree(c, record.facts().token(), alias);
        store(c, record.withAlias(alias));
    }

    boolean exists(Connection c, KeyId id) throws SQLException {
        return one(c, "id = ?", id.toString()).isPresent();
    }

    KeyRecord require(Connection c, KeyId id) throws SQLException {
        return one(c, "id = ?", id.toString())
                .orElseThrow(() ->
                        new PolicyDeniedException(new Refusal(RefusalCode.KEY_UNKNOWN, "Asked for key " + id + ".")));
    }

    private KeyRecord update(KeyId id, Function<KeyRecord, KeyRecord> change) {
        KeyRecord after = database.write(c -> {
            KeyRecord record = change.apply(require(c, id));
            store(c, record);
            return record;
        });
        changed.run();
        return after;
    }

    private void store(Connection c, KeyRecord record) throws SQLException {
        String sql = "UPDATE key SET alias = ?, state = ?, reason = ?, sealed_material = ?, mac = ? WHERE id = ?";
        try (PreparedStatement update = c.prepareStatement(sql)) {
            update.setString(1, record.facts().alias());
            update.setString(2, record.facts().state().name());
            update.setString(3, record.reason());
            update.setBytes(4, record.sealedMaterial());
            update.setBytes(5, authenticator(record).authenticate(record.canonical()));
            update.setString(6, record.facts().id().toString());
            update.executeUpdate();
        }
        writeChain(c, record);
    }

    private RecordAuthenticator authenticator(KeyRecord record) {
        return authenticators.apply(record.facts().token());
    }
}
