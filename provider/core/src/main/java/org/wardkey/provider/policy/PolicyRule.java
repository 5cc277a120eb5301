package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.wardkey.provider.operation.KeyFacts;

/**
 * A rule of a policy. Rules only take away: what no rule denies is allowed, so that rules combine in
 * any order. Pure, total and immutable.
 */
public sealed interface PolicyRule permits AlgorithmRule, KeyRule {
    /** @return name, choice of keys and place of the rule */
    RuleHeader header();

    /**
     * Tells whether the rule can ever concern a key that its selector chose.
     *
     * @param key the key's facts
     * @return whether it can
     */
    boolean concerns(KeyFacts key);

    /**
     * Tells whether the rule speaks about a use of such a key.
     *
     * @param use the use
     * @param key the key's facts
     * @return whether it does
     */
    boolean covers(Use use, KeyFacts key);

    /**
     * Looks for a reason to deny.
     *
     * @param use the use
     * @param key the key's facts
     * @param now the time of the decision
     * @return why not, or nothing
     */
    Optional<Denial> check(Use use, KeyFacts key, Instant now);

    /**
     * Names the instants at which the answers for a key change.
     *
     * @param key the key's facts
     * @param instants takes them
     */
    void changes(KeyFacts key, Consumer<Instant> instants);
}
