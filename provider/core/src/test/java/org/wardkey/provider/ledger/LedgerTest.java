package org.wardkey.provider.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Continuity;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Window;

class LedgerTest {
    @TempDir
    private Path home;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = opened();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Ledger opened() {
        return Ledger.open(home, "local", token -> LedgerTest::authenticate);
    }

    private static byte[] authenticate(byte[] row) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(row);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private KeyFacts create(String alias, OptionalLong operations) {
        return create(alias, operations, Optional.empty());
    }

    private KeyFacts create(String alias, OptionalLong operations, Optional<Continuity> continuity) {
        KeyFacts facts = facts(alias, operations, continuity);
        ledger.catalog()
                .create(new KeyRecord(facts, "EC", new byte[] {1}, new byte[] {2}, List.of(new byte[] {3}), ""));
        return facts;
    }

    private static KeyFacts facts(String alias, OptionalLong operations, Optional<Continuity> continuity) {
        KeyAuthorizations authorizations = new KeyAuthorizations(
                Set.of(Purpose.SIGN),
                Set.of(),
                Set.of(),
                Window.ALWAYS,
                Window.ALWAYS,
                operations,
                OptionalLong.empty(),
                false,
                AuditGranularity.EACH,
                continuity,
                false);
        return new KeyFacts(
                new KeyId(UUID.randomUUID()),
                "local",
                alias,
                KeyType.EC_P256,
                256,
                KeyState.ACTIVE,
                authorizations,
                false,
                Instant.EPOCH);
    }

    @Test
    void list_tokenOpensItselfWhileOthersWrite_readsOn() throws Exception {
        create("pump", OptionalLong.empty());
        ledger.tokens().findOrCreate("local", () -> new byte[] {7});
        AtomicBoolean opens = new AtomicBoolean();
        Ledger[] self = new Ledger[1];
        try (Ledger other = Ledger.open(home, "local", token -> {
            if (!opens.getAndSet(true)) {
                create("scanner", OptionalLong.empty());
                assertThat(self[0].tokens().findOrCreate(token, () -> new byte[] {8}))
                        .containsExactly(7);
            }
            return LedgerTest::authenticate;
        })) {
            self[0] = other;
            assertThat(other.catalog().list("local"))
                    .extracting(r -> r.facts().alias())
                    .containsExactly("pump");
        }
        assertThat(opens).isTrue();
    }

