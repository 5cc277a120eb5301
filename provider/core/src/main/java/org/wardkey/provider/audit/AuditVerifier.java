package org.wardkey.provider.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Checks a log without the program that wrote it.
 *
 * <p>Finds every record that was altered, deleted, inserted or moved and says which, up to the log's own
 * signed checkpoint. Against a checkpoint that was kept elsewhere it also finds a log that was cut, put
 * back to an older state, or rewritten together with its hashes and its key, up to the size of that
 * checkpoint. What came after it nobody can judge, and the result says so. Reads the files in one pass, in
 * bounded memory.
 */
public final class AuditVerifier {
    private static final int MOST_ATTEMPTS = 3;

    private final Path folder;
    private final Evidence evidence;
    private final Findings findings = new Findings();

    /**
     * Something that is wrong.
     *
     * @param segment the file; empty if it is about the whole log
     * @param line the line in it, from 1; 0 if it is about the whole file
     * @param sequence the record's number as far as it can be told
     * @param problem what is wrong; a full sentence
     */
    public record Finding(String segment, long line, long sequence, String problem) {}

    /**
     * What a check found.
     *
     * @param records how many records the log has
     * @param root the root of the tree over them, base64; empty if records are missing without their hashes
     * @param findings what is wrong; empty if nothing is
     * @param provenUpTo the record up to which something from outside of the log vouches for it; 0 without
     * @param signedUpTo the record up to which the log's own checkpoint does; 0 without
     * @param prunedUpTo the record up to which only hashes are left, as the log says itself
     * @param statement what follows from that, and what does not
     */
    public record Result(
            long records,
            String root,
            List<Finding> findings,
            long provenUpTo,
            long signedUpTo,
            long prunedUpTo,
            String statement) {
        /** Copies the list. */
        public Result {
            findings = List.copyOf(findings);
        }

        /** @return whether nothing is wrong */
        public boolean intact() {
            return findings.isEmpty();
        }
    }

    /**
     * How far a log had come when somebody wrote it down, unsigned.
     *
     * @param records how many records
     * @param root the root of the tree over them, base64
     */
    public record Mark(long records, String root) {}

