package org.wardkey.provider.ledger;

import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.wardkey.provider.operation.BackendException;

/**
 * The records of a home: keys, certificates, usage, audit logs, and the epoch that moves with them.
 *
 * <p>Thread-safe. {@link #tick} is to be called several times a second by one thread.
 */
public final class Ledger implements AutoCloseable {
    /** The name of the database file in a home. */
    public static final String DATABASE = "wardkey.db";

    private static final long SPACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Database database;
    private final EpochCounter epoch;
    private final KeyCatalog catalog;
    private final TrustedCertificates certificates;
    private final TokenHeaders tokens;
    private final AuditLogIndex auditLogs;
    private final UsageLedger usage;
    private final TimeMark time;
    private final TimeChallenges timeChallenges;
    private final AppliedPolicy policy;
    private final KeyRotation rotation;
    private final WarningsGiven warnings;
    private long seenDataVersion;
    private long spaceTakenAt = System.nanoTime() - SPACE_NANOS;
    private volatile long localEpoch;

    private Ledger(
            Database database,
            EpochCounter epoch,
            String mainToken,
            Function<String, RecordAuthenticator> authenticators) {
        this.database = database;
        this.epoch = epoch;
        this.catalog = new KeyCatalog(database, this::changed, authenticators);
        this.certificates = new TrustedCertificates(database, this::changed, authenticators);
        this.tokens = new TokenHeaders(database);
        this.auditLogs = new AuditLogIndex(database);
        this.time = new TimeMark(database);
        this.timeChallenges = new TimeChallenges(database);
        this.policy = new AppliedPolicy(
                database,
                this::changed,
                bytes -> authenticators.apply(mainToken).authenticate(bytes));
        this.rotation = new KeyRotation(database, this::changed, catalog, authenticators);
        this.warnings = new WarningsGiven(database);
        String instance = LeaseTable.instanceName(UUID.randomUUID().toString());
        this.usage = new UsageLedger(database, instance, this::changed, authenticators, System::nanoTime);
        this.seenDataVersion = database.dataVersion();
    }

    /**
     * Opens or creates the records of a home.
     *
     * @param home an existing folder
     * @param mainToken the token that authenticates what belongs to no other
     * @param authenticators gives the authenticator of a token, unlocking it if need be
     * @return the open ledger
     */
    public static Ledger open(Path home, String mainToken, Function<String, RecordAuthenticator> authenticators) {
        Database database = Database.open(home.resolve(DATABASE));
        try {
            return new Ledger(database, EpochCounter.open(home.resolve("epoch")), mainToken, authenticators);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Loads the classes of the database's driver, but not its library. Opening does the same if this was not called. */
    public static void prepareDriver() {
        DatabaseDriver.prepareDriver();
    }

    /** @return the keys */
    public KeyCatalog catalog() {
        return catalog;
    }

    /** @return the certificates without keys */
    public TrustedCertificates certificates() {
        return certificates;
    }

    /** @return the headers of software tokens */
    public TokenHeaders tokens() {
        return tokens;
    }

    /** @return how far the audit logs had come */
    public AuditLogIndex auditLogs() {
        return auditLogs;
    }

    /** @return the policy document that was applied to the home */
    public AppliedPolicy policy() {
        return policy;
    }

    /** @return replaces keys by successors */
    public KeyRotation rotation() {
        return rotation;
    }

    /** @return which warnings were given */
    public WarningsGiven warnings() {
        return warnings;
    }

    /** @return the latest time that the home has believed */
    public TimeMark time() {
        return time;
    }

    /** @return the open challenge for the time */
    public TimeChallenges timeChallenges() {
        return timeChallenges;
    }

    /** @return how much is left of each key */
    public UsageLedger usage() {
        return usage;
    }

    /**
     * The epoch: a number that differs after every change, in any process of the home. Costs
     * nanoseconds.
     *
     * @return the epoch
     */
    public long epoch() {
        return epoch.read() + localEpoch;
    }

    /**
     * Refuses if the home was replaced or deleted since it was opened, as the last {@link #tick} saw it: then its
     * records are not those that other processes see and change. Costs nanoseconds.
     *
     * @throws BackendException if it was
     */
    public void requireInPlace() {
        database.requireInPlace();
    }

    /**
     * Says under which other path others find the home: when that leads elsewhere one day, it is as if the home had
     * been replaced.
     *
     * @param home a path that leads to the home, through symbolic links perhaps
     */
    public void alsoAt(Path home) {
        database.alsoAt(home.resolve(DATABASE));
    }

    private void changed() {
        epoch.bump();
    }

    /**
     * Looks whether the home is still in its place, gives idle leases back, looks whether the database changed
     * without the epoch having moved, and sees to it that small commits have their space when the disk is full.
     *
     * @throws BackendException if the home was replaced or deleted, or the database fails
     */
    public void tick() {
        database.look();
        database.requireInPlace();
        long now = System.nanoTime();
        boolean lookAtSpace = now - spaceTakenAt >= SPACE_NANOS;
        long version = database.dataVersion();
        boolean databaseChanged = version != seenDataVersion;
        seenDataVersion = version;
        if (databaseChanged || epoch.replaced()) {
            // Whoever committed may have died before it moved the epoch, or no longer shares our page.
            moveLocalEpoch();
        }
        usage.tick(databaseChanged);
        if (lookAtSpace) {
            spaceTakenAt = now;
            database.cutLogIfDue();
            database.takeSpace();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread ticks
    private void moveLocalEpoch() {
        localEpoch += 1L << 32;
    }

    /** Forgets leases after a restore or a clone of the process. */
    public void dropLeases() {
        usage.dropLeases();
    }

    @Override
    public void close() {
        try {
            usage.giveAllBack();
        } finally {
            database.close();
        }
    }
}
