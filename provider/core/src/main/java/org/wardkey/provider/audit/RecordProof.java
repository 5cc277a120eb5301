package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Proves to somebody who has neither home nor log that a record stands in a log: the record, its path to the
 * root of the tree, and the signed checkpoint that has that root.
 *
 * <pre>
 * c2sp.org/tlog-proof@v1 LF
 * extra SP base64(record) LF
 * index SP number of the record, from 0, decimal LF
 * base64(hash) LF                                       one for each step of the path
 * LF
 * checkpoint
 * </pre>
 *
 * <p>Immutable and thread-safe.
 *
 * <p>Source: C2SP tlog-proof; RFC 9162 §2.1.3.
 */
public final class RecordProof {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int MAXIMUM_STEPS = 63;

    private final String record;
    private final long index;
    private final List<byte[]> path;
    private final Checkpoint checkpoint;

    private RecordProof(String record, long index, List<byte[]> path, Checkpoint checkpoint) {
        this.record = record;
        this.index = index;
        this.path = List.copyOf(path);
        this.checkpoint = checkpoint;
    }

    /** Makes the proof of the newest record of a log that its checkpoint covers and that is looked for. */
    static Optional<RecordProof> newest(Path log, Checkpoint checkpoint, Predicate<String> wanted) throws IOException {
        List<Path> segments = SegmentFiles.list(log);
        for (int i = segments.size() - 1; i >= 0; i--) {
            String found = null;
            long number = 0;
            try (LineReader lines = new LineReader(Files.newInputStream(segments.get(i)))) {
                while (lines.next() && lines.sequence() <= checkpoint.size()) {
                    String line = new String(lines.buffer(), lines.offset(), lines.length(), StandardCharsets.UTF_8);
                    if (wanted.test(line)) {
                        found = line;
                        number = lines.sequence();
                    }
                }
            }
            if (found != null) {
                return Optional.of(of(log, checkpoint, number - 1, found));
            }
        }
        return Optional.empty();
    }

    private static RecordProof of(Path log, Checkpoint checkpoint, long index, String record) throws IOException {
        MerkleTree hasher = new MerkleTree(JdkCrypto.sha256());
        Tiles tiles = new Tiles(log, hasher);
        long full = checkpoint.size() / Tiles.WIDTH;
        int width = (int) (checkpoint.size() % Tiles.WIDTH);
        byte[] last = width == 0
                ? new byte[0]
                : tiles.partial(0, full, width)
                        .orElseThrow(() -> new IOException("The log went on while the proof was made; try again."));
        List<byte[]> path = MerkleProof.inclusion(
                hasher,
                index,
                checkpoint.size(),
                (height, subtree) -> height < Byte.SIZE && (subtree << height) / Tiles.WIDTH == full
                        ? tiles.root(last, (int) ((subtree << height) % Tiles.WIDTH), 1 << height)
                        : tiles.subtree(height, subtree));
        RecordProof proof = new RecordProof(record, index, path, checkpoint);
        if (!proof.included()) {
            throw new IOException(
                    "Record " + (index + 1) + " of the log is not what its checkpoint says; verify the log.");
        }
        return proof;
    }

    /**
     * Reads a proof; believes nothing of it.
     *
     * @param text the proof as {@link #text} gives it
     * @return the proof
     * @throws IllegalArgumentException if the text is not a proof of a record
     */
    public static RecordProof parse(String text) {
        int end = text.indexOf("\n\n");
        String[] lines = text.substring(0, Math.max(end, 0)).split("\n", -1);
        if (end < 0
                || lines.length < 3
                || lines.length > 3 + MAXIMUM_STEPS
                || !lines[0].equals(HEADER)
                || !lines[1].startsWith(EXTRA)
                || !lines[2].matches(INDEX + "(0|[1-9][0-9]{0,17})")) {
            throw new IllegalArgumentException("Expected the proof of a record: " + HEADER
                    + ", extra, index, hashes, an empty line and a checkpoint; got something else.");
        }
        List<byte[]> path = new ArrayList<>();
        for (int i = 3; i < lines.length; i++) {
            byte[] step = base64(lines[i]);
            if (step.length != MerkleTree.HASH_BYTES) {
                throw new IllegalArgumentException(
                        "Expected hashes of 32 bytes in the proof, got one of " + step.length + ".");
            }
            path.add(step);
        }
        String record = new String(base64(lines[1].substring(EXTRA.length())), StandardCharsets.UTF_8);
        long index = Long.parseLong(lines[2].substring(INDEX.length()));
        return new RecordProof(record, index, path, Checkpoint.parse(text.substring(end + 2)));
    }

    private static byte[] base64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("Expected base64 with padding in the proof, got another form of it.");
        }
        return bytes;
    }

    private boolean included() {
        MerkleTree hasher = new MerkleTree(JdkCrypto.sha256());
        return MerkleProof.verifyInclusion(
                hasher, index, checkpoint.size(), hasher.leafHash(record), path, checkpoint.root());
    }

    /**
     * Whether this proves the record, to somebody who trusts a key.
     *
     * @param key the key of the log, kept from elsewhere
     * @return whether the key signed the checkpoint, and the checkpoint covers the record
     */
    public boolean provenBy(VerifierKey key) {
        return !key.witness() && checkpoint.signedBy(key) && included();
    }

    /** @return the record: one line of JSON; to be believed only if it is proven */
    public String record() {
        return record;
    }

    /** @return which record of its log this is, from 1 */
    public long number() {
        return index + 1;
    }

    /** @return the checkpoint that the proof leads to */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** @return the proof as it is stored and handed on */
    public String text() {
        StringBuilder text = new StringBuilder(HEADER + "\n");
        text.append(EXTRA)
                .append(encoded(record.getBytes(StandardCharsets.UTF_8)))
                .append("\n");
        text.append(INDEX).append(index).append("\n");
        path.forEach(step -> text.append(encoded(step)).append("\n"));
        return text.append("\n").append(checkpoint.text()).toString();
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "proof of record " + number() + " of " + checkpoint.origin();
    }
}
