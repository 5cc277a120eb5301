package org.wardkey.provider.policy;

import java.util.List;
import org.wardkey.provider.operation.Refusal;

/** What the policy says to a request. */
public sealed interface Decision {
    /** @return whether the request is allowed */
    boolean allowed();

    /**
     * The request is allowed.
     *
     * @param observations what rules that only observe would have refused; mostly empty
     */
    record Allow(List<Observation> observations) implements Decision {
        /** Copies the list. */
        public Allow {
            observations = List.copyOf(observations);
        }

        /** Nothing was observed. */
        public Allow() {
            this(List.of());
        }

        @Override
        public boolean allowed() {
            return true;
        }
    }

    /**
     * The request is denied.
     *
     * @param refusal why, and by which rule
     */
    record Deny(Refusal refusal) implements Decision {
        @Override
        public boolean allowed() {
            return false;
        }
    }
}