    private void sql(String statement) throws Exception {
        try (Connection c = JDBC.createConnection(
                        "jdbc:sqlite:" + home.resolve(Ledger.DATABASE), new java.util.Properties());
                Statement s = c.createStatement()) {
            s.executeUpdate(statement);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE key SET state = 'DEACTIVATED'",
                "UPDATE key SET authorizations = replace(authorizations, 'exportable=false', 'exportable=true')",
                "UPDATE key SET alias = 'other'",
                "UPDATE key SET imported = 1",
                "UPDATE key SET created = '2030-01-01T00:00:00Z'",
                "UPDATE key SET public_key = x'09'",
                "UPDATE key SET sealed_material = x'09'",
                "UPDATE key SET reason = 'none'",
                "UPDATE key SET size_bits = 1",
                "UPDATE key SET type = 'RSA'",
                "UPDATE key SET type = 'NOTHING'",
                "UPDATE key SET created = 'yesterday'",
                "UPDATE key SET mac = x'00'",
                "UPDATE chain SET certificate = x'09'",
                "DELETE FROM chain"
            })
    void find_alteredRow_refuses(String alteration) throws Exception {
        KeyFacts key = create("a", OptionalLong.empty());
        sql(alteration);

        assertThatThrownBy(() -> ledger.catalog().find(key.id()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-S001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE usage SET operations = 0", "UPDATE usage SET bytes = 5", "DELETE FROM usage"})
    void reserve_alteredUsage_refuses(String alteration) throws Exception {
        KeyFacts key = create("a", OptionalLong.of(10));
        assertThat(ledger.usage().reserve(key, key.authorizations(), 1, 0)).isEmpty();
        sql(alteration);

        assertThatThrownBy(() -> ledger.usage().reserve(key, key.authorizations(), 1, 0))
                .hasMessageContaining("WK-S001");
    }

    @Test
    void create_sameAlias_refusesAndKeepsTheFirst() {
        KeyFacts first = create("a", OptionalLong.empty());

        assertThatThrownBy(() -> create("a", OptionalLong.empty()))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-S005");
        assertThat(ledger.catalog().find("local", "a").orElseThrow().facts()).isEqualTo(first);
    }

    @Test
    void changeState_notASuccessor_refuses() {
        KeyFacts key = create("a", OptionalLong.empty());
        ledger.catalog().changeState(key.id(), KeyState.DESTROYED, "gone");

        assertThatThrownBy(() -> ledger.catalog().changeState(key.id(), KeyState.ACTIVE, ""))
                .hasMessageContaining("WK-K001");
        assertThat(ledger.catalog().find(key.id()).orElseThrow().sealedMaterial())
                .isEmpty();
    }

    @Test
    void changeState_destroyed_leavesNoSealedMaterialInAnyFile() throws Exception {
        byte[] sealed = new byte[64];
        new java.util.Random(7).nextBytes(sealed);
        KeyFacts key = facts("a", OptionalLong.empty(), Optional.empty());
        // The copy that an upgrade makes, and another process that has the database open, are in the way.
        try (Ledger other = opened()) {
            ledger.catalog().create(new KeyRecord(key, "EC", new byte[] {1}, sealed, List.of(), ""));
            sql("VACUUM INTO '" + home.resolve(Ledger.DATABASE + ".version-1") + "'");
            assertThat(other.catalog().find(key.id())).isPresent();
            assertThat(filesWith(sealed)).isNotEmpty();

            ledger.catalog().changeState(key.id(), KeyState.DESTROYED, "test");

            assertThat(filesWith(sealed)).isEmpty();
        }
    }

    @Test
    void destroy_anotherProgramReads_saysSoAndCutsTheLogWhenItEnds() throws Exception {
        byte[] sealed = new byte[64];
        new java.util.Random(8).nextBytes(sealed);
        KeyFacts key = facts("a", OptionalLong.empty(), Optional.empty());
        ledger.catalog().create(new KeyRecord(key, "EC", new byte[] {1}, sealed, List.of(), ""));
        try (Connection reader = JDBC.createConnection(
                        "jdbc:sqlite:" + home.resolve(Ledger.DATABASE), new java.util.Properties());
                Statement reading = reader.createStatement()) {
            reading.execute("BEGIN");
            reading.executeQuery("SELECT count(*) FROM key").close();

            assertThat(ledger.catalog().destroy(key.id(), "test").logCut()).isFalse();

            assertThat(filesWith(sealed)).isNotEmpty();
            reading.execute("COMMIT");
        }
        ledger.tick();
        assertThat(filesWith(sealed)).isEmpty();
    }

    private List<Path> filesWith(byte[] bytes) throws Exception {
        String wanted = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        try (java.util.stream.Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> latin1(file).contains(wanted))
                    .toList();
        }
    }

    private static String latin1(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void changeState_anotherProcess_movesTheEpochOfBoth() {
        KeyFacts key = create("a", OptionalLong.empty());
        try (Ledger other = opened()) {
            long before = ledger.epoch();
            other.catalog().changeState(key.id(), KeyState.SUSPENDED, "test");
            assertThat(ledger.epoch()).isNotEqualTo(before);
            assertThat(ledger.catalog().find(key.id()).orElseThrow().facts().state())
                    .isEqualTo(KeyState.SUSPENDED);
        }
    }

    @Test
    void tick_epochFileReplaced_countsAsChange() throws Exception {
        Files.delete(home.resolve("epoch"));
        Files.write(home.resolve("epoch"), new byte[4096]);
        long before = ledger.epoch();
        ledger.tick();
        assertThat(ledger.epoch()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1000, 1001, 5000})
    void reserve_upToTheLimit_allowsExactlyThat(long limit) {
        KeyFacts key = create("a", OptionalLong.of(limit));
        for (long i = 0; i < limit; i++) {
            assertThat(ledger.usage().reserve(key, key.authorizations(), 1, 0)).isEmpty();
        }
        assertThat(ledger.usage().reserve(key, key.authorizations(), 1, 0)).isPresent();
        assertThat(ledger.usage().used(key).operations()).isEqualTo(limit);
    }

    @Test
    void reserve_reopenedAfterClose_remembersEveryUse() {
        KeyFacts key = create("a", OptionalLong.of(50_000));
        for (int i = 0; i < 1234; i++) {
            assertThat(ledger.usage().reserve(key, key.authorizations(), 1, 0)).isEmpty();
        }
        ledger.close();
        ledger = opened();
        assertThat(ledger.usage().used(key).operations()).isEqualTo(1234);
    }

    @Test
    void reserve_leasesDropped_areCountedAsUsed() {
        KeyFacts key = create("a", OptionalLong.of(50_000));
        for (int i = 0; i < 100; i++) {
            assertThat(ledger.usage().reserve(key, key.authorizations(), 1, 0)).isEmpty();
        }
        ledger.dropLeases();
        assertThat(ledger.usage().used(key).operations()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void reserve_otherHoldsTheRest_isGivenItsShare() throws Exception {
        KeyFacts key = create("a", OptionalLong.of(1300));
        try (Ledger other = opened()) {
            // The other one leases and then rests.
            for (int i = 0; i < 20; i++) {
                assertThat(other.usage().reserve(key, key.authorizations(), 1, 0))
                        .isEmpty();
            }
            AtomicBoolean done = new AtomicBoolean();
            Thread keeper = new Thread(() -> {
                while (!done.get()) {
                    other.tick();
                    LockSupport.parkNanos(5_000_000);
                }
            });
            keeper.start();
            long mine = 0;
            while (ledger.usage().reserve(key, key.authorizations(), 1, 0).isEmpty()) {
                mine++;
            }
            done.set(true);
            keeper.join();
            assertThat(mine).isEqualTo(1280);
        }
    }

    @Test
    void reserve_otherUsedItsLeaseUp_isNotWaitedForAgain() throws Exception {
        KeyFacts key = create("a", OptionalLong.of(1300));
        try (Ledger other = opened()) {
            for (int i = 0; i < 1300; i++) {
                assertThat(other.usage().reserve(key, key.authorizations(), 1, 0))
                        .isEmpty();
            }
            assertThat(ledger.usage().reserve(key, key.authorizations(), 1, 0)).isPresent();
            other.tick();
            assertThat(leases()).isZero();
        }
    }

    private int leases() throws Exception {
        try (Connection c = JDBC.createConnection(
                        "jdbc:sqlite:" + home.resolve(Ledger.DATABASE), new java.util.Properties());
                Statement s = c.createStatement();
                java.sql.ResultSet row = s.executeQuery("SELECT count(*) FROM lease")) {
            return row.getInt(1);
        }
    }

    @Test
    void reserve_spaceTaken_manyCommitsNeedNoMore() throws Exception {
        KeyFacts exact = create("exact", OptionalLong.of(1_000));
        ledger.tick();
        Path log = home.resolve(Ledger.DATABASE + "-wal");
        long logBytes = Files.size(log);
        long databaseBytes = Files.size(home.resolve(Ledger.DATABASE));

        for (int i = 0; i < 1_000; i++) {
            assertThat(ledger.usage().reserve(exact, exact.authorizations(), 1, 0))
                    .isEmpty();
        }

        assertThat(logBytes).isGreaterThan(1 << 20);
        assertThat(Files.size(log)).isEqualTo(logBytes);
        assertThat(Files.size(home.resolve(Ledger.DATABASE)))
                .isGreaterThan(1 << 20)
                .isGreaterThanOrEqualTo(databaseBytes);
    }

    @Test
    void open_newerSchema_refusesAndChangesNothing() throws Exception {
        ledger.close();
        sql("PRAGMA user_version=99");
        byte[] before = Files.readAllBytes(home.resolve(Ledger.DATABASE));

        assertThatThrownBy(this::opened).hasMessageContaining("WK-S004");
        assertThat(Files.readAllBytes(home.resolve(Ledger.DATABASE))).isEqualTo(before);
        sql("PRAGMA user_version=3");
        ledger = opened();
    }

    @Test
    void open_olderSchema_upgradesWithACopyAndKeepsTheKeys() throws Exception {
        create("a", OptionalLong.empty());
        ledger.close();
        for (String table :
                List.of("time_mark", "applied_policy", "warning", "succession", "time_challenge", "time_statement")) {
            sql("DROP TABLE " + table);
        }
        sql("ALTER TABLE audit_log RENAME COLUMN root TO hash");
        sql("PRAGMA user_version=1");

        ledger = opened();

        assertThat(ledger.catalog().find("local", "a")).isPresent();
        assertThat(ledger.time().find()).isEmpty();
        Path copy = home.resolve(Ledger.DATABASE + ".version-1");
        try (Connection c = org.sqlite.JDBC.createConnection("jdbc:sqlite:" + copy, new java.util.Properties());
                Statement s = c.createStatement();
                java.sql.ResultSet row = s.executeQuery("SELECT alias FROM key")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("a");
        }
    }

    @Test
    void open_truncatedDatabase_refuses() throws Exception {
        create("a", OptionalLong.empty());
        ledger.close();
        Path file = home.resolve(Ledger.DATABASE);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(this::opened).isInstanceOf(BackendException.class).hasMessageContaining("WK-S002");
        Files.write(file, whole);
        ledger = opened();
        assertThat(ledger.catalog().find("local", "a")).isPresent();
    }

    @Test
    void write_afterTheDiskWasFull_isATransactionAgain() {
        try (Database database = Database.open(home.resolve("small.db"))) {
            int pages = database.read(c -> {
                try (Statement s = c.createStatement();
                        java.sql.ResultSet row = s.executeQuery("PRAGMA page_count")) {
                    return row.getInt(1);
                }
            });
            database.read(c -> c.createStatement().execute("PRAGMA max_page_count=" + (pages + 2)));
            assertThatThrownBy(() -> database.write(c -> insert(c, "huge", 1_000_000)))
                    .isInstanceOf(BackendException.class);

            assertThatThrownBy(() -> database.write(c -> {
                        insert(c, "half", 10);
                        throw new IllegalStateException("in the middle");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(new TokenHeaders(database).find("half")).isEmpty();
            boolean inserted = database.write(c -> insert(c, "whole", 10));
            assertThat(inserted).isTrue();
            assertThat(new TokenHeaders(database).find("whole")).isPresent();
        }
    }

    private static boolean insert(Connection c, String name, int bytes) throws java.sql.SQLException {
        try (java.sql.PreparedStatement s = c.prepareStatement("INSERT INTO token VALUES (?, ?)")) {
            s.setString(1, name);
            s.setBytes(2, new byte[bytes]);
            return s.executeUpdate() == 1;
        }
    }

    @Test
    void tick_changeWhoseProcessDiedBeforeMovingTheEpoch_movesIt() throws Exception {
        create("a", OptionalLong.empty());
        ledger.tick();
        long before = ledger.epoch();
        sql("UPDATE key SET reason = 'changed'");
        ledger.tick();
        assertThat(ledger.epoch()).isNotEqualTo(before);
    }

    @Test
    void auditLogs_shorterMark_doesNotReplaceTheLonger() {
        ledger.auditLogs().put("0001", new AuditLogIndex.Mark(100, "a"));
        ledger.auditLogs().put("0001", new AuditLogIndex.Mark(3, "b"));
        assertThat(ledger.auditLogs().list()).containsEntry("0001", new AuditLogIndex.Mark(100, "a"));

        ledger.auditLogs().put("0001", new AuditLogIndex.Mark(101, "c"));
        assertThat(ledger.auditLogs().list()).containsEntry("0001", new AuditLogIndex.Mark(101, "c"));
    }

    /** Copies that SQLite makes are in another journal mode than what they are copies of. */
    @Test
    void open_copyThatSqliteMade_servesAtOnce() throws Exception {
        Path database = Files.createDirectory(home.resolve("other")).resolve(Ledger.DATABASE);
        Database.open(database).close();
        Path copy = home.resolve("copy.db");
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + database, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + copy + "'");
        }
        Files.move(copy, database, StandardCopyOption.REPLACE_EXISTING);

        try (Database opened = Database.open(database)) {
            opened.look();
            opened.requireInPlace();
            assertThat(Path.of(database + "-wal")).exists();
        }
    }
}
