package org.wardkey.tpm2.attestation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.wardkey.tpm2.structure.HashAlgorithm;

/**
 * One event of a log. A quote covers the digest alone: not the type, and the data only where {@link #data(HashAlgorithm)} says that they are
 * what was hashed. Source: TCG PC Client Platform Firmware Profile, TCG_PCR_EVENT2.
 *
 * @param number its place in the log, from 0 on
 * @param pcr the PCR that was extended
 * @param type the TCG_EVENTTYPE
 * @param digests what the PCR of each bank was extended with
 * @param eventData what the firmware says about it
 */
public record LogEvent(int number, int pcr, int type, Map<HashAlgorithm, byte[]> digests, byte[] eventData) {
    /** EV_NO_ACTION: extends nothing, so that no quote shows whether it is true. */
    public static final int NO_ACTION = 0x00000003;

    /** EV_SEPARATOR: the end of what the firmware measures before it gives control away. */
    public static final int SEPARATOR = 0x00000004;

    /** EV_ACTION: a text. */
    public static final int ACTION = 0x00000005;

    /** EV_S_CRTM_VERSION: the version of the first code. */
    public static final int S_CRTM_VERSION = 0x00000008;

    /** EV_EFI_VARIABLE_DRIVER_CONFIG: a variable of the firmware, such as those of Secure Boot. */
    public static final int EFI_VARIABLE_DRIVER_CONFIG = 0x80000001;

    /** EV_EFI_GPT_EVENT: a partition table. */
    public static final int EFI_GPT_EVENT = 0x80000006;

    /** EV_EFI_ACTION: a text. */
    public static final int EFI_ACTION = 0x80000007;

    /** EV_EFI_VARIABLE_AUTHORITY: the certificate or digest by which Secure Boot let code run. */
    public static final int EFI_VARIABLE_AUTHORITY = 0x800000E0;

    private static final byte[] STARTUP_LOCALITY = "StartupLocality\0".getBytes(StandardCharsets.US_ASCII);

    /** What the data of an event have to do with its digest. */
    public enum Data {
        /** The digest is that of the data: a quote that covers the one covers the other. */
        HASHED,
        /** The type says that the digest is that of the data, and it is not: believe nothing of them. */
        ALTERED,
        /** Something else was hashed, and the data describe it; nothing shows that they do so truly. */
        DESCRIPTION
    }

    /** Says whether a quote of a bank covers the data. Of banks that were not quoted this says nothing. */
    public Data data(HashAlgorithm bank) {
        byte[] digest = digest(bank);
        return switch (type) {
            case SEPARATOR,
                    ACTION,
                    S_CRTM_VERSION,
                    EFI_VARIABLE_DRIVER_CONFIG,
                    EFI_GPT_EVENT,
                    EFI_ACTION,
                    EFI_VARIABLE_AUTHORITY ->
                MessageDigest.isEqual(digest, bank.digest(eventData)) ? Data.HASHED : Data.ALTERED;
            default -> Data.DESCRIPTION;
        };
    }

    /** Returns what the PCR of a bank was extended with. */
    private byte[] digest(HashAlgorithm bank) {
        byte[] digest = digests.get(bank);
        if (digest == null) {
            throw new IllegalArgumentException("expected a bank of the log, got " + bank);
        }
        return digest;
    }

    /** Returns the value that a PCR of a bank has after this event. */
    byte[] extended(HashAlgorithm bank, byte[] before) {
        return bank.digest(before, digest(bank));
    }

    /** Says whether a PCR was extended. */
    boolean extendsPcr() {
        return type != NO_ACTION;
    }

    /** Returns the locality in which TPM2_Startup came, if that is what the event says: PCR 0 starts with it. */
    Optional<Integer> startupLocality() {
        boolean says = type == NO_ACTION
                && pcr == 0
                && eventData.length == STARTUP_LOCALITY.length + 1
                && Arrays.equals(eventData, 0, STARTUP_LOCALITY.length, STARTUP_LOCALITY, 0, STARTUP_LOCALITY.length);
        return says ? Optional.of(eventData[STARTUP_LOCALITY.length] & 0xFF) : Optional.empty();
    }
}
