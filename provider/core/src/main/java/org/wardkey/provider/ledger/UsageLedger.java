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
        this.leases = new LeaseTable(instance, System::currentTimeMillis);
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
        return reserve(key, limits, ObservedLimits.NONE, operations, bytes);
    }

    /**
     * Takes operations and bytes off a key's limits before they are used, and counts them for limits that refuse
     * nothing yet.
     *
     * @param key the key's facts
     * @param limits the authorizations that hold for it now: its own, narrowed by the policy
     * @param observed what is counted besides; never a reason to refuse
     * @param operations how many operations; 0 for further bytes of one that has begun
     * @param bytes how many bytes
     * @return nothing if they were taken; else why not
     * @throws BackendException if the database fails; nothing was taken then that could be used
     */
    public Optional<Refusal> reserve(
            KeyFacts key, KeyAuthorizations limits, ObservedLimits observed, long operations, long bytes) {
        boolean countsOperations =
                limits.maximumOperations().isPresent() || observed.operations().isPresent();
        boolean countsBytes =
                limits.maximumBytes().isPresent() || observed.bytes().isPresent();
        if (!countsOperations && !countsBytes) {
            return Optional.empty();
        }
        Budget budget = budgets.computeIfAbsent(key.id(), id -> new Budget(key, limits));
        return budget.take(limits, observed, countsOperations ? operations : 0, countsBytes ? bytes : 0);
    }

    /**
     * What this process knows to be used, without asking the database: with what others used or leased when it
     * took its last lease.
     *
     * @param key the key's facts
     * @return operations and bytes; 0 if nothing was reserved for the key here
     */
    public UsageCount counted(KeyFacts key) {
        Budget budget = budgets.get(key.id());
        return budget == null ? new UsageCount(0, 0) : budget.counted();
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

    /** What a transaction took, and what the database says since. */
    private record Granted(long operations, long bytes, UsageRow row) {}

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
        private ObservedLimits observed = ObservedLimits.NONE;
        private UsageRow known = new UsageRow(0, 0);
        private boolean marked;

        private Budget(KeyFacts key, KeyAuthorizations limits) {
            this.key = key;
            this.limits = limits;
        }

        private Optional<Refusal> take(
                KeyAuthorizations now, ObservedLimits observedNow, long wantOperations, long wantBytes) {
            lock.lock();
            try {
                if (!sameLimits(now) || !observed.equals(observedNow)) {
                    // What was leased under other limits may be more than these leave.
                    giveBack();
                    limits = now;
                    observed = observedNow;
                }
                lastUse = nanoTime.getAsLong();
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
            RecordAuthenticator authenticator = authenticators.apply(key.token());
            Optional<Granted> granted = database.write(c -> {
                UsageRow row = UsageRow.read(c, key.id(), authenticator);
                long grantOperations = Grant.of(
                        limits.maximumOperations(),
                        observed.operations(),
                        row.operations(),
                        needOperations,
                        leaseOperations,
                        EXACT_TAIL);
                long grantBytes = Grant.of(
                        limits.maximumBytes(),
                        observed.bytes(),
                        row.bytes(),
                        needBytes,
                        leaseBytes(leaseOperations, needBytes),
                        EXACT_TAIL_BYTES);
                if (grantOperations < needOperations || grantBytes < needBytes) {
                    return Optional.empty();
                }
                UsageRow after = new UsageRow(row.operations() + grantOperations, row.bytes() + grantBytes);
                UsageRow.write(c, key.id(), after, authenticator);
                if (grantOperations > needOperations || grantBytes > needBytes) {
                    leases.mark(c, key.id());
                }
                return Optional.of(new Granted(grantOperations, grantBytes, after));
            });
            if (granted.isEmpty()) {
                return false;
            }
            marked |=
                    granted.get().operations() > needOperations || granted.get().bytes() > needBytes;
            operations += granted.get().operations();
            bytes += granted.get().bytes();
            known = granted.get().row();
            usedOperations = 0;
            usedBytes = 0;
            leaseBegan = nanoTime.getAsLong();
            return true;
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
                } else if (now - lastUse > IDLE_NANOS) {
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
                known = database.write(c -> {
                    UsageRow row = UsageRow.read(c, key.id(), authenticator);
                    UsageRow after = new UsageRow(row.operations() - returnedOperations, row.bytes() - returnedBytes);
                    UsageRow.write(c, key.id(), after, authenticator);
                    leases.clear(c, key.id());
                    return after;
                });
                marked = false;
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

        private UsageCount counted() {
            return net(known);
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
