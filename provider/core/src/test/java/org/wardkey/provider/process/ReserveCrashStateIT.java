package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.audit.AuditDurability;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditLog;
import org.wardkey.provider.audit.AuditVerifier;
import org.wardkey.provider.audit.ReserveCrashChild;

/**
 * Power cuts while a log lives on its reserve, counts, comes back and is pruned: every state that the disk may have
 * been in opens, with every operation that was let through in it once, and nothing accuses anybody.
 */
class ReserveCrashStateIT {
    private static final int BETWEEN_SYNCS = Integer.getInteger("wardkey.crash.states", 8);
    /** Two folders that the child makes: they are to be there for good, too. */
    private static final String LOGS = "home/audit";

    private static final Pattern NUMBERED = Pattern.compile("\"detail\":\"(record|care) ([0-9]+)\"");
    private static final Pattern GAP = Pattern.compile("\"kind\":\"GAP\".*\"operations\":([0-9]+)");

    @TempDir
    private Path folder;

    @Test
    void log_afterAnyPowerCut_hasWhatWasLetThroughOnce() throws Exception {
        Path real = Files.createDirectory(folder.toRealPath().resolve("run"));
        Recording.of(folder, real, ReserveCrashChild.class, real.resolve(LOGS))
                .checkAll(BETWEEN_SYNCS, (state, acknowledged) -> open(state.resolve(LOGS), acknowledged));
    }

    private static void open(Path logs, List<String> acknowledged) throws IOException {
        try (AuditLog log = AuditLog.open(
                logs, AuditDurability.DURABLE, Clock.systemUTC(), new SecureRandom(), (name, records, root) -> {})) {
            assertThat(log.name()).as("the log that was open before").isEqualTo("0001");
            log.append(AuditEvent.notice(Instant.EPOCH, AuditEvent.Kind.PROVIDER_STATE, "afterwards"));
        }
        Path log = logs.resolve("0001");
        AuditVerifier.Result result = AuditVerifier.verify(log, AuditVerifier.Evidence.NONE);
        assertThat(result.findings()).isEmpty();
        List<String> lines = lines(log);
        List<Integer> records = numbers(lines, "record");
        int kept = records.isEmpty() ? 0 : records.get(0);
        assertThat(kept == 0 || result.prunedUpTo() > 0).as("pruned").isTrue();
        assertThat(kept == 0 || acknowledged.contains("pruning")).as("pruned").isTrue();
        assertThat(records)
                .isEqualTo(IntStream.range(kept, kept + records.size()).boxed().toList());
        assertThat(kept + records.size()).as("records").isGreaterThanOrEqualTo(said(acknowledged, "record"));
        caresAreThereOnce(lines, acknowledged);
    }

    /** Each as a record or in a count; the last one may have been let through without a word. */
    private static void caresAreThereOnce(List<String> lines, List<String> acknowledged) {
        List<Integer> cares = numbers(lines, "care");
        assertThat(cares).doesNotHaveDuplicates();
        long counted = lines.stream()
                .map(GAP::matcher)
                .filter(Matcher::find)
                .mapToLong(gap -> Long.parseLong(gap.group(1)))
                .sum();
        int said = said(acknowledged, "care");
        assertThat(cares.size() + counted).as("operations").isBetween((long) said, said + 1L);
    }

    private static List<String> lines(Path log) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(log)) {
            for (Path segment :
                    files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
                lines.addAll(Files.readAllLines(segment));
            }
        }
        return lines;
    }

    private static List<Integer> numbers(List<String> lines, String word) {
        return lines.stream()
                .map(NUMBERED::matcher)
                .filter(Matcher::find)
                .filter(line -> line.group(1).equals(word))
                .map(line -> Integer.parseInt(line.group(2)))
                .toList();
    }

    /** One more than the last number that was said with this word. */
    private static int said(List<String> acknowledged, String word) {
        return acknowledged.stream()
                .filter(line -> line.startsWith(word + " "))
                .mapToInt(line -> Integer.parseInt(line.substring(word.length() + 1)) + 1)
                .max()
                .orElse(0);
    }
}
