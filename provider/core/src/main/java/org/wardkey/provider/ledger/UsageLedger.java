package org.wardkey.provider.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * How much is left of each key, over all processes of a home.
 *
 * <p>Theory of operation. The database holds, for each key, what is used up <em>or leased out</em>. A
 * process takes a lease in one durable transaction <em>before</em> it uses any of it, so a process
 * that dies takes at most its unused lease with it and the limit is never exceeded. A limit of up to
 * {@link #EXACT_UP_TO}, and the last {@link #EXACT_TAIL} uses of any limit, are taken one by one: one
 * commit each. A lease is about one second's worth at the rate seen; it goes back after {@link
 * #IDLE_NANOS} without use, at close, and when another process finds nothing left and asks for it;
 * that one waits up to {@link #STARVED_WAIT_NANOS} before it is refused.
 *
 * <p>Thread-safe. A wait does not end early when its thread is interrupted; the interrupt stays set.
 */
public final class UsageLedger {
    static final long EXACT_UP_TO = 1_000;
    static final long EXACT_TAIL = 256;
    static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    static final long STARVED_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long EXACT_TAIL_BYTES = 1 << 20;
    private static final long FIRST_LEASE = 16;
    private static final long LARGEST_LEASE = 1 << 16;

    /**
     * What a key that must go on while the disk is full holds beyond its lease: then no lease can be taken. A
     * process that is killed takes it along, so it is at most a hundredth of the limit, and nothing for a limit
     * of which a hundredth is no help.
     */
    private static final long CARE_LEASE = 1 << 17;

    private static final long CARE_SHARE = 100;
    private static final long CARE_LEASE_BYTES = 1 << 30;
    private static final long SMALLEST_CARE_LEASE = 1_000;

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Database database;
    private final LeaseTable leases;
    private final Runnable changed;
    private final Function<String, RecordAuthenticator> authenticators;
    private final LongSupplier nanoTime;
    private final Map<KeyId, Budget> budgets = new ConcurrentHashMap<>();

    UsageLedger(
            Database database,
            String instance,
            Runnable changed,
            Function<String, RecordAuthenticator> authenticators,
            LongSupplier nanoTime) {
        this.database = database;
        this.leases = new LeaseTable(instance);
        this.changed = changed;
        this.authenticators = authenticators;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes operations and bytes off a key's limits before they are used.
     *
     * @param key the key's facts
     * @param limits the authorizations that hold for it now: its own, narrowed by the policy
     * @param operations how many operations; 0 for further bytes of one that has begun
     * @param bytes how many bytes
     * @return nothing if they were taken; else why not
     * @throws BackendException if the database fails; nothing was taken then that could be used
     */
    public Optional<Refusal> reserve(KeyFacts key, KeyAuthorizations limits, long operations, long bytes) {
        OptionalLong maximumOperations = limits.maximumOperations();
        OptionalLong maximumBytes = limits.maximumBytes();
        if (maximumOperations.isEmpty() && maximumBytes.isEmpty()) {
            return Optional.empty();
        }
        long wantedOperations = maximumOperations.isPresent() ? operations : 0;
        long wantedBytes = maximumBytes.isPresent() ? bytes : 0;
        Budget budget = budgets.computeIfAbsent(key.id(), id -> new Budget(key, limits));
        return budget.take(limits, wantedOperations, wantedBytes);
    }

    /**
     * Reads what is used up or leased out.
     *
     * @param key the key's facts
     * @return operations and bytes
     */
    public UsageCount used(KeyFacts key) {
        RecordAuthenticator authenticator = authenticators.apply(key.token());
        UsageRow row = database.read(c -> UsageRow.read(c, key.id(), authenticator));
        Budget budget = budgets.get(key.id());
        return budget == null ? new UsageCount(row.operations(), row.bytes()) : budget.net(row);
    }

    /** Gives idle leases back, and those that another process asked for. Called several times a second. */
    void tick(boolean lookForWanted) {
        BackendException failure = null;
        for (Budget budget : budgets.values()) {
            try {
                budget.tick(lookForWanted);
            } catch (BackendException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Gives every lease back. */
    void giveAllBack() {
        for (Budget budget : budgets.values()) {
            budget.giveBack();
        }
    }

    /** Forgets every lease without giving it back: after a restore or a clone they may be used twice. */
    void dropLeases() {
        for (Budget budget : budgets.values()) {
            budget.drop();
        }
    }

    /** What this process holds of one key. */
    private final class Budget {
        private final KeyFacts key;
        private final ReentrantLock lock = new ReentrantLock();
        private KeyAuthorizations limits;
        private final Condition refilled = lock.newCondition();
        private long operations;
        private long bytes;
        private long usedOperations;
        private long usedBytes;
        private long leaseBegan = nanoTime.getAsLong();
        private long lastUse = leaseBegan;
        private long contendedUntil = leaseBegan;
        private long toppedUpAt = leaseBegan - STARVED_WAIT_NANOS;
        private boolean marked;

        private Budget(KeyFacts key, KeyAuthorizations limits) {
            this.key = key;
            this.limits = limits;
        }

        private Optional<Refusal> take(KeyAuthorizations now, long wantOperations, long wantBytes) {
            lock.lock();
            try {
                if (!sameLimits(now)) {
                    // What was leased under other limits may be more than these leave.
                    giveBack();
                    limits = now;
                }
                lastUse = nanoTime.getAsLong();
                topUp();
                if (covers(wantOperations, wantBytes) || refill(wantOperations, wantBytes)) {
                    return use(wantOperations, wantBytes);
                }
                if (leases.wantFromOthers(database, key.id())) {
                    changed.run();
                    if (awaitRefill(wantOperations, wantBytes)) {
                        return use(wantOperations, wantBytes);
                    }
                }
                return Optional.of(refusal(wantOperations));
            } finally {
                lock.unlock();
            }
        }

        @SuppressWarnings("ReferenceEquality") // the policy gives the same object until it changes
        private boolean sameLimits(KeyAuthorizations now) {
            return limits == now
                    || (limits.maximumOperations().equals(now.maximumOperations())
                            && limits.maximumBytes().equals(now.maximumBytes()));
        }

        private boolean covers(long wantOperations, long wantBytes) {
            return operations >= wantOperations && bytes >= wantBytes;
        }

        private Optional<Refusal> use(long wantOperations, long wantBytes) {
            operations -= wantOperations;
            bytes -= wantBytes;
            usedOperations += wantOperations;
            usedBytes += wantBytes;
            return Optional.empty();
        }

        private Refusal refusal(long wantOperations) {
            UsageCount used = used(key);
            OptionalLong maximum = limits.maximumOperations();
            boolean ranOutOfOperations =
                    maximum.isPresent() && used.operations() + wantOperations > maximum.getAsLong();
            return ranOutOfOperations
                    ? new Refusal(
                            RefusalCode.OPERATIONS_USED_UP,
                            "Key " + key.token() + ":" + key.alias() + " was used " + used.operations() + " times of "
                                    + maximum.getAsLong() + ".")
                    : new Refusal(
                            RefusalCode.BYTES_USED_UP,
                            "Key " + key.token() + ":" + key.alias() + " processed " + used.bytes() + " bytes of "
                                    + limits.maximumBytes().orElse(0) + ".");
        }

        private boolean refill(long wantOperations, long wantBytes) {
            long needOperations = Math.max(0, wantOperations - operations);
            long needBytes = Math.max(0, wantBytes - bytes);
            long leaseOperations = leaseSize();
            long careOperations = Math.max(0, careLease() - operations);
            long careBytes = Math.max(0, careLeaseBytes() - bytes);
            RecordAuthenticator authenticator = authenticators.apply(key.token());
            UsageCount granted = database.write(c -> {
                UsageRow row = UsageRow.read(c, key.id(), authenticator);
                long grantOperations = grant(
                        limits.maximumOperations(),
                        row.operations(),
                        needOperations,
                        leaseOperations + careOperations,
                        EXACT_TAIL);
                long grantBytes = grant(
                        limits.maximumBytes(),
                        row.bytes(),
                        needBytes,
                        leaseBytes(leaseOperations, needBytes) + careBytes,
                        EXACT_TAIL_BYTES);
                if (grantOperations < needOperations || grantBytes < needBytes) {
                    return new UsageCount(-1, -1);
                }
                UsageRow after = new UsageRow(row.operations() + grantOperations, row.bytes() + grantBytes);
                UsageRow.write(c, key.id(), after, authenticator);
                if (grantOperations > needOperations || grantBytes > needBytes) {
                    leases.mark(c, key.id());
                }
                return new UsageCount(grantOperations, grantBytes);
            });
            if (granted.operations() < 0) {
                return false;
            }
            marked |= granted.operations() > needOperations || granted.bytes() > needBytes;
            operations += granted.operations();
            bytes += granted.bytes();
            usedOperations = 0;
            usedBytes = 0;
            leaseBegan = nanoTime.getAsLong();
            return true;
        }

        /** What may be granted: at least the need if it is there at all, the lease if the limit is far. */
        private long grant(OptionalLong limit, long used, long need, long lease, long tail) {
            if (limit.isEmpty()) {
                return need;
            }
            long left = limit.getAsLong() - used;
            if (left < need) {
                return -1;
            }
            boolean exact = limit.getAsLong() <= EXACT_UP_TO || left <= tail;
            return exact ? need : Math.max(need, Math.min(lease, left - tail));
        }

        private long leaseSize() {
            long now = nanoTime.getAsLong();
            if (now - contendedUntil < 0) {
                return 1;
            }
            if (usedOperations == 0) {
                return FIRST_LEASE;
            }
            long elapsed = Math.max(1, now - leaseBegan);
            double perSecond = usedOperations * 1e9 / elapsed;
            return Math.max(1, Math.min(LARGEST_LEASE, Math.min(usedOperations * 4, (long) perSecond)));
        }

        private long careLease() {
            return careShare(limits.maximumOperations(), CARE_LEASE);
        }

        private long careLeaseBytes() {
            return careShare(limits.maximumBytes(), CARE_LEASE_BYTES);
        }

        private long careShare(OptionalLong limit, long most) {
            if (key.authorizations().continuity().isEmpty() || limit.isEmpty()) {
                return 0;
            }
            long share = Math.min(most, limit.getAsLong() / CARE_SHARE);
            return share < SMALLEST_CARE_LEASE ? 0 : share;
        }

        /** Takes a new lease for the time of a full disk as soon as a part of it is used, while there is space. */
        private void topUp() {
            long now = nanoTime.getAsLong();
            boolean low = operations < careLease() || bytes < careLeaseBytes();
            if (!low || now - toppedUpAt < STARVED_WAIT_NANOS) {
                return;
            }
            toppedUpAt = now;
            try {
                boolean toppedUp = refill(0, 0);
                assert toppedUp || operations >= 0;
            } catch (BackendException e) {
                // The time has come that the lease is for: it is used up now, and the log's alarm says why.
                System.getLogger("org.wardkey.provider").log(System.Logger.Level.DEBUG, "No new lease", e);
            }
        }

        private long leaseBytes(long leaseOperations, long needBytes) {
            long perOperation = usedOperations == 0 ? needBytes : usedBytes / usedOperations;
            return Math.max(needBytes, leaseOperations * perOperation);
        }

        private boolean awaitRefill(long wantOperations, long wantBytes) {
            long deadline = System.nanoTime() + STARVED_WAIT_NANOS;
            boolean interrupted = false;
            try {
                while (true) {
                    if (covers(wantOperations, wantBytes) || refill(wantOperations, wantBytes)) {
                        return true;
                    }
                    if (System.nanoTime() - deadline >= 0) {
                        return false;
                    }
                    try {
                        long left = refilled.awaitNanos(POLL_NANOS);
                        assert left <= POLL_NANOS;
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void tick(boolean lookForWanted) {
            lock.lock();
            try {
                // A lease that is used up is still in the table: whoever finds nothing left would wait for it.
                if (operations == 0 && bytes == 0 && !marked) {
                    return;
                }
                long now = nanoTime.getAsLong();
                if (lookForWanted && leases.isWanted(database, key.id())) {
                    contendedUntil = now + STARVED_WAIT_NANOS;
                    giveBack();
                } else if (now - lastUse > IDLE_NANOS && careLease() == 0 && careLeaseBytes() == 0) {
                    giveBack();
                }
            } finally {
                lock.unlock();
            }
        }

        private void giveBack() {
            lock.lock();
            try {
                if (operations == 0 && bytes == 0 && !marked) {
                    return;
                }
                long returnedOperations = operations;
                long returnedBytes = bytes;
                RecordAuthenticator authenticator = authenticators.apply(key.token());
                // Ours to use no longer from here on: if the transaction fails they are lost, never used twice.
                operations = 0;
                bytes = 0;
                boolean returned = database.write(c -> {
                    UsageRow row = UsageRow.read(c, key.id(), authenticator);
                    UsageRow after = new UsageRow(row.operations() - returnedOperations, row.bytes() - returnedBytes);
                    UsageRow.write(c, key.id(), after, authenticator);
                    leases.clear(c, key.id());
                    return true;
                });
                marked = !returned;
                refilled.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void drop() {
            lock.lock();
            try {
                operations = 0;
                bytes = 0;
            } finally {
                lock.unlock();
            }
        }

        private UsageCount net(UsageRow row) {
            lock.lock();
            try {
                return new UsageCount(row.operations() - operations, row.bytes() - bytes);
            } finally {
                lock.unlock();
            }
        }
    }
}
