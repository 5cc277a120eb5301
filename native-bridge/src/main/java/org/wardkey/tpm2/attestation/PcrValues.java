package org.wardkey.tpm2.attestation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.TpmFormatException;

/** Values of PCRs, by bank. Whether a TPM has them, only a quote shows. Immutable, thread-safe. */
public final class PcrValues {
    private final Map<HashAlgorithm, Map<Integer, byte[]>> banks = new EnumMap<>(HashAlgorithm.class);

    PcrValues() {}

    /**
     * Returns values that came in the order of a selection: bank by bank, the lowest PCR first.
     *
     * @throws TpmFormatException if they are more or fewer than are selected, or not as long as the bank's digest
     */
    public static PcrValues of(List<PcrSelection> selection, List<byte[]> values) {
        PcrValues all = new PcrValues();
        int next = 0;
        for (PcrSelection bank : selection) {
            for (int pcr : pcrs(bank)) {
                if (next == values.size()) {
                    throw new TpmFormatException(
                            "PCR values: expected one for each PCR that is selected, got only " + values.size());
                }
                all.put(bank.bank(), pcr, values.get(next++));
            }
        }
        if (next != values.size()) {
            throw new TpmFormatException("PCR values: expected " + next + ", got " + values.size());
        }
        return all;
    }

    final void put(HashAlgorithm bank, int pcr, byte[] value) {
        if (value.length != bank.sizeBytes()) {
            throw new TpmFormatException(
                    "PCR value: expected " + bank.sizeBytes() + " bytes in bank " + bank + ", got " + value.length);
        }
        banks.computeIfAbsent(bank, b -> new TreeMap<>()).put(pcr, value.clone());
    }

    /** Returns a copy of the value of a PCR, if it is one of these. */
    public Optional<byte[]> value(HashAlgorithm bank, int pcr) {
        return Optional.ofNullable(banks.getOrDefault(bank, Map.of()).get(pcr)).map(byte[]::clone);
    }

    /** Returns the banks that some of these are of. */
    public Set<HashAlgorithm> banks() {
        return Set.copyOf(banks.keySet());
    }

    /** Returns the PCRs of a bank that are among these. */
    public Set<Integer> pcrs(HashAlgorithm bank) {
        return Set.copyOf(banks.getOrDefault(bank, Map.of()).keySet());
    }

    /** Returns those of a selection alone, or nothing if one of them is missing. */
    Optional<PcrValues> only(List<PcrSelection> selection) {
        PcrValues some = new PcrValues();
        for (PcrSelection bank : selection) {
            for (int pcr : pcrs(bank)) {
                Optional<byte[]> value = value(bank.bank(), pcr);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                some.put(bank.bank(), pcr, value.get());
            }
        }
        return Optional.of(some);
    }

    /** Returns the digest over a selection, which these have: bank by bank, the lowest PCR first. Source: TPM2_Quote. */
    byte[] digest(HashAlgorithm hash, List<PcrSelection> selection) {
        List<byte[]> values = new ArrayList<>();
        for (PcrSelection bank : selection) {
            for (int pcr : pcrs(bank)) {
                values.add(value(bank.bank(), pcr).orElseThrow());
            }
        }
        return hash.digest(values.toArray(byte[][]::new));
    }

    /** Returns the PCRs that are selected in a bank, the lowest first. */
    static List<Integer> pcrs(PcrSelection bank) {
        return BitSet.valueOf(bank.select()).stream().boxed().toList();
    }

    /** Returns a selection as text that shows when two select the same in the same order: {@code SHA256:0,7 SHA384:}. */
    static String describe(List<PcrSelection> selection) {
        return selection.stream()
                .map(bank -> bank.bank() + ":"
                        + pcrs(bank).stream().map(String::valueOf).collect(Collectors.joining(",")))
                .collect(Collectors.joining(" "));
    }
}
