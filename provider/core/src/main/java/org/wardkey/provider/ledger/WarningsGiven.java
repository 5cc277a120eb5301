package org.wardkey.provider.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wardkey.provider.operation.KeyId;

/** Which warnings were given, so that each is given once, whatever number of processes look. Thread-safe. */
public final class WarningsGiven {
    private final Database database;

    /**
     * A warning that was given.
     *
     * @param key the key
     * @param kind what comes to its end
     * @param threshold which threshold was passed
     * @param given when
     */
    public record Given(KeyId key, String kind, int threshold, Instant given) {}

    WarningsGiven(Database database) {
        this.database = database;
    }

    /**
     * Notes that a warning is given.
     *
     * @param warning the warning
     * @return whether this is the first time; false if any process has given it
     */
    public boolean first(Given warning) {
        // Looked at before, so that what was given long ago costs no write.
        return !given(warning) && insert(warning);
    }

    private boolean given(Given warning) {
        return database.read(c -> {
            String sql = "SELECT 1 FROM warning WHERE key_id = ? AND kind = ? AND threshold = ?";
            try (PreparedStatement select = c.prepareStatement(sql)) {
                select.setString(1, warning.key().toString());
                select.setString(2, warning.kind());
                select.setInt(3, warning.threshold());
                try (ResultSet row = select.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    private boolean insert(Given warning) {
        return database.write(c -> {
            try (PreparedStatement insert = c.prepareStatement("INSERT OR IGNORE INTO warning VALUES (?,?,?,?)")) {
                insert.setString(1, warning.key().toString());
                insert.setString(2, warning.kind());
                insert.setInt(3, warning.threshold());
                insert.setString(4, warning.given().toString());
                return insert.executeUpdate() == 1;
            }
        });
    }

    /** @return the warnings that were given for keys that are still in use, the newest first */
    public List<Given> list() {
        String sql = "SELECT key_id, kind, threshold, given FROM warning JOIN key ON key.id = warning.key_id"
                + " WHERE key.state IN ('ACTIVE', 'SUSPENDED', 'PRE_ACTIVATION') ORDER BY given DESC, threshold";
        return database.read(c -> {
            List<Given> found = new ArrayList<>();
            try (PreparedStatement select = c.prepareStatement(sql);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Given(
                            KeyId.parse(row.getString(1)),
                            row.getString(2),
                            row.getInt(3),
                            Instant.parse(row.getString(4))));
                }
            }
            return found;
        });
    }
}
