package org.wardkey.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.wardkey.provider.audit.AuditDurability;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Outcome;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.audit.AuditVerifier;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;

/**
 * What the audit log takes: events that wait for nothing but space in the queue, events that wait for the
 * disk, from one thread and from 64 that share flushes, beside one bare flush; and how long the check of a
 * million records takes. In the folder of temporary files.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class AuditBenchmark {
    private static final int MILLION = 1_000_000;
    private static final int RECORD_BYTES = 300;

    /** Makes a benchmark; its states do the work. */
    public AuditBenchmark() {}

    private static AuditEvent operation() {
        KeyFacts key = new KeyFacts(
                new KeyId(new UUID(1, 2)),
                "local",
                "pump-17",
                KeyType.EC_P256,
                256,
                KeyState.ACTIVE,
                KeyAuthorizations.defaultsFor(KeyType.EC_P256),
                false,
                Clock.systemUTC().instant());
        return AuditEvent.operation(
                Clock.systemUTC().instant(),
                Outcome.ALLOWED,
                key,
                Purpose.SIGN,
                Mechanism.of(Family.ECDSA),
                "libcrypto",
                32);
    }

    private static AuditLog open(Path folder, AuditDurability durability) throws IOException {
        return AuditLog.open(folder, durability, Clock.systemUTC(), new SecureRandom(), (log, records, root) -> {});
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** An open log that waits for nothing. */
    @State(Scope.Benchmark)
    public static class Batched {
        private final AuditEvent event = operation();
        private Path folder;
        private AuditLog log;

        /** Makes a state; {@link #open} fills it. */
        @SuppressWarnings("NullAway.Init") // JMH calls open before any benchmark
        public Batched() {}

        /** Opens the log. */
        @Setup(Level.Iteration)
        public void open() throws IOException {
            folder = Files.createTempDirectory("audit");
            log = AuditBenchmark.open(folder, AuditDurability.BATCHED);
        }

        /** Deletes the log. */
        @TearDown(Level.Iteration)
        public void close() throws IOException {
            log.close();
            delete(folder);
        }
    }

    /** An open log whose events are on the disk when they return. */
    @State(Scope.Benchmark)
    public static class Durable {
        private final AuditEvent event = operation();
        private Path folder;
        private AuditLog log;

        /** Makes a state; {@link #open} fills it. */
        @SuppressWarnings("NullAway.Init") // JMH calls open before any benchmark
        public Durable() {}

        /** Opens the log. */
        @Setup
        public void open() throws IOException {
            folder = Files.createTempDirectory("audit");
            log = AuditBenchmark.open(folder, AuditDurability.DURABLE);
        }

        /** Deletes the log. */
        @TearDown
        public void close() throws IOException {
            log.close();
            delete(folder);
        }
    }

    /** A file that is flushed after every record. */
    @State(Scope.Benchmark)
    public static class Bare {
        private Path file;
        private FileChannel channel;

        /** Makes a state; {@link #open} fills it. */
        @SuppressWarnings("NullAway.Init") // JMH calls open before any benchmark
        public Bare() {}

        /** Opens the file. */
        @Setup
        public void open() throws IOException {
            file = Files.createTempFile("audit", ".bare");
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        }

        /** Deletes the file. */
        @TearDown
        public void close() throws IOException {
            channel.close();
            Files.delete(file);
        }
    }

    /** A log of a million records. */
    @State(Scope.Benchmark)
    public static class Million {
        private Path folder;
        private Path log;

        /** Makes a state; {@link #write} fills it. */
        @SuppressWarnings("NullAway.Init") // JMH calls write before any benchmark
        public Million() {}

        /** Writes the log. */
        @Setup
        public void write() throws IOException {
            folder = Files.createTempDirectory("audit");
            AuditEvent event = operation();
            try (AuditLog writing = AuditBenchmark.open(folder, AuditDurability.BATCHED)) {
                for (int i = 0; i < MILLION; i++) {
                    writing.append(event);
                }
                log = folder.resolve(writing.name());
            }
        }

        /** Deletes the log. */
        @TearDown
        public void close() throws IOException {
            delete(folder);
        }
    }

    /** Events a second, one thread; the queue is bounded, so that this is what the writer takes for good. */
    @Benchmark
    public void batched(Batched state) {
        state.log.append(state.event);
    }

    /** Events a second, one thread, each on the disk. */
    @Benchmark
    @Threads(1)
    public void durable(Durable state) {
        state.log.append(state.event);
    }

    /** Events a second, 64 threads, each on the disk; they share flushes. */
    @Benchmark
    @Threads(64)
    public void durableBy64(Durable state) {
        state.log.append(state.event);
    }

    /** Appends a second with one flush each, and nothing else. */
    @Benchmark
    @Threads(1)
    public int fdatasync(Bare state) throws IOException {
        int written = state.channel.write(ByteBuffer.allocate(RECORD_BYTES));
        state.channel.force(false);
        return written;
    }

    /** The check of a million records. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    @Fork(3)
    public AuditVerifier.Result verifyMillion(Million state) throws IOException {
        AuditVerifier.Result result = AuditVerifier.verify(state.log, AuditVerifier.Evidence.NONE);
        if (!result.intact() || result.records() < MILLION) {
            throw new IllegalStateException("Expected an intact log of a million records, got " + result + ".");
        }
        return result;
    }
}
