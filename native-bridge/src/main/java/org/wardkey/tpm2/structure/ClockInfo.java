package org.wardkey.tpm2.structure;

/**
 * TPMS_CLOCK_INFO. Source: TPM 2.0 Part 2 §10.11.1.
 *
 * @param clock milliseconds of powered time, which a TPM never sets back while it has power
 * @param resetCount how often the TPM was reset
 * @param restartCount how often it was restarted or resumed since
 * @param safe whether no higher {@code clock} was ever reported; some TPMs say so wrongly
 */
public record ClockInfo(long clock, int resetCount, int restartCount, boolean safe) implements TpmStructure {
    /** Reads a TPMS_CLOCK_INFO. */
    public static ClockInfo read(TpmReader in) {
        return new ClockInfo(
                in.u64("TPMS_CLOCK_INFO.clock"),
                in.u32("TPMS_CLOCK_INFO.resetCount"),
                in.u32("TPMS_CLOCK_INFO.restartCount"),
                in.yesNo("TPMS_CLOCK_INFO.safe"));
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u64(clock).u32(resetCount).u32(restartCount).u8(safe ? 1 : 0);
    }
}
