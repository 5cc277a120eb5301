package org.wardkey.provider.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;
import org.wardkey.provider.audit.AuditDurability;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.backend.jdk.JdkBackend;
import org.wardkey.provider.keystore.embedded.SoftwareToken;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.policy.PolicySigners;
import org.wardkey.provider.policy.TrustedTime;
import org.wardkey.provider.sealing.Protector;

class RecordedChangesTest {
    private static final BundleCryptography NONE = null;

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Token> tokens = new HashMap<>();
    private final List<String> states = new ArrayList<>();

    /** Who sits at a terminal takes his time: other processes must be able to write meanwhile. */
    private Protector ask(boolean first) {
        Properties impatient = new Properties();
        impatient.setProperty("busy_timeout", "0");
        try (Connection other = JDBC.createConnection("jdbc:sqlite:" + folder.resolve("wardkey.db"), impatient);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            states.add("free");
        } catch (SQLException e) {
            states.add("taken: " + e.getMessage());
        }
        return new Protector.Password("correct horse".toCharArray());
    }

    private static KeyFacts facts() {
        return new KeyFacts(
                new KeyId(new UUID(1, 1)),
                "desk",
                "scale",
                KeyType.EC_P256,
                256,
                KeyState.ACTIVE,
                KeyAuthorizations.defaultsFor(KeyType.EC_P256),
                false,
                Instant.EPOCH);
    }

    @Test
    void recorded_tokenThatAsks_asksBeforeTheChangeHasTheDatabase() throws IOException {
        JdkBackend jdk = new JdkBackend(random);
        try (Ledger ledger =
                        Ledger.open(folder, "desk", name -> tokens.get(name).authenticator());
                AuditLog audit = AuditLog.open(
                        folder.resolve("audit"),
                        AuditDurability.BATCHED,
                        Clock.systemUTC(),
                        random,
                        (log, records, root) -> {})) {
            tokens.put(
                    "desk", new SoftwareToken("desk", () -> jdk, random, ledger::tokens, Optional.of(this::ask), true));
            Home home = new Home(
                    folder.toString(),
                    ledger,
                    audit,
                    new HomeClock(
                            ledger.time(),
                            () -> new TrustedTime.Clocks(Instant.now(), "", 0),
                            Instant::now,
                            Instant.EPOCH),
                    new TimeAuthority(List.of(), NONE),
                    new PolicySources(List.of(), new DocumentReader(PolicySigners.NONE, NONE)),
                    tokens,
                    "desk");
            KeyRecord record = new KeyRecord(facts(), "EC", new byte[] {1}, new byte[] {2}, List.of(), "");
            AuditEvent event = AuditEvent.keyManagement(Instant.EPOCH, AuditEvent.Kind.KEY_GENERATED, facts(), "");

            RecordedChanges.recorded(home, event, () -> {
                ledger.catalog().create(record);
                return record;
            });
            assertThat(states).containsExactly("free");
            assertThat(ledger.catalog().find("desk", "scale")).isPresent();
        }
    }
}
