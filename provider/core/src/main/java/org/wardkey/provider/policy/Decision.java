package org.wardkey.provider.policy;

import org.wardkey.provider.operation.Refusal;

/** What the policy says to a request. */
public sealed interface Decision {
    /** @return whether the request is allowed */
    boolean allowed();

    /** The request is allowed. */
    record Allow() implements Decision {
        @Override
        public boolean allowed() {
            return true;
        }
    }

    /**
     * The request is denied.
     *
     * @param refusal why
     */
    record Deny(Refusal refusal) implements Decision {
        @Override
        public boolean allowed() {
            return false;
        }
    }
}
