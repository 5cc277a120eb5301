package org.wardkey.conformance;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * The verdicts of a run as they are given, so that one that was killed goes on where it was.
 *
 * <p>One JSON object a line: first what is tested, then each set with what it is read from, and behind it each test of
 * it. A last line that breaks off is dropped. What is repeated must be the same as before; the tests of a set are
 * counted, not only named, since numbers may stand twice.
 */
final class Journal implements Closeable {
    private final Path file;
    private final OutputStream out;
    private final Map<String, String> inputs = new HashMap<>();
    private final Map<String, Queue<Entry>> known = new HashMap<>();

    /** A verdict of before. */
    private record Entry(long tcId, Verdict verdict) {}

    /** Gives a verdict. */
    @FunctionalInterface
    interface Judgement {
        Verdict give() throws IOException;
    }

    private Journal(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Opens a journal, or begins one.
     *
     * @param file the journal
     * @param subject what is tested, by whom, and what it declares, by name and in order
     * @throws VectorFormatException when the file is a journal of another run, or none
     * @throws IOException when it cannot be read or written
     */
    static Journal open(Path file, Map<String, String> subject) throws IOException {
        byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int whole = wholeLines(before);
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.write(before, 0, whole);
        Files.write(file, kept.toByteArray());
        Journal journal =
                new Journal(file, new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND)));
        String[] lines = kept.toString(StandardCharsets.UTF_8).split("\n");
        if (whole == 0) {
            journal.write(subject.entrySet().stream()
                    .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                    .toArray(String[]::new));
            return journal;
        }
        String set = "";
        for (int i = 0; i < lines.length; i++) {
            Map<String, String> line = journal.fields(lines[i], i + 1);
            if (i == 0) {
                for (Map.Entry<String, String> field : subject.entrySet()) {
                    journal.same(
                            "its " + field.getKey() + " is", line.getOrDefault(field.getKey(), "?"), field.getValue());
                }
            } else if (line.containsKey("set")) {
                set = line.get("set");
                journal.inputs.put(set, line.getOrDefault("inputs", ""));
                journal.known.put(set, new ArrayDeque<>());
            } else {
                journal.known
                        .computeIfAbsent(set, ignored -> new ArrayDeque<>())
                        .add(entry(line));
            }
        }
        return journal;
    }

    private static int wholeLines(byte[] bytes) {
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        return whole;
    }

    private static Entry entry(Map<String, String> line) {
        return new Entry(
                Long.parseLong(line.getOrDefault("tcId", "0")),
                new Verdict(
                        Outcome.valueOf(line.getOrDefault("outcome", "FAIL")),
                        line.getOrDefault("reason", ""),
                        line.getOrDefault("came", "")));
    }

    private Map<String, String> fields(String line, int number) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = VectorFile.JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new VectorFormatException(file + ":" + number, "not a line of a journal");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getText());
            }
        } catch (JsonProcessingException e) {
            throw new VectorFormatException(file + ":" + number, "not a line of a journal; give a new file", e);
        }
        return fields;
    }

    private void same(String what, String before, String now) throws VectorFormatException {
        if (!before.equals(now)) {
            throw new VectorFormatException(
                    file.toString(),
                    "the journal of another run; give a new file, or remove this one: " + what + " " + before
                            + ", and in this one " + now);
        }
    }

    /** Begins a set; what it is read from must be what it was. */
    void started(String set, String digest) throws IOException {
        if (inputs.containsKey(set)) {
            same("set " + set + " is read from", inputs.get(set), digest);
            return;
        }
        write("set", set, "inputs", digest);
    }

    /** The verdict of before, or a new one, which is written down. */
    Verdict verdict(String set, long tcId, Judgement judgement) throws IOException {
        Queue<Entry> entries = known.get(set);
        Entry entry = entries == null ? null : entries.poll();
        if (entry != null) {
            if (entry.tcId() != tcId) {
                throw new VectorFormatException(
                        file.toString(), "the journal of another run: tcId " + entry.tcId() + " where " + tcId + " is");
            }
            return entry.verdict();
        }
        Verdict verdict = judgement.give();
        write(
                "tcId",
                String.valueOf(tcId),
                "outcome",
                verdict.outcome().name(),
                "reason",
                verdict.reason(),
                "came",
                verdict.came());
        return verdict;
    }

    /** Each line goes to the system at once: what is killed then is this process only. */
    private void write(String... fields) throws IOException {
        JsonGenerator json = VectorFile.JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        for (int i = 0; i < fields.length; i += 2) {
            if (!fields[i + 1].isEmpty()) {
                json.writeStringField(fields[i], fields[i + 1]);
            }
        }
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
        json.close();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