    /**
     * What is known of a log from elsewhere.
     *
     * @param key whose checkpoints are believed; without one, the key that lies beside the log
     * @param checkpoint a checkpoint that was kept elsewhere
     * @param witnesses who must have cosigned that checkpoint
     * @param mark how far the home's catalogue says that the log had come
     */
    public record Evidence(
            Optional<VerifierKey> key,
            Optional<Checkpoint> checkpoint,
            List<VerifierKey> witnesses,
            Optional<Mark> mark) {
        /** Nothing. */
        public static final Evidence NONE =
                new Evidence(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

        /** Copies the list. */
        public Evidence {
            witnesses = List.copyOf(witnesses);
        }

        /**
         * The word of the home's catalogue.
         *
         * @param mark how far it says that the log had come
         * @return the evidence
         */
        public static Evidence of(Mark mark) {
            return new Evidence(Optional.empty(), Optional.empty(), List.of(), Optional.of(mark));
        }

        /**
         * A checkpoint that was kept elsewhere.
         *
         * @param checkpoint the checkpoint
         * @param witnesses who must have cosigned it
         * @return the evidence
         */
        public static Evidence of(Checkpoint checkpoint, List<VerifierKey> witnesses) {
            return new Evidence(Optional.empty(), Optional.of(checkpoint), witnesses, Optional.empty());
        }
    }

    private AuditVerifier(Path folder, Evidence evidence) {
        this.folder = folder;
        this.evidence = evidence;
    }

    /**
     * Checks one log.
     *
     * @param folder the log's folder
     * @param evidence what is known of it from elsewhere
     * @return what was found
     * @throws IOException if the files cannot be read
     * @throws IllegalArgumentException if the outside checkpoint is of another log
     */
    public static Result verify(Path folder, Evidence evidence) throws IOException {
        Path checkpoint = folder.resolve(LogStore.CHECKPOINT);
        for (int attempt = 1; ; attempt++) {
            byte[] before = bytes(checkpoint);
            Result result = new AuditVerifier(folder, evidence).run();
            // A log that is pruned meanwhile has a newer checkpoint, which vouches for that.
            if (result.intact() || attempt == MOST_ATTEMPTS || Arrays.equals(before, bytes(checkpoint))) {
                return result;
            }
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    /**
     * The result for a log that is known from elsewhere and not there.
     *
     * @param log its name
     * @return a result with one finding
     */
    public static Result missing(String log) {
        Finding missing = new Finding("", 0, 0, "The whole log " + log + " is missing.");
        return new Result(0, "", List.of(missing), 0, 0, 0, "Nothing of it is proved.");
    }

    private Result run() throws IOException {
        Optional<VerifierKey> key = key();
        String origin = key.map(k -> k.name() + "/" + folder.getFileName()).orElse("");
        requireSameLog();
        // Before the records: a log that is being written has at least those that its checkpoint covers.
        Optional<Checkpoint> own = own(key, origin);
        List<Long> sizes = new ArrayList<>();
        own.ifPresent(checkpoint -> sizes.add(checkpoint.size()));
        evidence.checkpoint().ifPresent(checkpoint -> sizes.add(checkpoint.size()));
        evidence.mark().ifPresent(mark -> sizes.add(mark.records()));
        long signed = sizes.stream().mapToLong(Long::longValue).max().orElse(0);
        TreeCheck tree = new TreeCheck(folder, findings, sizes);
        long vouched = own.map(Checkpoint::size).orElse(0L);
        try (RecordScan scan = new RecordScan(folder, tree.hasher(), findings, signed, vouched)) {
            scan.run(tree);
            tree.finish(scan.sequence(), own);
            return result(scan, tree, own, key);
        }
    }

    private Optional<VerifierKey> key() throws IOException {
        if (evidence.key().isPresent()) {
            return evidence.key();
        }
        try {
            return Optional.of(AuditKey.verifier(AuditDisk.folderOf(folder)));
        } catch (NoSuchFileException e) {
            findings.add(0, "The home's verifier key, " + AuditKey.PUBLIC_FILE + ", is missing.");
        } catch (IllegalArgumentException e) {
            findings.add(0, "The home's verifier key, " + AuditKey.PUBLIC_FILE + ", is none.");
        }
        return Optional.empty();
    }

    private void requireSameLog() {
        evidence.checkpoint().ifPresent(outside -> {
            if (!outside.origin().endsWith("/" + folder.getFileName())) {
                throw new IllegalArgumentException("Expected a checkpoint of log " + folder.getFileName()
                        + ", got one of " + outside.origin() + ".");
            }
        });
    }

    private Optional<Checkpoint> own(Optional<VerifierKey> key, String origin) throws IOException {
        try {
            Checkpoint checkpoint = Checkpoint.parse(Files.readAllBytes(folder.resolve(LogStore.CHECKPOINT)));
            if (key.isPresent()
                    && checkpoint.signedBy(key.get())
                    && checkpoint.origin().equals(origin)) {
                return Optional.of(checkpoint);
            }
            if (key.isPresent()) {
                findings.add(
                        LogStore.CHECKPOINT,
                        0,
                        checkpoint.size(),
                        "The log's checkpoint is not signed by the audit key, or is of another log.");
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            findings.add(LogStore.CHECKPOINT, 0, 0, "The log's checkpoint is none.");
        }
        return Optional.empty();
    }

    private Result result(RecordScan scan, TreeCheck tree, Optional<Checkpoint> own, Optional<VerifierKey> key) {
        long records = scan.sequence();
        long pruned = pruned(scan);
        if (own.isEmpty() && scan.beyondOpening() && !Files.exists(folder.resolve(LogStore.CHECKPOINT))) {
            findings.add(LogStore.CHECKPOINT, 0, 0, "The log's checkpoint is missing.");
        }
        own.ifPresent(checkpoint -> compare(tree, records, checkpoint.size(), checkpoint.rootText(), "its checkpoint"));
        evidence.mark().ifPresent(mark -> compare(tree, records, mark.records(), mark.root(), "the catalogue"));
        evidence.checkpoint().ifPresent(outside -> {
            compare(tree, records, outside.size(), outside.rootText(), "the outside checkpoint");
            requireSignatures(outside, key);
        });
        List<Finding> found = findings.list();
        boolean intact = found.isEmpty();
        long outside = intact ? evidence.checkpoint().map(Checkpoint::size).orElse(0L) : 0;
        long mark = intact ? evidence.mark().map(Mark::records).orElse(0L) : 0;
        long signed = intact ? own.map(Checkpoint::size).orElse(0L) : 0;
        return new Result(
                records,
                Base64.getEncoder().encodeToString(tree.root()),
                found,
                Math.max(outside, mark),
                signed,
                pruned,
                new Statement(evidence, records, signed, pruned, found.size()).text());
    }

    private long pruned(RecordScan scan) {
        long hole = scan.holeUpTo();
        if (hole > scan.prunedUpTo()) {
            findings.add(hole, "Records " + (scan.prunedUpTo() + 1) + " to " + hole + " are missing.");
        }
        return Math.min(hole, scan.prunedUpTo());
    }

    private void compare(TreeCheck tree, long records, long size, String root, String whose) {
        if (records < size) {
            findings.add(
                    records,
                    "The log was cut, or put back to an older state: by " + whose + " it had " + size
                            + " records, it has " + records + ".");
            return;
        }
        byte[] computed = tree.root(size);
        if (computed.length == 0 && size > 0) {
            findings.add(size, "Records 1 to " + size + " cannot be compared with " + whose + ": hashes are missing.");
        } else if (!MessageDigest.isEqual(computed, decode(root))) {
            findings.add(size, "The log was rewritten: records 1 to " + size + " are not those of " + whose + ".");
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private void requireSignatures(Checkpoint outside, Optional<VerifierKey> key) {
        if (key.isPresent() && !outside.signedBy(key.get())) {
            findings.add(outside.size(), "The outside checkpoint is not signed by the home's audit key.");
        }
        for (VerifierKey witness : evidence.witnesses()) {
            if (!outside.signedBy(witness)) {
                findings.add(outside.size(), "The outside checkpoint is not cosigned by " + witness.name() + ".");
            }
        }
    }
}
