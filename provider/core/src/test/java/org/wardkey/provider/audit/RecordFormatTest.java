package org.wardkey.provider.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.KeyId;

/** The bytes of records, and of the reserve. */
class RecordFormatTest {
    @TempDir
    private Path folder;

    @Test
    void sequence_recordCutAtEveryLength_isNone() {
        byte[] line = "{\"v\":1,\"seq\":4711,\"time\":\"x\"}".getBytes(StandardCharsets.US_ASCII);
        assertThat(AuditRecords.sequence(line)).isEqualTo(4711);
        for (int length = 0; length < line.length; length++) {
            assertThat(AuditRecords.sequence(Arrays.copyOf(line, length))).isZero();
        }
    }

    @Test
    void sequence_anyBitOfTheHeadFlipped_isNoneOrAnotherNumber() {
        byte[] line = "{\"v\":1,\"seq\":4711,\"time\":\"x\"}".getBytes(StandardCharsets.US_ASCII);
        for (int bit = 0; bit < 8 * "{\"v\":1,\"seq\":4711,".length(); bit++) {
            byte[] flipped = line.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(AuditRecords.sequence(flipped)).as("bit %s", bit).isNotEqualTo(4711);
        }
    }

    @Test
    void next_anyLines_areReadAsTheyStand() throws IOException {
        Random random = new Random(17);
        for (int round = 0; round < 50; round++) {
            List<byte[]> lines = new ArrayList<>();
            java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
            for (int i = 0; i < 40; i++) {
                byte[] line = new byte[random.nextInt(20_000)];
                Arrays.fill(line, (byte) ('a' + i % 26));
                lines.add(line);
                text.writeBytes(line);
                text.write('\n');
            }
            try (LineReader reader = new LineReader(new ByteArrayInputStream(text.toByteArray()))) {
                for (byte[] line : lines) {
                    assertThat(reader.next()).isTrue();
                    assertThat(reader.terminated()).isTrue();
                    assertThat(Arrays.copyOfRange(reader.buffer(), reader.offset(), reader.offset() + reader.length()))
                            .isEqualTo(line);
                }
                assertThat(reader.next()).isFalse();
            }
        }
    }

