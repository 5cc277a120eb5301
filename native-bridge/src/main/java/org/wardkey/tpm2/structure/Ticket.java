package org.wardkey.tpm2.structure;

/**
 * TPMT_TK_CREATION, TPMT_TK_VERIFIED, TPMT_TK_AUTH and TPMT_TK_HASHCHECK: an HMAC by which a TPM recognises its own earlier word. Source: TPM
 * 2.0 Part 2 §10.7.
 *
 * @param tag the TPM_ST that says for what
 * @param hierarchy whose proof made it
 * @param digest the HMAC; empty in a NULL ticket
 */
public record Ticket(int tag, Handle hierarchy, byte[] digest) implements TpmStructure {
    /** TPM_ST_CREATION. */
    public static final int CREATION = 0x8021;

    /** TPM_ST_VERIFIED. */
    public static final int VERIFIED = 0x8022;

    /** TPM_ST_AUTH_SECRET. */
    public static final int AUTH_SECRET = 0x8023;

    /** TPM_ST_HASHCHECK. */
    public static final int HASHCHECK = 0x8024;

    /** TPM_ST_AUTH_SIGNED. */
    public static final int AUTH_SIGNED = 0x8025;

    /** The NULL ticket of a digest that was computed elsewhere: unrestricted keys sign it. */
    public static final Ticket NULL_HASHCHECK = new Ticket(HASHCHECK, Handle.NULL, new byte[0]);

    /** Reads a ticket. */
    public static Ticket read(TpmReader in) {
        int tag = in.u16("ticket.tag");
        if (tag < CREATION || tag > AUTH_SIGNED) {
            throw new TpmFormatException(
                    String.format("ticket.tag: expected a TPM_ST from 0x8021 to 0x8025, got 0x%04X", tag));
        }
        return new Ticket(tag, Handle.read(in), in.sized(64, "ticket.digest"));
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u16(tag).put(hierarchy).sized(digest);
    }
}
