package org.wardkey.provider.ledger;

import java.security.MessageDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/** Certificates without a key of ours: trust anchors and peers. Authenticated like keys. Thread-safe. */
public final class TrustedCertificates {
    private final Database database;
    private final Runnable changed;
    private final Function<String, RecordAuthenticator> authenticators;

    /**
     * A stored certificate.
     *
     * @param certificate DER
     * @param created when it was stored
     */
    public record Entry(byte[] certificate, Instant created) {}

    TrustedCertificates(Database database, Runnable changed, Function<String, RecordAuthenticator> authenticators) {
        this.database = database;
        this.changed = changed;
        this.authenticators = authenticators;
    }

    /**
     * Stores a certificate, in place of an older one under the same alias.
     *
     * @param token the token's name
     * @param alias the alias
     * @param certificate DER
     * @param created when
     * @throws PolicyDeniedException if a key has the alias
     */
    public void put(String token, String alias, byte[] certificate, Instant created) {
        byte[] mac = authenticators.apply(token).authenticate(canonical(token, alias, certificate, created));
        boolean stored = database.write(c -> {
            try (PreparedStatement taken =
                    c.prepareStatement("SELECT 1 FROM key WHERE token = ? AND alias = ? AND state <> 'DESTROYED'")) {
                taken.setString(1, token);
                taken.setString(2, alias);
                try (ResultSet row = taken.executeQuery()) {
                    if (row.next()) {
                        throw new PolicyDeniedException(
                                new Refusal(RefusalCode.ALIAS_TAKEN, "Alias " + token + ":" + alias + "."));
                    }
                }
            }
            try (PreparedStatement insert =
                    c.prepareStatement("INSERT OR REPLACE INTO trusted_certificate VALUES (?,?,?,?,?)")) {
                insert.setString(1, token);
                insert.setString(2, alias);
                insert.setBytes(3, certificate);
                insert.setString(4, created.toString());
                insert.setBytes(5, mac);
                return insert.executeUpdate() == 1;
            }
        });
        assert stored;
        changed.run();
    }

    /**
     * Lists the certificates of a token, by alias.
     *
     * @param token the token's name
     * @return alias and certificate
     * @throws BackendException if the database fails or a row was altered
     */
    public Map<String, Entry> list(String token) {
        RecordAuthenticator authenticator = authenticators.apply(token);
        return database.read(c -> {
            Map<String, Entry> entries = new LinkedHashMap<>();
            try (PreparedStatement select = c.prepareStatement(
                    "SELECT alias, certificate, created, mac FROM trusted_certificate WHERE token = ? ORDER BY alias")) {
                select.setString(1, token);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        String alias = row.getString(1);
                        byte[] certificate = row.getBytes(2);
                        Instant created = Instant.parse(row.getString(3));
                        byte[] expected = authenticator.authenticate(canonical(token, alias, certificate, created));
                        if (!MessageDigest.isEqual(expected, row.getBytes(4))) {
                            throw new BackendException(new Refusal(
                                    RefusalCode.RECORD_ALTERED, "A trusted certificate of token " + token + "."));
                        }
                        entries.put(alias, new Entry(certificate, created));
                    }
                }
            }
            return entries;
        });
    }

    /**
     * Deletes a certificate.
     *
     * @param token the token's name
     * @param alias the alias
     * @return whether there was one
     */
    public boolean delete(String token, String alias) {
        boolean deleted = database.write(c -> {
            try (PreparedStatement delete =
                    c.prepareStatement("DELETE FROM trusted_certificate WHERE token = ? AND alias = ?")) {
                delete.setString(1, token);
                delete.setString(2, alias);
                return delete.executeUpdate() == 1;
            }
        });
        changed.run();
        return deleted;
    }

    private static byte[] canonical(String token, String alias, byte[] certificate, Instant created) {
        return new CanonicalBytes("wardkey trusted certificate 1")
                .add(token)
                .add(alias)
                .add(certificate)
                .add(created.toString())
                .toByteArray();
    }
}
