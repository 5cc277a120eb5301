package org.wardkey.provider.policy;

import java.util.Comparator;

/**
 * Names a rule in all documents of a policy.
 *
 * @param policy the name of its document
 * @param rule its name in the document
 */
public record RuleId(String policy, String rule) implements Comparable<RuleId> {
    private static final Comparator<RuleId> ORDER =
            Comparator.comparing(RuleId::policy).thenComparing(RuleId::rule);

    @Override
    public int compareTo(RuleId other) {
        return ORDER.compare(this, other);
    }

    /** @return {@code POLICY/RULE} */
    @Override
    public String toString() {
        return policy + "/" + rule;
    }
}
