package org.wardkey.tpm2.attestation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.TpmFormatException;

/**
 * Reads an event log. The first event is of the old format in any case, and says in its data which digests all later ones have; one that does
 * not say so begins a log of the old format. All integers are little-endian.
 *
 * <pre>
 * TCG_PCClientPCREvent        pcrIndex (4) | eventType (4) | SHA-1 digest (20) | size (4) | event
 * TCG_PCR_EVENT2              pcrIndex (4) | eventType (4) | count (4) | count x (algorithm (2) | digest) | size (4) | event
 * TCG_EfiSpecIDEvent          "Spec ID Event03\0" (16) | platformClass (4) | minor, major, errata, uintnSize (1 each)
 *                             | count (4) | count x (algorithm (2) | digestSize (2)) | vendorInfoSize (1) | vendorInfo
 * </pre>
 */
final class LogParser {
    private static final byte[] CRYPTO_AGILE = "Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_ALGORITHMS = 16;
    private static final int LONGEST_DIGEST = 64;
    private static final int MOST_EVENTS = 1 << 16;
    private static final int LAST_PCR = 23;

    private final LogReader in;
    private final List<LogEvent> events = new ArrayList<>();
    private Map<Integer, Integer> digestSizes = Map.of(HashAlgorithm.SHA1.id(), HashAlgorithm.SHA1.sizeBytes());

    private LogParser(byte[] log) {
        this.in = new LogReader(log);
    }

    static LogParser parse(byte[] log) {
        LogParser parser = new LogParser(log);
        LogEvent first = parser.oldEvent();
        boolean agile = first.type() == LogEvent.NO_ACTION && startsWith(first.eventData(), CRYPTO_AGILE);
        if (agile) {
            parser.digestSizes = digestSizes(first.eventData());
        } else {
            parser.add(first);
        }
        while (parser.in.remaining() > 0) {
            parser.add(agile ? parser.event() : parser.oldEvent());
        }
        return parser;
    }

    List<LogEvent> events() {
        return List.copyOf(events);
    }

    /** The banks that this library knows; digests of others are read over. */
    Set<HashAlgorithm> banks() {
        Set<HashAlgorithm> banks = new HashSet<>();
        for (HashAlgorithm bank : HashAlgorithm.values()) {
            if (digestSizes.containsKey(bank.id())) {
                banks.add(bank);
            }
        }
        return Set.copyOf(banks);
    }

    private static boolean startsWith(byte[] data, byte[] start) {
        return data.length >= start.length && Arrays.equals(data, 0, start.length, start, 0, start.length);
    }

    private static Map<Integer, Integer> digestSizes(byte[] specId) {
        LogReader in = new LogReader(specId);
        in.bytes(CRYPTO_AGILE.length + 4 + 4, "TCG_EfiSpecIDEvent");
        int count = in.u32("TCG_EfiSpecIDEvent.numberOfAlgorithms");
        if (count < 1 || count > MOST_ALGORITHMS) {
            throw new TpmFormatException("TCG_EfiSpecIDEvent.numberOfAlgorithms: expected 1 to " + MOST_ALGORITHMS
                    + ", got " + Integer.toUnsignedString(count));
        }
        Map<Integer, Integer> sizes = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int algorithm = in.u16("TCG_EfiSpecIdEventAlgorithmSize.algorithmId");
            int size = in.u16("TCG_EfiSpecIdEventAlgorithmSize.digestSize");
            requireSize(algorithm, size);
            if (sizes.put(algorithm, size) != null) {
                throw new TpmFormatException(String.format(
                        "TCG_EfiSpecIDEvent.digestSizes: expected each algorithm once, got 0x%04X twice", algorithm));
            }
        }
        in.bytes(in.u8("TCG_EfiSpecIDEvent.vendorInfoSize"), "TCG_EfiSpecIDEvent.vendorInfo");
        if (in.remaining() > 0) {
            throw new TpmFormatException("TCG_EfiSpecIDEvent: expected its end, got " + in.remaining() + " more bytes");
        }
        return sizes;
    }

    private static void requireSize(int algorithm, int size) {
        boolean right = size >= 1 && size <= LONGEST_DIGEST;
        for (HashAlgorithm known : HashAlgorithm.values()) {
            right &= known.id() != algorithm || known.sizeBytes() == size;
        }
        if (!right) {
            throw new TpmFormatException(String.format(
                    "TCG_EfiSpecIdEventAlgorithmSize.digestSize: expected that of algorithm 0x%04X, got %d",
                    algorithm, size));
        }
    }

    private LogEvent oldEvent() {
        int pcr = in.u32("TCG_PCClientPCREvent.pcrIndex");
        int type = in.u32("TCG_PCClientPCREvent.eventType");
        byte[] digest = in.bytes(HashAlgorithm.SHA1.sizeBytes(), "TCG_PCClientPCREvent.digest");
        byte[] data = in.sized("TCG_PCClientPCREvent.event");
        return new LogEvent(events.size(), pcr, type, Map.of(HashAlgorithm.SHA1, digest), data);
    }

    private LogEvent event() {
        int pcr = in.u32("TCG_PCR_EVENT2.pcrIndex");
        int type = in.u32("TCG_PCR_EVENT2.eventType");
        Map<HashAlgorithm, byte[]> digests = digests();
        byte[] data = in.sized("TCG_PCR_EVENT2.event");
        return new LogEvent(events.size(), pcr, type, digests, data);
    }

    /** One for each algorithm of the first event: an event that has none in some bank would not be covered by a quote of that bank. */
    private Map<HashAlgorithm, byte[]> digests() {
        int count = in.u32("TPML_DIGEST_VALUES.count");
        if (count != digestSizes.size()) {
            throw new TpmFormatException("TPML_DIGEST_VALUES.count: expected " + digestSizes.size()
                    + " as in the first event, got " + Integer.toUnsignedString(count));
        }
        Map<HashAlgorithm, byte[]> digests = new EnumMap<>(HashAlgorithm.class);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int algorithm = in.u16("TPMT_HA.hashAlg");
            Integer size = digestSizes.get(algorithm);
            if (size == null || !seen.add(algorithm)) {
                throw new TpmFormatException(String.format(
                        "TPMT_HA.hashAlg: expected each algorithm of the first event once, got 0x%04X", algorithm));
            }
            byte[] digest = in.bytes(size, "TPMT_HA.digest");
            for (HashAlgorithm known : HashAlgorithm.values()) {
                if (known.id() == algorithm) {
                    digests.put(known, digest);
                }
            }
        }
        return Collections.unmodifiableMap(digests);
    }

    private void add(LogEvent event) {
        if (events.size() == MOST_EVENTS) {
            throw new TpmFormatException("event log: expected at most " + MOST_EVENTS + " events, got more");
        }
        if (event.extendsPcr() && (event.pcr() < 0 || event.pcr() > LAST_PCR)) {
            throw new TpmFormatException("event log: expected a PCR from 0 to " + LAST_PCR + ", got "
                    + Integer.toUnsignedString(event.pcr()));
        }
        event.startupLocality().ifPresent(this::requireStart);
        events.add(event);
    }

    /** One that comes later, or twice, would let a log choose what it replays to. */
    private void requireStart(int locality) {
        boolean late = events.stream()
                .anyMatch(earlier ->
                        earlier.startupLocality().isPresent() || (earlier.extendsPcr() && earlier.pcr() == 0));
        if (late || (locality != 0 && locality != 3 && locality != 4)) {
            throw new TpmFormatException("StartupLocality: expected 0, 3 or 4, once and before PCR 0 is extended, got "
                    + locality + (late ? " later" : ""));
        }
    }
}
