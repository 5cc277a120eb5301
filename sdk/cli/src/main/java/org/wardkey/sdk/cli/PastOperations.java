package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.policy.PastOperation;
import org.wardkey.provider.policy.PolicySubject;

/**
 * The operations that the logs of a home say were allowed, in the order of time. Of each log one record is
 * in memory. Not thread-safe.
 *
 * <p>A key is taken as ACTIVE, whatever it is by now: the log says that it was allowed then. Its alias and
 * certificate are the present ones.
 */
final class PastOperations implements AutoCloseable {
    private final Map<KeyId, PolicySubject> keys = new HashMap<>();
    private final Instant since;
    private final List<LogRecords> open = new ArrayList<>();
    private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::time));
    private long unreadable;

    /** The next operation of a log. */
    private record Head(Log log, PastOperation operation) {
        Instant time() {
            return operation.time();
        }
    }

    /** A log that is read, and the program that wrote the part that was read last. */
    private static final class Log {
        private final LogRecords records;
        private String program = "";

        Log(LogRecords records) {
            this.records = records;
        }
    }

    /**
     * Begins to read.
     *
     * @param logs the folders of the logs
     * @param subjects the home's keys
     * @param since older operations are left out
     * @throws IOException if a log cannot be read
     */
    PastOperations(List<Path> logs, List<PolicySubject> subjects, Instant since) throws IOException {
        this.since = since;
        subjects.forEach(subject -> keys.put(subject.key().id(), active(subject)));
        try {
            for (Path folder : logs) {
                LogRecords records = new LogRecords(folder);
                open.add(records);
                push(new Log(records));
            }
        } catch (IOException | UncheckedIOException e) {
            close();
            throw e;
        }
    }

    private static PolicySubject active(PolicySubject subject) {
        KeyFacts key = subject.key();
        return new PolicySubject(
                new KeyFacts(
                        key.id(),
                        key.token(),
                        key.alias(),
                        key.type(),
                        key.sizeBits(),
                        KeyState.ACTIVE,
                        key.authorizations(),
                        key.imported(),
                        key.created()),
                subject.attributes());
    }

    /** @return the operations; to be read once */
    Stream<PastOperation> stream() {
        return StreamSupport.stream(
                new AbstractSpliterator<PastOperation>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super PastOperation> action) {
                        Head head = heads.poll();
                        if (head == null) {
                            return false;
                        }
                        action.accept(head.operation());
                        push(head.log());
                        return true;
                    }
                },
                false);
    }

    /** @return how many records of operations could not be replayed: altered, or of a key that is not known */
    long unreadable() {
        return unreadable;
    }

    private void push(Log log) {
        while (log.records.hasNext()) {
            AuditRecord record = log.records.next();
            if (record.field("kind").equals("LOG_OPENED")) {
                log.program = program(record.field("detail"));
            }
            if (record.field("kind").equals("OPERATION")
                    && record.field("outcome").equals("ALLOWED")) {
                Optional<PastOperation> operation = operation(record, log.program);
                if (operation.isEmpty()) {
                    unreadable++;
                } else if (!operation.get().time().isBefore(since)) {
                    heads.add(new Head(log, operation.get()));
                    return;
                }
            }
        }
    }

    /** The program without its process's number: many processes of one program are one line of a report. */
    private static String program(String detail) {
        int pid = detail.indexOf(", pid ");
        return pid < 0 ? detail : detail.substring(0, pid);
    }

    private Optional<PastOperation> operation(AuditRecord record, String program) {
        try {
            PolicySubject subject = keys.get(KeyId.parse(record.field("key")));
            if (subject == null) {
                return Optional.empty();
            }
            return Optional.of(new PastOperation(
                    Instant.parse(record.field("time")),
                    subject.key(),
                    subject.attributes(),
                    Purpose.valueOf(record.field("purpose")),
                    Mechanism.parse(record.field("mechanism")),
                    Long.parseLong(record.field("operations")),
                    Long.parseLong(record.field("bytes")),
                    program));
        } catch (IllegalArgumentException | DateTimeException e) {
            // An altered record: counted, and left to audit verify.
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        for (LogRecords records : open) {
            records.close();
        }
    }
}
