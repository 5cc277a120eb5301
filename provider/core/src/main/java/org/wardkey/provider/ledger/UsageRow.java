package org.wardkey.provider.ledger;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * How much of a key is used up or leased out, with its authentication code.
 *
 * @param operations operations used or leased
 * @param bytes bytes used or leased
 */
record UsageRow(long operations, long bytes) {
    static byte[] canonical(KeyId id, long operations, long bytes) {
        return new CanonicalBytes("wardkey usage 1")
                .add(id.toString())
                .add(operations)
                .add(bytes)
                .toByteArray();
    }

    static void insert(Connection c, KeyId id, UsageRow usage, byte[] mac) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement("INSERT INTO usage VALUES (?, ?, ?, ?)")) {
            insert.setString(1, id.toString());
            insert.setLong(2, usage.operations);
            insert.setLong(3, usage.bytes);
            insert.setBytes(4, mac);
            insert.executeUpdate();
        }
    }

    static UsageRow read(Connection c, KeyId id, RecordAuthenticator authenticator) throws SQLException {
        try (PreparedStatement select =
                c.prepareStatement("SELECT operations, bytes, mac FROM usage WHERE key_id = ?")) {
            select.setString(1, id.toString());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    UsageRow usage = new UsageRow(row.getLong(1), row.getLong(2));
                    byte[] expected = authenticator.authenticate(canonical(id, usage.operations, usage.bytes));
                    if (MessageDigest.isEqual(expected, row.getBytes(3))) {
                        return usage;
                    }
                }
            }
        }
        // A missing row is as bad as a wrong one: whoever deletes it wants the count to begin again.
        throw new BackendException(new Refusal(RefusalCode.RECORD_ALTERED, "Usage record of key " + id + "."));
    }

    static void write(Connection c, KeyId id, UsageRow usage, RecordAuthenticator authenticator) throws SQLException {
        try (PreparedStatement update =
                c.prepareStatement("UPDATE usage SET operations = ?, bytes = ?, mac = ? WHERE key_id = ?")) {
            update.setLong(1, usage.operations);
            update.setLong(2, usage.bytes);
            update.setBytes(3, authenticator.authenticate(canonical(id, usage.operations, usage.bytes)));
            update.setString(4, id.toString());
            update.executeUpdate();
        }
    }
}
