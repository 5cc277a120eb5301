package org.wardkey.provider.administration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.wardkey.provider.gate.PolicyChanges;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyDocument;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySubject;

/** The policy of a home. Thread-safe. */
public final class Policies {
    private final PolicyChanges changes;

    /**
     * The document that was applied.
     *
     * @param name its name
     * @param version its version
     * @param origin where it came from
     * @param text its text
     * @param applied when it was applied
     */
    public record Applied(String name, long version, String origin, String text, Instant applied) {}

    Policies(PolicyChanges changes) {
        this.changes = changes;
    }

    /** @return the policy that the home's keys obey: the configured documents and the applied one */
    public Policy inForce() {
        return changes.inForce();
    }

    /**
     * Combines the documents of the configuration.
     *
     * @return the policy that would be in force if no document were applied
     * @throws PolicyProblem if it is not one
     */
    public Policy configured() throws PolicyProblem {
        return changes.configured();
    }

    /**
     * What rules see of the home's keys: with their own authorizations, whatever the policy in force leaves
     * of them. For replaying the past under another policy.
     *
     * @return every key of every token, destroyed ones too
     */
    public List<PolicySubject> subjects() {
        return changes.subjects();
    }

    /** @return the applied document, if one was applied */
    public Optional<Applied> applied() {
        return changes.applied()
                .map(entry ->
                        new Applied(entry.name(), entry.version(), entry.origin(), entry.text(), entry.applied()));
    }

    /**
     * Reads a document and combines it as it would be in force, without applying it; it need not be signed.
     *
     * @param origin where it comes from, for messages
     * @param text its text
     * @return the policy
     * @throws PolicyProblem if it is not one
     */
    public Policy candidate(String origin, String text) throws PolicyProblem {
        return changes.candidate(origin, text);
    }

    /**
     * Puts a document in force in all processes of the home, at their next operation. A document that
     * cannot be read, that lacks signatures which the configuration wants, or of a lower version than the
     * applied one of its name, changes nothing.
     *
     * @param origin where it comes from, for messages
     * @param text its text
     * @return the document that is in force now
     * @throws PolicyProblem if it is not one
     * @throws org.wardkey.provider.operation.PolicyDeniedException if it would roll back
     */
    public PolicyDocument apply(String origin, String text) throws PolicyProblem {
        return changes.apply(origin, text);
    }
}
