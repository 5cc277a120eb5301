package org.wardkey.tpm2.attestation;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.TpmFormatException;

/**
 * What a machine's firmware and boot loaders say they measured: the TCG event log, crypto-agile or of the old format with SHA-1. A log is
 * anybody's claim until {@link #requireReplaysTo} compares it with what a TPM quoted. Immutable, thread-safe. Source: TCG PC Client Platform
 * Firmware Profile, "Event Logging".
 */
public final class EventLog {
    /** Longer logs are refused; those of machines have some ten to hundred kilobytes. */
    private static final int LONGEST_BYTES = 16 << 20;

    private static final int PCRS = 24;
    private static final int FIRST_DYNAMIC = 17;
    private static final int LAST_DYNAMIC = 22;

    private final List<LogEvent> events;
    private final Set<HashAlgorithm> banks;

    private EventLog(List<LogEvent> events, Set<HashAlgorithm> banks) {
        this.events = events;
        this.banks = banks;
    }

    /**
     * Reads a log, such as Linux has in {@code /sys/kernel/security/tpm0/binary_bios_measurements}. What it takes is in proportion to the log.
     *
     * @throws TpmFormatException if it is none, is cut, or says what no firmware says: events without a digest in one of the log's banks,
     *     other PCRs than 0 to 23, more than 65536 events, more than 16 MiB
     */
    public static EventLog parse(byte[] log) {
        if (log.length > LONGEST_BYTES) {
            throw new TpmFormatException("event log: expected at most " + LONGEST_BYTES + " bytes, got " + log.length);
        }
        LogParser parsed = LogParser.parse(log);
        return new EventLog(parsed.events(), parsed.banks());
    }

    /** Returns all events but the one that describes the format, in their order. Nothing shows that they are true. */
    public List<LogEvent> events() {
        return events;
    }

    /** Returns the banks for which the log has digests. */
    public Set<HashAlgorithm> banks() {
        return banks;
    }

    /**
     * Returns what the PCRs of a bank would be after these events, and no others. PCR 0 starts with the locality of TPM2_Startup where the log
     * says it; PCRs 17 to 22 start with ones, or with zeros if something was measured into them, which needs a dynamic launch.
     *
     * @throws IllegalArgumentException if the log has no digests for the bank
     */
    public PcrValues replay(HashAlgorithm bank) {
        if (!banks.contains(bank)) {
            throw new IllegalArgumentException("expected a bank of the log, one of " + banks + ", got " + bank);
        }
        byte[][] pcrs = new byte[PCRS][];
        for (LogEvent event : events) {
            event.startupLocality().ifPresent(locality -> pcrs[0] = started(bank, locality));
            if (event.extendsPcr()) {
                byte[] before = pcrs[event.pcr()];
                pcrs[event.pcr()] = event.extended(bank, before == null ? new byte[bank.sizeBytes()] : before);
            }
        }
        PcrValues values = new PcrValues();
        for (int pcr = 0; pcr < PCRS; pcr++) {
            values.put(bank, pcr, pcrs[pcr] == null ? untouched(bank, pcr) : pcrs[pcr]);
        }
        return values;
    }

    private static byte[] started(HashAlgorithm bank, int locality) {
        byte[] value = new byte[bank.sizeBytes()];
        value[value.length - 1] = (byte) locality;
        return value;
    }

    private static byte[] untouched(HashAlgorithm bank, int pcr) {
        byte[] value = new byte[bank.sizeBytes()];
        if (pcr >= FIRST_DYNAMIC && pcr <= LAST_DYNAMIC) {
            Arrays.fill(value, (byte) 0xFF);
        }
        return value;
    }

    /**
     * Compares the log with what a TPM quoted.
     *
     * @param quoted from {@link AttestationKey#requireQuote}
     * @return the events whose digests the quote covers, in their order; of their data see {@link LogEvent#data}. Events in PCRs that were not
     *     quoted, and those of EV_NO_ACTION, are nobody's word
     * @throws AttestationException if the log has no digests for a bank that was quoted, or replays to another value: it was altered, or it
     *     is not all that was measured
     */
    public List<LogEvent> requireReplaysTo(VerifiedQuote quoted) throws AttestationException {
        PcrValues pcrs = quoted.pcrs();
        for (HashAlgorithm bank : pcrs.banks()) {
            if (!banks.contains(bank)) {
                throw new AttestationException(
                        "event log: expected digests for the bank " + bank + " that was quoted, got them for " + banks);
            }
            PcrValues replayed = replay(bank);
            for (int pcr : pcrs.pcrs(bank)) {
                byte[] expected = pcrs.value(bank, pcr).orElseThrow();
                if (!MessageDigest.isEqual(expected, replayed.value(bank, pcr).orElseThrow())) {
                    throw new AttestationException("event log: expected it to replay to the value of PCR " + pcr
                            + " in bank " + bank + " that was quoted, got another: it was altered, or it is not all"
                            + " that was measured");
                }
            }
        }
        return events.stream()
                .filter(event -> event.extendsPcr()
                        && pcrs.banks().stream()
                                .anyMatch(bank -> pcrs.pcrs(bank).contains(event.pcr())))
                .toList();
    }
}
