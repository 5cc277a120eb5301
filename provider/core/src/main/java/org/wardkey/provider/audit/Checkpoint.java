package org.wardkey.provider.audit;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What a log was at some time, signed: its name, its size, the root of its tree.
 *
 * <pre>
 * origin LF
 * size, decimal LF
 * base64(root) LF
 * LF
 * signatures, see C2SP signed-note
 * </pre>
 *
 * <p>Whoever keeps one outside the machine can later prove that the log still begins with the records that
 * it had then. Immutable and thread-safe.
 *
 * <p>Source: C2SP tlog-checkpoint.
 */
public final class Checkpoint {
    private final String origin;
    private final long size;
    private final byte[] root;
    private final SignedNote note;

    private Checkpoint(String origin, long size, byte[] root, SignedNote note) {
        this.origin = origin;
        this.size = size;
        this.root = root;
        this.note = note;
    }

    static Checkpoint sign(String origin, long size, byte[] root, AuditKey key) {
        String text = origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
        return new Checkpoint(origin, size, root.clone(), new SignedNote(text, List.of(key.sign(text))));
    }

    /**
     * Reads a checkpoint; verifies no signature.
     *
     * @param text the checkpoint as {@link #text} gives it
     * @return the checkpoint
     * @throws IllegalArgumentException if the text is not a checkpoint
     */
    public static Checkpoint parse(String text) {
        return of(SignedNote.parse(text));
    }

    static Checkpoint parse(byte[] bytes) {
        return of(SignedNote.parse(bytes));
    }

    private static Checkpoint of(SignedNote note) {
        String[] lines = note.text().split("\n", -1);
        if (lines.length < 4 || Arrays.stream(lines, 0, lines.length - 1).anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("Expected a checkpoint: origin, size, root; got " + (lines.length - 1)
                    + " lines, or an empty one.");
        }
        byte[] root = Base64.getDecoder().decode(lines[2]);
        if (root.length != MerkleTree.HASH_BYTES
                || !Base64.getEncoder().encodeToString(root).equals(lines[2])
                || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException(
                    "Expected a decimal size and a root of 32 bytes in base64 in a checkpoint, got something else.");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), root, note);
    }

    /** @return which log this is of */
    public String origin() {
        return origin;
    }

    /** @return how many records the log had */
    public long size() {
        return size;
    }

    /** @return the root of the tree over these records, 32 bytes; a copy */
    public byte[] root() {
        return root.clone();
    }

    /** @return the root in base64, as it stands in the checkpoint */
    public String rootText() {
        return Base64.getEncoder().encodeToString(root);
    }

    /**
     * Whether a key signed this: a log's key by itself, a witness's key with a time.
     *
     * @param key a key that is trusted
     * @return whether there is a signature of it, and every one is valid
     */
    public boolean signedBy(VerifierKey key) {
        return note.signedBy(key);
    }

    /** @return the checkpoint as it is stored and handed on, its signatures included */
    public String text() {
        return note.encode();
    }

    @Override
    public String toString() {
        return text();
    }
}
