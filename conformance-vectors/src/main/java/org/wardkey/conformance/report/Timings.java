package org.wardkey.conformance.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.wardkey.conformance.FileReport;

/** When the run was, and how long each set took. */
final class Timings {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final Instant begin = Instant.now();
    private final long beginNanos = System.nanoTime();
    private final List<Timed> sets = new ArrayList<>();
    private long setNanos = beginNanos;
    private long heapBytes;

    private record Timed(String file, int tests, long nanos) {}

    void started() {
        setNanos = System.nanoTime();
    }

    void finished(FileReport report) {
        sets.add(new Timed(report.file(), report.tests(), System.nanoTime() - setNanos));
        Runtime runtime = Runtime.getRuntime();
        heapBytes = Math.max(heapBytes, runtime.totalMemory() - runtime.freeMemory());
    }

    void writeTo(Path folder) throws IOException {
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        int tests = sets.stream().mapToInt(Timed::tests).sum();
        OptionalLong resident = largestResident();
        Json.write(folder, "timings.json", json -> {
            json.writeStringField("begin", begin.truncatedTo(ChronoUnit.SECONDS).toString());
            json.writeNumberField("seconds", seconds);
            json.writeNumberField("testsPerSecond", tests / seconds);
            json.writeNumberField("largestHeapBetweenSetsBytes", heapBytes);
            if (resident.isPresent()) {
                json.writeNumberField("largestResidentBytes", resident.getAsLong());
            }
            json.writeArrayFieldStart("sets");
            for (Timed set : sets) {
                json.writeStartObject();
                json.writeStringField("file", set.file());
                json.writeNumberField("tests", set.tests());
                json.writeNumberField("seconds", set.nanos() / 1e9);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** The most memory that the process had, native libraries' too, where Linux tells it. Source: proc_pid_status(5), VmHWM. */
    private static OptionalLong largestResident() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }
}
