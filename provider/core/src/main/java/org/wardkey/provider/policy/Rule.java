package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.Optional;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Refusal;

/** One reason to deny. Rules are pure and total: the same request, facts and time give the same answer. */
@FunctionalInterface
interface Rule {
    /**
     * Looks for a reason to deny.
     *
     * @param request what is asked for
     * @param key the key's facts
     * @param now the time of the decision
     * @return why not, or nothing
     */
    Optional<Refusal> check(OperationRequest request, KeyFacts key, Instant now);
}
