package org.wardkey.provider.policy;

import java.time.Instant;
import org.wardkey.provider.operation.Refusal;

/**
 * What a rule that only observes would have refused.
 *
 * @param refusal the refusal with the rule's name
 * @param deniesFrom when the rule begins to deny
 */
public record Observation(Refusal refusal, Instant deniesFrom) {}
