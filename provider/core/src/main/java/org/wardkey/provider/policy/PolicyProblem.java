package org.wardkey.provider.policy;

import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/** A policy, bundle or statement of the time cannot be taken as it stands; the message says where, why and what to do. */
public final class PolicyProblem extends Exception {
    private static final long serialVersionUID = 1;

    private final RefusalCode code;

    PolicyProblem(String message) {
        this(RefusalCode.POLICY_UNREADABLE, message);
    }

    /**
     * Says what is wrong.
     *
     * @param code what kind of problem it is
     * @param message where, what was expected, what came, what to do
     */
    public PolicyProblem(RefusalCode code, String message) {
        super(message);
        this.code = code;
    }

    PolicyProblem(String message, Throwable cause) {
        super(message, cause);
        this.code = RefusalCode.POLICY_UNREADABLE;
    }

    /** @return what kind of problem it is */
    public RefusalCode code() {
        return code;
    }

    /** @return the problem as a refusal */
    public Refusal refusal() {
        return new Refusal(code, String.valueOf(getMessage()));
    }
}
