package org.wardkey.tpm2.structure;

/**
 * TPM_HANDLE: what a TPM calls its resources. The highest octet says the type. Source: TPM 2.0 Part 2 §7.
 *
 * @param value the 32 bits
 */
public record Handle(int value) implements TpmStructure {
    /** TPM_RH_OWNER. */
    public static final Handle OWNER = new Handle(0x40000001);

    /** TPM_RH_NULL. */
    public static final Handle NULL = new Handle(0x40000007);

    /** TPM_RS_PW: the session number of a password. */
    public static final Handle PASSWORD = new Handle(0x40000009);

    /** TPM_RH_LOCKOUT. */
    public static final Handle LOCKOUT = new Handle(0x4000000A);

    /** TPM_RH_ENDORSEMENT. */
    public static final Handle ENDORSEMENT = new Handle(0x4000000B);

    /** TPM_RH_PLATFORM. */
    public static final Handle PLATFORM = new Handle(0x4000000C);

    /** Returns PCR {@code index}, 0 to 31. */
    public static Handle pcr(int index) {
        if (index < 0 || index > 31) {
            throw new IllegalArgumentException("expected a PCR from 0 to 31, got " + index);
        }
        return new Handle(index);
    }

    /** Reads a TPM_HANDLE. */
    public static Handle read(TpmReader in) {
        return new Handle(in.u32("TPM_HANDLE"));
    }

    /** Returns the TPM_HT: the highest octet. Source: Part 2 §7.2. */
    public int type() {
        return value >>> 24;
    }

    /** Says whether it names an NV index (TPM_HT_NV_INDEX). */
    public boolean isNvIndex() {
        return type() == 0x01;
    }

    /** Says whether it names an HMAC or a policy session. */
    public boolean isSession() {
        return type() == 0x02 || type() == 0x03;
    }

    /** Says whether both name one session: an HMAC and a policy session never have the same number. */
    public boolean isSameSession(Handle other) {
        return isSession() && other.isSession() && (value & 0xFFFFFF) == (other.value & 0xFFFFFF);
    }

    /** Says whether it names a transient object (TPM_HT_TRANSIENT). */
    public boolean isTransient() {
        return type() == 0x80;
    }

    /** Says whether it names a persistent object (TPM_HT_PERSISTENT). */
    public boolean isPersistent() {
        return type() == 0x81;
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u32(value);
    }

    @Override
    public String toString() {
        return String.format("0x%08X", value);
    }
}
