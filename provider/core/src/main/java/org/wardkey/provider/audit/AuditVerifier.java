package org.wardkey.provider.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a log without the program that wrote it.
 *
 * <p>Finds every record that was altered, deleted, inserted or moved, as long as the chain was not
 * rewritten from there to its end. Against a mark (how far the log had come at some time, kept
 * elsewhere) it also finds a cut or rewritten log up to that mark. What came after the mark, and a
 * whole home that was put back to an older state, it cannot judge, and says so. Reads the files in
 * one pass, in bounded memory.
 */
public final class AuditVerifier {
    private static final int MAXIMUM_LINE_BYTES = 1 << 16;

    private final MessageDigest sha256;
    private final List<Finding> findings = new ArrayList<>();
    private long sequence;
    private byte[] hash = new byte[0];
    private String hashAtMark = "";

    /**
     * Something that is wrong.
     *
     * @param segment the file
     * @param line the line in it, from 1
     * @param sequence the record's number as far as it can be told
     * @param problem what is wrong; a full sentence
     */
    public record Finding(String segment, long line, long sequence, String problem) {}

    /**
     * What a check found.
     *
     * @param records how many records the log has
     * @param hash the chain's hash after the last one, hexadecimal
     * @param findings what is wrong; empty if nothing is
     * @param provenUpTo the record up to which an outside mark vouches for the log; 0 without one
     */
    public record Result(long records, String hash, List<Finding> findings, long provenUpTo) {
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
     * How far a log had come when somebody wrote it down.
     *
     * @param records how many records
     * @param hash the chain's hash after the last of them, hexadecimal
     */
    public record Mark(long records, String hash) {}

    private AuditVerifier(MessageDigest sha256) {
        this.sha256 = sha256;
    }

    /**
     * Checks one log.
     *
     * @param folder the log's folder
     * @param mark how far it had come, if that is known
     * @return what was found
     * @throws IOException if the files cannot be read
     */
    public static Result verify(Path folder, Optional<Mark> mark) throws IOException {
        try {
            return new AuditVerifier(MessageDigest.getInstance("SHA-256")).run(folder, mark);
        } catch (GeneralSecurityException e) {
            throw new IOException("Expected SHA-256 to be available.", e);
        }
    }

    private Result run(Path folder, Optional<Mark> mark) throws IOException {
        hash = AuditRecords.firstHash(sha256, folder.getFileName().toString());
        long wanted = mark.map(Mark::records).orElse(0L);
        int expected = 1;
        for (Path segment : SegmentFiles.list(folder)) {
            String file = segment.getFileName().toString();
            if (SegmentFiles.number(segment) != expected) {
                findings.add(new Finding(file, 0, sequence + 1, "Expected segment " + expected + ": it is missing."));
            }
            expected = SegmentFiles.number(segment) + 1;
            readSegment(segment, file, wanted);
        }
        mark.ifPresent(this::compare);
        return new Result(sequence, HexFormat.of().formatHex(hash), findings, findings.isEmpty() ? wanted : 0);
    }

    private void compare(Mark mark) {
        if (sequence < mark.records()) {
            findings.add(new Finding(
                    "",
                    0,
                    sequence,
                    "The log was cut: it had " + mark.records() + " records, it has " + sequence + "."));
        } else if (mark.records() > 0 && !hashAtMark.equals(mark.hash())) {
            findings.add(new Finding(
                    "", 0, mark.records(), "The log was rewritten: record " + mark.records() + " had another hash."));
        }
    }

    private void readSegment(Path segment, String file, long wanted) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(segment), 1 << 16)) {
            long line = 0;
            while (true) {
                byte @Nullable [] bytes = readLine(in, file, line + 1);
                if (bytes == null) {
                    return;
                }
                check(file, ++line, bytes);
                if (sequence == wanted) {
                    hashAtMark = HexFormat.of().formatHex(hash);
                }
            }
        }
    }

    private byte @Nullable [] readLine(InputStream in, String file, long line) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != '\n') {
            if (bytes.size() < MAXIMUM_LINE_BYTES) {
                bytes.write(b);
            }
            b = in.read();
        }
        if (b < 0) {
            findings.add(new Finding(file, line, sequence + 1, "The last record is unfinished."));
        }
        return bytes.toByteArray();
    }

    private void check(String file, long line, byte[] bytes) {
        AuditRecords.@Nullable Parsed record = AuditRecords.parse(bytes);
        if (record == null) {
            findings.add(new Finding(file, line, sequence + 1, "The line is not a record."));
            return;
        }
        if (record.sequence() != sequence + 1) {
            findings.add(new Finding(
                    file,
                    line,
                    record.sequence(),
                    record.sequence() > sequence
                            ? "Records " + (sequence + 1) + " to " + (record.sequence() - 1) + " are missing."
                            : "The record stands in the wrong place or twice: number " + record.sequence() + " after "
                                    + sequence + "."));
        }
        byte[] computed = AuditRecords.hash(sha256, hash, bytes, record.bodyLength());
        if (!MessageDigest.isEqual(computed, record.hash()) && record.sequence() == sequence + 1) {
            findings.add(new Finding(file, line, record.sequence(), "The record was altered."));
        }
        // Goes on from what the record says, so that one change gives one finding.
        sequence = Math.max(sequence, record.sequence());
        hash = record.hash();
    }
}
