package org.wardkey.tpm2.policy;

import java.util.HexFormat;
import java.util.List;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.structure.TpmReader;

/**
 * What a TPM gave for a lease, and takes in place of it until it is over or the TPM is reset. Only this TPM believes it, and it alone knows when it ends;
 * the first three fields are for people. Text, one form only:
 *
 * <pre>
 * wardkey-tpm-lease-ticket/v1
 * time-end NUMBER        milliseconds since the TPM got power, not before which it is over
 * resets NUMBER          resetCount of the TPM when it was given, unsigned
 * restarts NUMBER        restartCount
 * timeout HEX            TPM2B_TIMEOUT, in the TPM's own form
 * ticket HEX             TPMT_TK_AUTH
 * </pre>
 *
 * @param endMillis an upper bound of its end, in the TPM's time
 * @param resetCount as the TPM had it
 * @param restartCount as the TPM had it
 * @param timeout for TPM2_PolicyTicket; at most 64 bytes
 * @param ticket for TPM2_PolicyTicket
 */
public record LeaseTicket(long endMillis, int resetCount, int restartCount, byte[] timeout, Ticket ticket) {
    private static final String FORMAT = "wardkey-tpm-lease-ticket/v1";
    private static final HexFormat HEX = HexFormat.of();
    private static final int LONGEST_TIMEOUT = 64;

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a field is not of the form
     */
    public LeaseTicket {
        if (endMillis < 0 || timeout.length > LONGEST_TIMEOUT || ticket.tag() != Ticket.AUTH_SIGNED) {
            throw new IllegalArgumentException("expected an end of 0 or more, a timeout of at most " + LONGEST_TIMEOUT
                    + " bytes and a TPM_ST_AUTH_SIGNED, got another");
        }
        timeout = timeout.clone();
    }

    /** Returns a copy. */
    @Override
    public byte[] timeout() {
        return timeout.clone();
    }

    /** Returns the text, with its last new line; {@link #parse} reads it. */
    public String text() {
        return FORMAT + "\ntime-end " + endMillis + "\nresets " + Integer.toUnsignedString(resetCount) + "\nrestarts "
                + Integer.toUnsignedString(restartCount) + "\ntimeout " + HEX.formatHex(timeout) + "\nticket "
                + HEX.formatHex(ticket.toBytes()) + "\n";
    }

    /**
     * Reads a ticket in its one form. Nothing of it is verified.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static LeaseTicket parse(String text) {
        List<String> fields =
                NoteFields.read(text, FORMAT, List.of("time-end", "resets", "restarts", "timeout", "ticket"));
        try {
            LeaseTicket read = new LeaseTicket(
                    NoteFields.number(fields.get(0)),
                    NoteFields.unsignedNumber(fields.get(1)),
                    NoteFields.unsignedNumber(fields.get(2)),
                    NoteFields.hex(fields.get(3)),
                    TpmReader.readAll(NoteFields.hex(fields.get(4)), "TPMT_TK_AUTH", Ticket::read));
            NoteFields.requireSame(text, read.text(), FORMAT);
            return read;
        } catch (TpmFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
