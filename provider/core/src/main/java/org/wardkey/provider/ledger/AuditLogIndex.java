package org.wardkey.provider.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** The audit logs of a home and how far each had come: a log that is shorter than that was cut. Thread-safe. */
public final class AuditLogIndex {
    private final Database database;

    /**
     * How far a log had come.
     *
     * @param records how many records it had
     * @param root the root of the tree over them, base64
     */
    public record Mark(long records, String root) {}

    AuditLogIndex(Database database) {
        this.database = database;
    }

    /**
     * Stores how far a log has come. A mark never goes back: a log that is shorter was cut.
     *
     * @param log the log's name
     * @param mark how far
     */
    public void put(String log, Mark mark) {
        int stored = database.write(c -> {
            try (PreparedStatement insert = c.prepareStatement("INSERT INTO audit_log VALUES (?,?,?)"
                    + " ON CONFLICT (name) DO UPDATE SET records = excluded.records, root = excluded.root"
                    + " WHERE excluded.records >= records")) {
                insert.setString(1, log);
                insert.setLong(2, mark.records());
                insert.setString(3, mark.root());
                return insert.executeUpdate();
            }
        });
        assert stored <= 1;
    }

    /**
     * Lists the logs.
     *
     * @return name and mark
     */
    public Map<String, Mark> list() {
        return database.read(c -> {
            Map<String, Mark> marks = new LinkedHashMap<>();
            try (PreparedStatement select =
                            c.prepareStatement("SELECT name, records, root FROM audit_log ORDER BY name");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    marks.put(row.getString(1), new Mark(row.getLong(2), row.getString(3)));
                }
            }
            return marks;
        });
    }
}
