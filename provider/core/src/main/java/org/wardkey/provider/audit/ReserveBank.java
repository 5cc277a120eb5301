package org.wardkey.provider.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One file of the reserve.
 *
 * <pre>
 *     0  head A     512 bytes   see {@link ReserveSlot}; of the two the valid one with the higher generation counts
 *   512  head B     512 bytes
 *  4096  counts A  32 KiB
 * 36864  counts B  32 KiB
 * 69632  frames: see {@link ReserveFrames}
 * </pre>
 *
 * Head: epoch (8), sealed (8; 0 or 1), number of the record of the log that its first one becomes (8). Counts:
 * epoch (8), number of keys (8), for each key its UUID (16), operations (8), other events (8). Numbers are
 * big-endian. Everything carries a code under a key that only the home's audit key gives.
 *
 * <p>Not thread-safe.
 */
final class ReserveBank implements Closeable {
    private static final int HEAD_SLOT_BYTES = 512;
    private static final int COUNTS_AT = 4096;
    private static final int COUNTS_SLOT_BYTES = 32 << 10;
    static final int FRAMES_AT = COUNTS_AT + 2 * COUNTS_SLOT_BYTES;
    private static final int KEY_COUNT_BYTES = 4 * Long.BYTES;
    /** How many keys are counted by name; the rest together. */
    static final int MAXIMUM_KEYS =
            (COUNTS_SLOT_BYTES - ReserveSlot.OVERHEAD_BYTES - 2 * Long.BYTES) / KEY_COUNT_BYTES - 1;

    static final String OTHER_KEYS = "00000000-0000-0000-0000-000000000000";

    private final FileChannel channel;
    private final FilePlace place;
    private final ReserveSlot head;
    private final ReserveSlot counted;
    private final ReserveFrames frames;
    private final Map<String, Count> counts = new TreeMap<>();
    private long epoch;
    private boolean sealed;
    private long firstSequence;

    /**
     * What was done with a key and not recorded.
     *
     * @param operations operations that were let through
     * @param others denials and failures
     */
    record Count(long operations, long others) {
        private Count plus(AuditEvent event) {
            return event.outcome() == AuditEvent.Outcome.ALLOWED
                    ? new Count(operations + event.operations(), others)
                    : new Count(operations, others + 1);
        }
    }

    /** Reads what was kept, from the first. */
    @FunctionalInterface
    interface Records {
        /** The next record's fields; no bytes at the end. */
        byte[] next() throws IOException;
    }

    private ReserveBank(Path path, FileChannel channel, AuditKey key, long size) throws IOException {
        this.channel = channel;
        this.place = FilePlace.of(path);
        this.head = new ReserveSlot(channel, 0, HEAD_SLOT_BYTES, "head", key);
        this.counted = new ReserveSlot(channel, COUNTS_AT, COUNTS_SLOT_BYTES, "counts", key);
        this.frames = new ReserveFrames(channel, FRAMES_AT, size, key);
    }

    /** Makes a bank: every byte of it is written. */
    static ReserveBank create(Path path, AuditDisk disk, AuditKey key, int bytes, long epoch) throws IOException {
        FileChannel channel =
                disk.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        boolean made = false;
        try {
            channel.truncate(0);
            ByteBuffer part = ByteBuffer.allocate(1 << 16);
            for (long at = 0; at < bytes; at += part.capacity()) {
                part.clear().limit((int) Math.min(part.capacity(), bytes - at));
                AuditDisk.writeFully(channel, part, at);
            }
            channel.force(true);
            ReserveBank bank = new ReserveBank(path, channel, key, bytes);
            bank.reset(epoch);
            made = true;
            return bank;
        } finally {
            if (!made) {
                channel.close();
            }
        }
    }

    /** Opens a bank; empty if there is none, or its making was cut short. */
    static Optional<ReserveBank> open(Path path, AuditDisk disk, AuditKey key) throws IOException {
        if (!Files.exists(path) || Files.size(path) <= FRAMES_AT) {
            return Optional.empty();
        }
        FileChannel channel = disk.open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        boolean opened = false;
        try {
            ReserveBank bank = new ReserveBank(path, channel, key, channel.size());
            opened = bank.readHead();
            return opened ? Optional.of(bank) : Optional.empty();
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /** Reads what the bank says of itself; false if its making was cut short. */
    private boolean readHead() throws IOException {
        Optional<ByteBuffer> stored = head.read();
        if (stored.isEmpty()) {
            return false;
        }
        epoch = stored.get().getLong();
        sealed = stored.get().getLong() == 1;
        firstSequence = stored.get().getLong();
        counted.read().ifPresent(this::readCounts);
        frames.open(epoch);
        return true;
    }

    private void readCounts(ByteBuffer slot) {
        if (slot.getLong() != epoch) {
            return;
        }
        long keys = slot.getLong();
        for (long i = 0; i < keys; i++) {
            String id = new java.util.UUID(slot.getLong(), slot.getLong()).toString();
            counts.put(id, new Count(slot.getLong(), slot.getLong()));
        }
    }

    /** Fails if this is not the file that the next opening finds. */
    void requireInPlace() throws IOException {
        place.require();
    }

    long epoch() {
        return epoch;
    }

    /** Whether nothing may be added: its records are on their way into the log. */
    boolean sealed() {
        return sealed;
    }

    /** Which record of the log the first one here becomes. */
    long firstSequence() {
        return firstSequence;
    }

    boolean empty() {
        return frames.records() == 0 && counts.isEmpty();
    }

    /** Whether there is no space for records, so that operations are counted. */
    boolean full() {
        return frames.full();
    }

    long records() {
        return frames.records();
    }

    Map<String, Count> counts() {
        return new TreeMap<>(counts);
    }

    /** Keeps records, durably; false if there is no space. */
    boolean append(List<byte[]> fields) throws IOException {
        return frames.append(fields);
    }

    /** Counts events for each key, durably. */
    void count(List<AuditEvent> events) throws IOException {
        for (AuditEvent event : events) {
            String id = event.key().map(facts -> facts.id().toString()).orElse(OTHER_KEYS);
            String place = counts.containsKey(id) || counts.size() < MAXIMUM_KEYS ? id : OTHER_KEYS;
            counts.put(place, counts.getOrDefault(place, new Count(0, 0)).plus(event));
        }
        ByteBuffer slot = ByteBuffer.allocate(2 * Long.BYTES + counts.size() * KEY_COUNT_BYTES);
        slot.putLong(epoch).putLong(counts.size());
        counts.forEach((id, count) -> {
            java.util.UUID uuid = java.util.UUID.fromString(id);
            slot.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
            slot.putLong(count.operations()).putLong(count.others());
        });
        counted.write(slot.flip());
    }

    /** Ends the bank's taking of records, for good. */
    void seal(long first) throws IOException {
        writeHead(epoch, true, first);
    }

    /** Empties the bank. */
    void reset(long next) throws IOException {
        writeHead(next, false, 0);
        counts.clear();
        frames.open(next);
    }

    private void writeHead(long newEpoch, boolean nowSealed, long first) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(3 * Long.BYTES);
        content.putLong(newEpoch).putLong(nowSealed ? 1 : 0).putLong(first);
        head.write(content.flip());
        epoch = newEpoch;
        sealed = nowSealed;
        firstSequence = first;
    }

    Records read() throws IOException {
        return frames.read();
    }

    void flush() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        frames.close();
        channel.close();
    }
}
