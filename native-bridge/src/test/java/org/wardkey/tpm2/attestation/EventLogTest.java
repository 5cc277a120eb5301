package org.wardkey.tpm2.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.tpm2.structure.ClockInfo;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.TpmFormatException;

/** Event logs without a TPM: what they replay to, every way to alter them, and what is no log. */
class EventLogTest {
    private static final HashAlgorithm SHA1 = HashAlgorithm.SHA1;
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final HashAlgorithm SHA384 = HashAlgorithm.SHA384;

    private static LogBuilder agile() {
        return LogBuilder.boot(LogBuilder.agile(SHA256, SHA384));
    }

    private static LogBuilder old() {
        return LogBuilder.boot(LogBuilder.old());
    }

    static List<LogBuilder> logs() {
        return List.of(agile(), old(), LogBuilder.boot(LogBuilder.agile(SHA256).startupLocality(3)));
    }

    private static byte[] extended(HashAlgorithm bank, byte[] start, byte[]... measured) {
        byte[] value = start;
        for (byte[] one : measured) {
            value = bank.digest(value, bank.digest(one));
        }
        return value;
    }

    /** What a TPM with such a log would quote. */
    private static VerifiedQuote quoted(LogBuilder log, int... pcrs) {
        EventLog parsed = EventLog.parse(log.bytes());
        List<PcrSelection> all =
                parsed.banks().stream().map(bank -> PcrSelection.of(bank, pcrs)).toList();
        PcrValues values = new PcrValues();
        for (PcrSelection selection : all) {
            PcrValues bank = parsed.replay(selection.bank());
            for (int pcr : pcrs) {
                values.put(
                        selection.bank(), pcr, bank.value(selection.bank(), pcr).orElseThrow());
            }
        }
        return new VerifiedQuote(values, new ClockInfo(0, 0, 0, true), 0);
    }

    @Test
    void replay_agileLog_extendsEachBankInOrder() {
        EventLog log = EventLog.parse(agile().bytes());
        assertThat(log.banks()).containsExactlyInAnyOrder(SHA256, SHA384);
        assertThat(log.events()).hasSize(11);
        assertThat(log.events().get(10).number()).isEqualTo(10);
        for (HashAlgorithm bank : log.banks()) {
            byte[] zeros = new byte[bank.sizeBytes()];
            PcrValues values = log.replay(bank);
            assertThat(values.value(bank, 7).orElseThrow())
                    .isEqualTo(extended(
                            bank,
                            zeros,
                            LogBuilder.variable("SecureBoot", new byte[] {1}),
                            new byte[4],
                            LogBuilder.variable("db", new byte[48])));
            assertThat(values.value(bank, 9).orElseThrow())
                    .isEqualTo(extended(bank, zeros, LogBuilder.ascii("kernel")));
            assertThat(values.value(bank, 1).orElseThrow()).isEqualTo(zeros);
            assertThat(values.value(bank, 17).orElseThrow()).containsOnly(0xFF);
            assertThat(values.value(bank, 22).orElseThrow()).containsOnly(0xFF);
            assertThat(values.value(bank, 23).orElseThrow()).isEqualTo(zeros);
        }
        assertThatThrownBy(() -> log.replay(SHA1)).hasMessageContaining("expected a bank of the log");
    }