    @Test
    void next_lineLongerThanAnyRecord_isReadInBoundedMemory() throws IOException {
        byte[] text = new byte[5 << 20];
        Arrays.fill(text, (byte) 'x');
        text[text.length - 3] = '\n';
        try (LineReader reader = new LineReader(new ByteArrayInputStream(text))) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.buffer().length).isLessThan(1 << 20);
            assertThat(reader.next()).isTrue();
            assertThat(reader.length()).isEqualTo(2);
            assertThat(reader.terminated()).isFalse();
        }
    }

    @Test
    void of_commandWithArguments_namesTheProgramAlone() {
        assertThat(ProgramName.of("org.example.Main --password secret")).isEqualTo("org.example.Main");
        assertThat(ProgramName.of("/opt/pump/lib/pump.jar secret")).isEqualTo("pump.jar");
        assertThat(ProgramName.of("")).isEqualTo("embedded JVM");
        assertThat(ProgramName.ofThisProcess()).contains("pid ", "Java ").doesNotContain("/");
    }

    /** What an event is made of, all the way down: names, numbers, times. */
    @Test
    void event_anyField_isOfATypeThatNoSecretIs() {
        Set<Class<?>> seen = new HashSet<>();
        collect(AuditEvent.class, seen);
        assertThat(seen)
                .noneMatch(Class::isArray)
                .noneMatch(java.security.Key.class::isAssignableFrom)
                .noneMatch(org.wardkey.provider.secret.SecretBytes.class::isAssignableFrom)
                .noneMatch(type -> type == Object.class || type == CharSequence.class);
        assertThat(seen).contains(KeyId.class, String.class, java.time.Instant.class);
    }

    private static void collect(Class<?> type, Set<Class<?>> seen) {
        if (!seen.add(type) || !type.isRecord()) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            collect(component.getType(), seen);
            if (component.getGenericType() instanceof java.lang.reflect.ParameterizedType generic) {
                Arrays.stream(generic.getActualTypeArguments())
                        .filter(Class.class::isInstance)
                        .forEach(argument -> collect((Class<?>) argument, seen));
            }
        }
    }

    private ReserveBank bank(AuditKey key) throws IOException {
        return ReserveBank.create(folder.resolve("bank"), AuditDisk.REAL, key, 256 << 10, 7);
    }

    private static List<String> read(ReserveBank bank) throws IOException {
        List<String> found = new ArrayList<>();
        ReserveBank.Records records = bank.read();
        for (byte[] fields = records.next(); fields.length > 0; fields = records.next()) {
            found.add(new String(fields, StandardCharsets.UTF_8));
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void bank_closedAndOpened_hasItsRecordsAndCounts() throws IOException {
        AuditKey key = AuditKey.openOrCreate(folder, new java.security.SecureRandom());
        try (ReserveBank bank = bank(key)) {
            bank.append(List.of(bytes("one"), bytes("two")));
            bank.append(List.of(bytes("three")));
            bank.count(List.of(Logs.operation(1, ""), Logs.operation(2, ""), Logs.operation(1, "")));
        }
        try (ReserveBank bank =
                ReserveBank.open(folder.resolve("bank"), AuditDisk.REAL, key).orElseThrow()) {
            assertThat(read(bank)).containsExactly("one", "two", "three");
            bank.append(List.of(bytes("four")));
            assertThat(read(bank)).containsExactly("one", "two", "three", "four");
            Map<String, ReserveBank.Count> counts = new HashMap<>();
            counts.put(Logs.key(1).id().toString(), new ReserveBank.Count(2, 0));
            counts.put(Logs.key(2).id().toString(), new ReserveBank.Count(1, 0));
            assertThat(bank.counts()).isEqualTo(counts);
            bank.reset(9);
            assertThat(bank.empty()).isTrue();
        }
    }

    @Test
    void bank_anyBitFlipped_endsItsRecordsThereAndInventsNone() throws IOException {
        AuditKey key = AuditKey.openOrCreate(folder, new java.security.SecureRandom());
        List<String> written = List.of("one", "two", "three");
        try (ReserveBank bank = bank(key)) {
            for (String record : written) {
                bank.append(List.of(bytes(record)));
            }
        }
        Path file = folder.resolve("bank");
        byte[] whole = java.nio.file.Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * 120; bit++) {
            byte[] flipped = whole.clone();
            flipped[ReserveBank.FRAMES_AT + bit / 8] ^= (byte) (1 << bit % 8);
            java.nio.file.Files.write(file, flipped);
            Optional<ReserveBank> opened = ReserveBank.open(file, AuditDisk.REAL, key);
            try (ReserveBank bank = opened.orElseThrow()) {
                List<String> found = read(bank);
                assertThat(written.subList(0, found.size())).as("bit %s", bit).isEqualTo(found);
            }
        }
    }

    @Test
    void bank_moreKeysThanItNames_countsThemTogether() throws IOException {
        AuditKey key = AuditKey.openOrCreate(folder, new java.security.SecureRandom());
        int keys = ReserveBank.MAXIMUM_KEYS + 50;
        try (ReserveBank bank = bank(key)) {
            for (int i = 0; i < keys; i += 100) {
                List<AuditEvent> events = new ArrayList<>();
                for (int k = i; k < Math.min(keys, i + 100); k++) {
                    events.add(Logs.operation(k, ""));
                }
                bank.count(events);
            }
            assertThat(bank.counts()).hasSize(ReserveBank.MAXIMUM_KEYS + 1);
            assertThat(bank.counts().values().stream()
                            .mapToLong(ReserveBank.Count::operations)
                            .sum())
                    .isEqualTo(keys);
            assertThat(bank.counts().values().stream()
                            .max(Comparator.comparingLong(ReserveBank.Count::operations))
                            .orElseThrow()
                            .operations())
                    .isEqualTo(50);
        }
    }
}
