package org.wardkey.provider.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The one open challenge of a home for the time, and the home's name in it. A newer challenge takes the place of the
 * one before. Thread-safe.
 *
 * <p>Like {@link TimeMark} the row carries no authentication code: whoever can write the database can set the mark itself.
 */
public final class TimeChallenges {
    private final Database database;

    /**
     * An open challenge.
     *
     * @param home names the home
     * @param boot names the boot in which it was made
     * @param nonce what makes it unlike all others
     * @param sinceBootNanos how long that boot had lasted
     */
    public record Open(String home, String boot, String nonce, long sinceBootNanos) {}

    TimeChallenges(Database database) {
        this.database = database;
    }

    /**
     * Opens a challenge.
     *
     * @param wanted the challenge; its home is the name for a home that has none yet
     * @return the challenge with the home's name
     */
    public Open open(Open wanted) {
        String sql = "INSERT INTO time_challenge (one, home, boot, nonce, since_boot_nanos) VALUES (1,?,?,?,?)"
                + " ON CONFLICT (one) DO UPDATE SET boot = excluded.boot, nonce = excluded.nonce,"
                + " since_boot_nanos = excluded.since_boot_nanos";
        return database.write(c -> {
            try (PreparedStatement insert = c.prepareStatement(sql)) {
                insert.setString(1, wanted.home());
                insert.setString(2, wanted.boot());
                insert.setString(3, wanted.nonce());
                insert.setLong(4, wanted.sinceBootNanos());
                insert.executeUpdate();
            }
            return select(c).orElseThrow();
        });
    }

    /** @return the home's name; empty if it never made a challenge */
    public Optional<String> home() {
        return database.read(TimeChallenges::select).map(Open::home);
    }

    /**
     * Uses a challenge up: of all processes one gets it, once.
     *
     * @param nonce the challenge's nonce
     * @return the challenge; empty if another one is open, or none
     */
    public Optional<Open> take(String nonce) {
        return database.write(c -> {
            Optional<Open> open = select(c).filter(present -> present.nonce().equals(nonce) && !nonce.isEmpty());
            if (open.isPresent()) {
                try (PreparedStatement close = c.prepareStatement("UPDATE time_challenge SET nonce = ''")) {
                    close.executeUpdate();
                }
            }
            return open;
        });
    }

    private static Optional<Open> select(Connection c) throws SQLException {
        String sql = "SELECT home, boot, nonce, since_boot_nanos FROM time_challenge";
        try (PreparedStatement select = c.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Open(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)))
                    : Optional.empty();
        }
    }
}