    /** The value that a PCR has after a separator of four zeros alone, which every machine shows in some PCR. */
    @Test
    void replay_separatorAlone_isTheValueThatMachinesShow() {
        EventLog log = EventLog.parse(
                LogBuilder.old().hashed(1, LogEvent.SEPARATOR, new byte[4]).bytes());
        assertThat(HexFormat.of().formatHex(log.replay(SHA1).value(SHA1, 1).orElseThrow()))
                .isEqualTo("b2a83b0ebf2f8374299a5b2bdfc31ea955ad7236");
        EventLog agile = EventLog.parse(LogBuilder.agile(SHA256)
                .hashed(3, LogEvent.SEPARATOR, new byte[4])
                .bytes());
        assertThat(HexFormat.of()
                        .formatHex(agile.replay(SHA256).value(SHA256, 3).orElseThrow()))
                .isEqualTo("3d458cfe55cc03ea1f443f1562beec8df51c75e14a9fcf9a7234a13f198e7969");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4})
    void replay_startupLocality_isWhatPcr0StartsWith(int locality) {
        EventLog log = EventLog.parse(LogBuilder.boot(LogBuilder.agile(SHA256).startupLocality(locality))
                .bytes());
        byte[] start = new byte[32];
        start[31] = (byte) locality;
        assertThat(log.replay(SHA256).value(SHA256, 0).orElseThrow())
                .isEqualTo(extended(
                        SHA256, start, new byte[] {'1', 0, '.', 0, '0', 0}, LogBuilder.ascii("firmware"), new byte[4]));
    }

    @Test
    void data_ofTypesThatHashThem_saysWhetherTheyAreTrue() {
        EventLog log = EventLog.parse(agile().bytes());
        assertThat(log.events().stream().filter(event -> event.data(SHA384) == LogEvent.Data.HASHED))
                .hasSize(7);
        assertThat(log.events().stream().filter(event -> event.data(SHA256) == LogEvent.Data.DESCRIPTION))
                .hasSize(4);
        byte[] altered = LogBuilder.agile(SHA256)
                .measured(7, LogEvent.EFI_VARIABLE_DRIVER_CONFIG, LogBuilder.ascii("0"), LogBuilder.ascii("1"))
                .bytes();
        LogEvent event = EventLog.parse(altered).events().get(0);
        assertThat(event.data(SHA256)).isEqualTo(LogEvent.Data.ALTERED);
        assertThatThrownBy(() -> event.data(SHA1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void replaysTo_whatWasQuoted_givesTheEventsOfThesePcrs() throws AttestationException {
        LogBuilder log = agile().said(0, LogBuilder.ascii("anything"));
        List<LogEvent> covered = EventLog.parse(log.bytes()).requireReplaysTo(quoted(log, 0, 7));
        assertThat(covered).hasSize(6).allMatch(event -> event.pcr() == 0 || event.pcr() == 7);
        assertThat(covered).noneMatch(event -> event.type() == LogEvent.NO_ACTION);
    }

    @Test
    void replaysTo_bankWithoutDigests_isRefused() {
        VerifiedQuote quote = quoted(agile(), 0);
        EventLog other =
                EventLog.parse(LogBuilder.boot(LogBuilder.agile(SHA256)).bytes());
        assertThatThrownBy(() -> other.requireReplaysTo(quote))
                .isInstanceOf(AttestationException.class)
                .hasMessageContaining("expected digests for the bank SHA384");
    }

    private static void refused(List<byte[]> parts, VerifiedQuote quote, String as) {
        byte[] bytes = LogBuilder.joined(parts);
        assertThatThrownBy(() -> EventLog.parse(bytes).requireReplaysTo(quote))
                .as(as)
                .isInstanceOf(AttestationException.class)
                .hasMessageContaining("expected it to replay to the value of PCR");
    }

    /** Every digest, of every event and bank; and every event left out, doubled, or changed with the next of its PCR. */
    @ParameterizedTest
    @MethodSource("logs")
    void replaysTo_logWithAnyEventAltered_isRefused(LogBuilder log) throws AttestationException {
        VerifiedQuote quote = quoted(log, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        EventLog.parse(log.bytes()).requireReplaysTo(quote);
        List<byte[]> parts = log.parts();
        boolean agile = parts.get(0).length > 32 + 16 && parts.get(0)[32] == 'S' && parts.get(0)[33] == 'p';
        for (int i = agile ? 1 : 0; i < parts.size(); i++) {
            boolean says = parts.get(i)[4] == LogEvent.NO_ACTION && parts.get(i)[7] == 0;
            List<byte[]> without = new ArrayList<>(parts);
            byte[] event = without.remove(i);
            refused(without, quote, "without event " + i);
            if (says) {
                continue;
            }
            List<byte[]> twice = new ArrayList<>(parts);
            twice.add(i, event);
            refused(twice, quote, "event " + i + " twice");
            List<byte[]> moved = new ArrayList<>(parts);
            byte[] elsewhere = event.clone();
            elsewhere[0] ^= 1;
            moved.set(i, elsewhere);
            refused(moved, quote, "event " + i + " in another PCR");
            for (int at : digestOctets(event, agile)) {
                byte[] altered = event.clone();
                altered[at] ^= 1;
                List<byte[]> with = new ArrayList<>(parts);
                with.set(i, altered);
                refused(with, quote, "event " + i + " octet " + at);
            }
        }
        refused(swapped(parts, LogEvent.SEPARATOR), quote, "reordered");
    }

    private static List<Integer> digestOctets(byte[] event, boolean agile) {
        if (!agile) {
            return List.of(8, 27);
        }
        List<Integer> found = new ArrayList<>();
        int at = 12;
        for (int i = 0; i < event[8]; i++) {
            int size = event[at] == SHA256.id() ? 32 : 48;
            found.addAll(List.of(at + 2, at + 1 + size));
            at += 2 + size;
        }
        return found;
    }

    /** Changes the places of two events of PCR 7. */
    private static List<byte[]> swapped(List<byte[]> parts, int type) {
        List<byte[]> reordered = new ArrayList<>(parts);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i)[0] == 7) {
                places.add(i);
            }
        }
        assertThat(parts.get(places.get(1))[4]).isEqualTo((byte) type);
        byte[] first = reordered.get(places.get(0));
        reordered.set(places.get(0), reordered.get(places.get(1)));
        reordered.set(places.get(1), first);
        return reordered;
    }

    /** Where an event ends, a shorter log is a log, which replays to something else; everywhere else it is none. */
    @ParameterizedTest
    @MethodSource("logs")
    void parse_cutAtAnyLength_isRefusedOrReplaysToAnother(LogBuilder log) {
        byte[] bytes = log.bytes();
        VerifiedQuote quote = quoted(log, 0, 2, 4, 5, 7, 9);
        Set<Integer> ends = new HashSet<>();
        int end = 0;
        for (byte[] part : log.parts()) {
            end += part.length;
            ends.add(end);
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            Class<? extends Exception> expected =
                    ends.contains(length) ? AttestationException.class : TpmFormatException.class;
            assertThatThrownBy(() -> EventLog.parse(cut).requireReplaysTo(quote))
                    .as("cut at " + length)
                    .isInstanceOf(expected)
                    .hasMessageContaining("expected ");
        }
    }

    @ParameterizedTest
    @MethodSource("logs")
    void parse_anyBitFlipped_isALogOrTyped(LogBuilder log) {
        byte[] bytes = log.bytes();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            EventLogFuzzTest.requireLogOrTyped(flipped);
        }
    }
}
