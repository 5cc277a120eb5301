package org.wardkey.tpm2.structure;

/**
 * TPMS_TIME_INFO. Source: TPM 2.0 Part 2 §10.11.6.
 *
 * @param time milliseconds since the TPM last got power
 * @param clockInfo its clock and counters
 */
public record TimeInfo(long time, ClockInfo clockInfo) implements TpmStructure {
    /** Reads a TPMS_TIME_INFO. */
    public static TimeInfo read(TpmReader in) {
        return new TimeInfo(in.u64("TPMS_TIME_INFO.time"), ClockInfo.read(in));
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u64(time).put(clockInfo);
    }
}
