package org.wardkey.provider.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import java.util.function.Supplier;

/** What a software token needs to open itself: bytes that only the token understands. Thread-safe. */
public final class TokenHeaders {
    private final Database database;

    TokenHeaders(Database database) {
        this.database = database;
    }

    /**
     * Reads a token's header.
     *
     * @param token the token's name
     * @return the header, if the token was initialised
     */
    public Optional<byte[]> find(String token) {
        return database.read(c -> {
            try (PreparedStatement select = c.prepareStatement("SELECT header FROM token WHERE name = ?")) {
                select.setString(1, token);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    /**
     * Reads a token's header, or stores a first one; of several processes that do so at once, one
     * wins and all get its header. Writes nothing if there is one: records that are being read ask their token to
     * open itself.
     *
     * @param token the token's name
     * @param first makes the first header; called inside the transaction
     * @return the header that is stored
     */
    public byte[] findOrCreate(String token, Supplier<byte[]> first) {
        return find(token).orElseGet(() -> create(token, first));
    }

    private byte[] create(String token, Supplier<byte[]> first) {
        return database.write(c -> {
            try (PreparedStatement select = c.prepareStatement("SELECT header FROM token WHERE name = ?")) {
                select.setString(1, token);
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        return row.getBytes(1);
                    }
                }
            }
            byte[] header = first.get();
            try (PreparedStatement insert = c.prepareStatement("INSERT INTO token VALUES (?, ?)")) {
                insert.setString(1, token);
                insert.setBytes(2, header);
                insert.executeUpdate();
            }
            return header;
        });
    }
}
