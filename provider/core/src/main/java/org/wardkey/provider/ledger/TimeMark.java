package org.wardkey.provider.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The latest time that a home has believed; all its processes share it. Thread-safe.
 *
 * <p>The row carries no authentication code: whoever can write the database can put an older copy of all
 * of it there, and only a counter outside would tell.
 */
public final class TimeMark {
    private final Database database;

    /**
     * A stored mark.
     *
     * @param time the latest time that was believed
     * @param source the name of who gave it
     * @param boot names the boot in which it was given
     * @param sinceBootNanos how long that boot had lasted
     * @param gapUsed how much unexplained time that boot has used up
     */
    public record Stored(Instant time, String source, String boot, long sinceBootNanos, Duration gapUsed) {}

    /**
     * What somebody vouched for.
     *
     * @param time the time
     * @param source who it was
     */
    public record Statement(Instant time, String source) {}

    TimeMark(Database database) {
        this.database = database;
    }

    /** @return the mark, if the home has one */
    public Optional<Stored> find() {
        return database.read(TimeMark::select);
    }

    /**
     * Replaces the mark in one transaction.
     *
     * @param change makes the new mark of the present one; called inside the transaction
     * @return the new mark
     */
    public Stored update(UnaryOperator<Optional<Stored>> change) {
        return database.write(c -> {
            Stored mark = change.apply(select(c))
                    .orElseThrow(() -> new IllegalArgumentException("Expected a mark, got none."));
            String sql = "INSERT OR REPLACE INTO time_mark (one, time, source, boot, since_boot_nanos, gap_used_nanos)"
                    + " VALUES (1,?,?,?,?,?)";
            try (PreparedStatement insert = c.prepareStatement(sql)) {
                insert.setString(1, mark.time().toString());
                insert.setString(2, mark.source());
                insert.setString(3, mark.boot());
                insert.setLong(4, mark.sinceBootNanos());
                insert.setLong(5, mark.gapUsed().toNanos());
                insert.executeUpdate();
            }
            return mark;
        });
    }

    /**
     * Remembers who vouched for the time last; it is for people, no decision depends on it.
     *
     * @param statement what was vouched for
     */
    public void keep(Statement statement) {
        String sql = "INSERT OR REPLACE INTO time_statement (one, time, source) VALUES (1,?,?)";
        boolean kept = database.write(c -> {
            try (PreparedStatement insert = c.prepareStatement(sql)) {
                insert.setString(1, statement.time().toString());
                insert.setString(2, statement.source());
                return insert.executeUpdate() == 1;
            }
        });
        assert kept;
    }

    /** @return who vouched for the time last; empty if nobody did */
    public Optional<Statement> statement() {
        return database.read(c -> {
            try (PreparedStatement select = c.prepareStatement("SELECT time, source FROM time_statement");
                    ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Statement(Instant.parse(row.getString(1)), row.getString(2)))
                        : Optional.empty();
            } catch (DateTimeException e) {
                System.getLogger("org.wardkey.provider")
                        .log(System.Logger.Level.WARNING, "The statement of the time is damaged", e);
                return Optional.empty();
            }
        });
    }

    private static Optional<Stored> select(Connection c) throws SQLException {
        String sql = "SELECT time, source, boot, since_boot_nanos, gap_used_nanos FROM time_mark";
        try (PreparedStatement select = c.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Stored(
                            Instant.parse(row.getString(1)),
                            row.getString(2),
                            row.getString(3),
                            row.getLong(4),
                            Duration.ofNanos(row.getLong(5))))
                    : Optional.empty();
        } catch (DateTimeException e) {
            // A mark that is none, by damage: it carries no code, and the clock must go on.
            System.getLogger("org.wardkey.provider").log(System.Logger.Level.WARNING, "The time mark is damaged", e);
            return Optional.empty();
        }
    }
}
