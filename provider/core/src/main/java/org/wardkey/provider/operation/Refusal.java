package org.wardkey.provider.operation;

/**
 * A refusal with its particulars; printable, without secrets.
 *
 * @param code why
 * @param detail what was asked for and what is allowed; a full sentence
 */
public record Refusal(RefusalCode code, String detail) {
    /** @return code, meaning, particulars and remedy in one line */
    public String message() {
        return code.code() + ": " + code.meaning() + " " + detail + " " + code.remedy();
    }
}
