package org.wardkey.provider.administration;

import java.time.Instant;
import org.wardkey.provider.operation.Refusal;

/**
 * A source of time that proves who it is, such as a signed statement of a configured authority or a TPM's
 * attested clock.
 */
@FunctionalInterface
public interface TimeSource {
    /**
     * A time that is vouched for.
     *
     * @param now the earliest time that it can be now: the stated time less its uncertainty
     * @param source who vouches for it, for the record
     */
    record AuthenticatedTime(Instant now, String source) {}

    /**
     * Asks for the time. Whatever the source is, it answers only with a time that it proved to be fresh.
     *
     * @return the time
     * @throws Unavailable if there is none, or its proof does not hold
     */
    AuthenticatedTime time() throws Unavailable;

    /** There is no authenticated time; the refusal says why and what to do. */
    final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Refusal refusal;

        /**
         * There is none.
         *
         * @param refusal why, and what to do
         * @param cause what it comes of
         */
        public Unavailable(Refusal refusal, Throwable cause) {
            super(refusal.message(), cause);
            this.refusal = refusal;
        }

        /** @return why, and what to do */
        public Refusal refusal() {
            return refusal;
        }
    }
}
