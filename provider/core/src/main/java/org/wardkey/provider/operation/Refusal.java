package org.wardkey.provider.operation;

/**
 * A refusal with its particulars; printable, without secrets.
 *
 * @param code why
 * @param detail what was asked for and what is allowed; a full sentence
 * @param rule the rule of the policy that refused, as {@code POLICY/RULE}; empty if none did
 */
public record Refusal(RefusalCode code, String detail, String rule) {
    /**
     * A refusal by no rule of the policy.
     *
     * @param code why
     * @param detail what was asked for and what is allowed; a full sentence
     */
    public Refusal(RefusalCode code, String detail) {
        this(code, detail, "");
    }

    /** @return code, meaning, particulars and remedy in one line */
    public String message() {
        return code.code() + ": " + code.meaning() + " " + detail + " " + code.remedy();
    }
}
