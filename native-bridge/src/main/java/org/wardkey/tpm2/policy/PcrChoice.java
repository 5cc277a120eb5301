package org.wardkey.tpm2.policy;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.PcrSelection;

/**
 * Some PCRs of one bank, as people write them: {@code sha256:0,2,7}. Immutable.
 *
 * @param bank the hash algorithm of the bank; not SHA-1, for which logs can be made to collide
 * @param pcrs 0 to 20 without 16, ascending; at least one
 */
public record PcrChoice(HashAlgorithm bank, List<Integer> pcrs) {
    private static final Pattern TEXT = Pattern.compile("([a-z0-9_]{4,8}):([0-9]{1,2}(?:,[0-9]{1,2})*)");
    private static final int LAST = 23;
    /** Any program may set 16 and 23 back, and held sessions outlive a change of any of these. Source: TCG PC Client Platform TPM Profile, PCR attributes. */
    private static final Set<Integer> UNCOUNTED = Set.of(16, 21, 22, 23);

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if there is none, one twice, out of order or out of range, or the bank is that of SHA-1
     */
    public PcrChoice {
        pcrs = List.copyOf(pcrs);
        boolean ascending = pcrs.equals(List.copyOf(new TreeSet<>(pcrs)));
        if (bank == HashAlgorithm.SHA1
                || pcrs.isEmpty()
                || !ascending
                || pcrs.get(0) < 0
                || pcrs.get(pcrs.size() - 1) > LAST
                || !Collections.disjoint(pcrs, UNCOUNTED)) {
            throw expected();
        }
    }

    /**
     * Reads one; the order does not matter.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static PcrChoice parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw expected();
        }
        for (HashAlgorithm bank : HashAlgorithm.values()) {
            if (name(bank).equals(parts.group(1))) {
                return new PcrChoice(
                        bank,
                        Pattern.compile(",")
                                .splitAsStream(parts.group(2))
                                .map(Integer::valueOf)
                                .sorted()
                                .toList());
            }
        }
        throw expected();
    }

    private static IllegalArgumentException expected() {
        return new IllegalArgumentException(
                "expected PCRs like sha256:0,2,7, of a bank of SHA-256 or stronger, each from 0 to " + LAST
                        + " and once, not 16 and 21 to 23, whose changes TPMs do not count, got another");
    }

    private static String name(HashAlgorithm bank) {
        return bank.name().toLowerCase(Locale.ROOT);
    }

    /** Returns what a TPM is told. */
    public List<PcrSelection> selection() {
        return List.of(
                PcrSelection.of(bank, pcrs.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** Returns the one form that {@link #parse} reads back. */
    @Override
    public String toString() {
        return name(bank) + ":" + pcrs.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
