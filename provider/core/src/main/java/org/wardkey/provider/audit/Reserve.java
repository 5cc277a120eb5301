package org.wardkey.provider.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.audit.AuditLog.State;

/**
 * Space that was taken while there was some, for what must go on when there is none.
 *
 * <p>Theory of operation. Two files, written in full when they are made, are overwritten in place: that
 * needs no new blocks on file systems that overwrite in place. Events go to one of them, the elder, until
 * it is full; from then on operations are counted for each key in the same file. When the log can be
 * written again, the bank is sealed: it never changes again, and notes at which record of the log its
 * first one will stand. Its records and counts then go into the log in one uninterrupted row, so that the
 * log's size says how many of them are in it already, whatever happens in between; when all are, the bank
 * is emptied. What comes meanwhile goes to the other bank.
 *
 * <p>Not thread-safe.
 */
final class Reserve implements Closeable {
    private static final int RECORDS_AT_ONCE = 4096;

    private final LogLock lock;
    private final Path log;
    private final AuditDisk disk;
    private final AuditKey key;
    private final Clock clock;
    private final int bankBytes;
    private final RecordEncoder encoder = new RecordEncoder();
    private List<ReserveBank> banks;
    private boolean failed;

    private Reserve(LogLock lock, AuditDisk disk, AuditKey key, Clock clock, int bankBytes, List<ReserveBank> banks) {
        this.lock = lock;
        this.log = lock.folder();
        this.disk = disk;
        this.key = key;
        this.clock = clock;
        this.bankBytes = bankBytes;
        this.banks = banks;
    }

    /** Finds the reserve of a log, if it has one; the lock holds the log, and is the caller's. */
    static Reserve open(LogLock lock, AuditDisk disk, AuditKey key, Clock clock, int bankBytes) throws IOException {
        List<ReserveBank> found = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Optional<ReserveBank> bank = ReserveBank.open(path(lock.folder(), i), disk, key);
            if (bank.isPresent()) {
                found.add(bank.get());
            }
        }
        if (found.size() == 1) {
            // Its making was cut short: it holds nothing, and is made anew.
            found.get(0).close();
            found.clear();
        }
        return new Reserve(lock, disk, key, clock, bankBytes, found);
    }

    private static Path path(Path log, int number) {
        return log.resolve("reserve-" + number);
    }

    /** Takes the space. */
    void prepare() throws IOException {
        List<ReserveBank> made = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            made.add(ReserveBank.create(path(log, i), disk, key, bankBytes, i + 1));
        }
        AuditDisk.syncFolder(log);
        banks = made;
        failed = false;
    }

    /** Whether there is one that can be written. */
    boolean usable() {
        return !banks.isEmpty() && !failed;
    }

    /** What the log can do while it cannot be written itself. */
    State state() {
        if (!usable() || open().isEmpty() || !inPlace()) {
            return State.UNAVAILABLE;
        }
        return open().get().full() ? State.GAP : State.RESERVE;
    }

    private boolean inPlace() {
        try {
            for (ReserveBank bank : banks) {
                bank.requireInPlace();
            }
            lock.requireInPlace();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<ReserveBank> open() {
        return banks.stream().filter(bank -> !bank.sealed()).min(Comparator.comparingLong(ReserveBank::epoch));
    }

    /** Whether a part of what was kept may be in the log: nothing else may come before the rest of it. */
    boolean begun() {
        return banks.stream().anyMatch(ReserveBank::sealed);
    }

    /** Keeps events, durably; counts them if there is no space for them. */
    void add(List<AuditEvent> events) throws IOException {
        ReserveBank bank = usable() ? open().orElse(null) : null;
        if (bank == null) {
            throw new IOException("The log cannot be written, and has no reserve.");
        }
        bank.requireInPlace();
        lock.requireInPlace();
        try {
            List<byte[]> fields = events.stream().map(encoder::fieldsOf).toList();
            if (!bank.append(fields)) {
                bank.count(events);
            }
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    /** Puts what is kept into the log, which can be written again; does nothing if nothing is kept. */
    void reconcile(LogStore store) throws IOException {
        List<ReserveBank> byAge = banks.stream()
                .sorted(Comparator.comparingLong(ReserveBank::epoch))
                .toList();
        for (ReserveBank bank : byAge) {
            if (bank.sealed() || !bank.empty()) {
                reconcile(bank, store);
            }
        }
        failed = false;
    }

    private void reconcile(ReserveBank bank, LogStore store) throws IOException {
        if (!bank.sealed()) {
            bank.seal(store.size() + 1);
        }
        long written = store.size() + 1 - bank.firstSequence();
        Map<String, ReserveBank.Count> counts = bank.counts();
        List<byte[]> row = new ArrayList<>();
        row.add(encoder.fieldsOf(AuditEvent.notice(
                clock.instant(),
                Kind.RESERVE_USED,
                bank.records() + " records, and counts of " + counts.size() + " keys, kept while the log could not"
                        + " be written")));
        long next = 0;
        ReserveBank.Records records = bank.read();
        for (byte[] fields = records.next(); fields.length > 0; fields = records.next()) {
            row.add(fields);
            if (row.size() == RECORDS_AT_ONCE) {
                next = write(store, bank, row, next, written);
            }
        }
        counts.forEach((id, count) -> row.add(
                id.equals(ReserveBank.OTHER_KEYS) ? encoder.fieldsOf(gap(count)) : encoder.fieldsOf(gap(count), id)));
        next = write(store, bank, row, next, written);
        store.flush();
        if (store.size() + 1 - bank.firstSequence() != next) {
            throw new IOException("Expected the " + next + " records of the reserve in the log, found another number.");
        }
        bank.reset(bank.epoch() + 2);
    }

    private AuditEvent gap(ReserveBank.Count count) {
        AuditEvent gap = AuditEvent.notice(
                clock.instant(),
                Kind.GAP,
                count.operations() + " operations and " + count.others() + " other events were counted, not recorded");
        return gap.withOperations(count.operations());
    }

    /** Writes the part of a row that is not in the log yet; gives the place behind it. */
    private static long write(LogStore store, ReserveBank bank, List<byte[]> row, long begin, long written)
            throws IOException {
        int skip = (int) Math.max(0, Math.min(row.size(), written - begin));
        List<byte[]> rest = List.copyOf(row.subList(skip, row.size()));
        if (!rest.isEmpty()) {
            String epoch = bank.epoch() + "-";
            long first = begin + skip;
            store.write(rest.size(), (into, i, sequence) -> into.append(sequence, rest.get(i), epoch + (first + i)));
        }
        row.clear();
        return begin + skip + rest.size();
    }

    /** Puts what was kept on the disk. */
    void flush() throws IOException {
        for (ReserveBank bank : banks) {
            bank.flush();
        }
    }

    @Override
    public void close() throws IOException {
        for (ReserveBank bank : banks) {
            bank.close();
        }
    }
}
