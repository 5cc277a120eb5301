package org.wardkey.tpm2;

import java.util.Optional;

/**
 * TPM_RC: what a TPM says of a command. Source: TPM 2.0 Part 1 §39, Part 2 §6.6.
 *
 * <pre>
 * format 0   bits 0-6 number, 8 set for TPM 2.0, 10 vendor, 11 warning
 * format 1   bit 7 set; bits 0-5 number, 6 parameter; 8-11 which: a parameter (bit 6), a session (bit 11), else a handle
 * </pre>
 *
 * Bits 16 and up name the software layer below that answered instead of the TPM (a resource manager); the TPM's own answers have 0 there.
 *
 * @param value the 32 bits
 */
public record TpmResponseCode(int value) {
    /** TPM_RC_SUCCESS. */
    public static final int SUCCESS = 0x000;

    /** TPM_RC_AUTH_FAIL: a wrong authorization, which counts towards lockout. */
    public static final int AUTH_FAIL = 0x08E;

    /** TPM_RC_BAD_AUTH: a wrong authorization, which does not count. */
    public static final int BAD_AUTH = 0x0A2;

    /** TPM_RC_LOCKOUT. */
    public static final int LOCKOUT = 0x921;

    private static final int FORMAT_ONE = 0x080;
    private static final int WARNING = 0x800;
    private static final int VENDOR = 0x400;
    private static final int PARAMETER = 0x040;
    private static final int SESSION = 0x800;

    /** What the number of a format 1 code is about. */
    public enum Subject {
        /** A handle of the handle area, from 1 on. */
        HANDLE,
        /** A parameter, from 1 on. */
        PARAMETER,
        /** An authorization, from 1 on. */
        SESSION
    }

    /** Says whether the command was done. */
    public boolean isSuccess() {
        return value == SUCCESS;
    }

    /** Returns the code without the number of its handle, parameter or session, and without its layer: as Part 2 lists it. */
    public int base() {
        int code = value & 0xFFF;
        return isFormatOne() ? code & 0x0BF : code;
    }

    /** Returns what the code is about, if it says so. */
    public Optional<Subject> subject() {
        if (!isFormatOne() || number() == 0) {
            return Optional.empty();
        }
        if ((value & PARAMETER) != 0) {
            return Optional.of(Subject.PARAMETER);
        }
        return Optional.of((value & SESSION) != 0 ? Subject.SESSION : Subject.HANDLE);
    }

    /** Returns the number of the handle, parameter or session, from 1 on; 0 if the code has none. */
    public int number() {
        if (!isFormatOne()) {
            return 0;
        }
        int number = (value >>> 8) & 0xF;
        return (value & PARAMETER) != 0 ? number : number & 0x7;
    }

    /** Returns the software layer that answered; 0 is the TPM itself, 11 or 12 a resource manager. */
    public int layer() {
        return (value >>> 16) & 0xFFFF;
    }

    /** Says whether the TPM did nothing for now and the same command may do later: RETRY, YIELDED, TESTING, NV_RATE. */
    public boolean isTransientCondition() {
        return switch (base()) {
            case 0x908, 0x90A, 0x920, 0x922 -> true;
            default -> false;
        };
    }

    /** Says whether no slot for one more object is free: OBJECT_MEMORY, OBJECT_HANDLES. */
    public boolean isObjectMemory() {
        return base() == 0x902 || base() == 0x906;
    }

    /** Says whether no slot for one more session is free: SESSION_MEMORY, SESSION_HANDLES. */
    public boolean isSessionMemory() {
        return base() == 0x903 || base() == 0x905;
    }

    /** Says whether an object or session of the command is not there: TPM_RC_REFERENCE_H0 to H6 and S0 to S6. */
    public boolean isMissingReference() {
        int base = base();
        return (base >= 0x910 && base <= 0x916) || (base >= 0x918 && base <= 0x91E);
    }

    /** Returns the specification's name, such as {@code TPM_RC_VALUE}, or the number of a code that it does not list. */
    public String name() {
        Optional<String> listed = ResponseCodeNames.name(base());
        if (listed.isPresent()) {
            return listed.get();
        }
        return String.format(isVendor() ? "vendor code 0x%03X" : "code 0x%03X", value & 0xFFF);
    }

    /** Returns name, what it is about and what it means. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name());
        subject()
                .ifPresent(subject -> text.append(" (")
                        .append(
                                switch (subject) {
                                    case HANDLE -> "handle ";
                                    case PARAMETER -> "parameter ";
                                    case SESSION -> "session ";
                                })
                        .append(number())
                        .append(')'));
        ResponseCodeNames.meaning(base()).ifPresent(meaning -> text.append(": ").append(meaning));
        if (layer() != 0) {
            text.append(" [from software layer ").append(layer()).append(']');
        }
        return text.append(String.format(", 0x%03X", value)).toString();
    }

    private boolean isFormatOne() {
        return (value & FORMAT_ONE) != 0;
    }

    /** Says whether it is a warning, which tells of the TPM's state and not of the command. */
    public boolean isWarning() {
        return !isFormatOne() && (value & WARNING) != 0;
    }

    private boolean isVendor() {
        return !isFormatOne() && (value & VENDOR) != 0;
    }
}
