package org.wardkey.provider.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.ledger.AppliedPolicy;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyDocument;
import org.wardkey.provider.policy.PolicyEngine;
import org.wardkey.provider.policy.PolicyPack;
import org.wardkey.provider.policy.PolicyProblem;

/**
 * The policy that a home's keys obey: the documents that the configuration names, then the one that was
 * applied to the home, if one was. What another process applies is in force here at the next operation:
 * applying moves the epoch, and a moved epoch has the applied document read again. A document that cannot
 * be read or believed, since it lacks the signatures that this configuration wants, refuses every managed key; there is no falling back to an older one. Thread-safe.
 */
public final class PolicyInForce {
    private final Ledger ledger;
    private final List<PolicyDocument> configured;
    private final DocumentReader reader;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable InForce present;
    private volatile @Nullable Refusal locked;

    private record InForce(long epoch, Optional<AppliedPolicy.Entry> applied, PolicyEngine engine) {}

    PolicyInForce(Ledger ledger, PolicySources sources) {
        this.ledger = ledger;
        this.configured = sources.configured();
        this.reader = sources.reader();
    }

    /** @return what reads documents that are to be applied */
    DocumentReader reader() {
        return reader;
    }

    /** @return why managed keys are locked: the applied document was not believed when last looked at */
    public Optional<Refusal> locked() {
        return Optional.ofNullable(locked);
    }

    /**
     * Gives the engine of the policy in force at the present epoch.
     *
     * @return the engine
     * @throws PolicyDeniedException if the applied document cannot be read
     * @throws org.wardkey.provider.operation.BackendException if the store fails or the row was altered
     */
    public PolicyEngine engine() {
        InForce known = present;
        long epoch = ledger.epoch();
        return known != null && known.epoch() == epoch ? known.engine() : read(epoch);
    }

    private PolicyEngine read(long epoch) {
        lock.lock();
        try {
            InForce known = present;
            Optional<AppliedPolicy.Entry> applied = ledger.policy().find();
            PolicyEngine engine = known != null && known.applied().equals(applied) ? known.engine() : engine(applied);
            present = new InForce(epoch, applied, engine);
            locked = null;
            return engine;
        } finally {
            lock.unlock();
        }
    }

    private PolicyEngine engine(Optional<AppliedPolicy.Entry> applied) {
        try {
            if (applied.isEmpty() && configured.isEmpty()) {
                return new PolicyEngine();
            }
            Policy policy =
                    applied.isEmpty() ? combine(Optional.empty()) : combine(Optional.of(believed(applied.get())));
            return new PolicyEngine(() -> policy);
        } catch (PolicyProblem e) {
            locked = e.refusal();
            PolicyDeniedException denied = new PolicyDeniedException(e.refusal());
            denied.initCause(e);
            throw denied;
        }
    }

    /**
     * Believes what was applied as if it were applied now, by this process's own configuration; only its first
     * day is that of then, when a clock was looked at.
     */
    private PolicyDocument believed(AppliedPolicy.Entry applied) throws PolicyProblem {
        try {
            return reader.read(applied.origin(), applied.text(), applied.applied())
                    .document();
        } catch (PolicyProblem e) {
            throw new PolicyProblem(
                    e.code(),
                    "The applied document " + applied.name() + " " + applied.version() + " locks managed keys: "
                            + e.getMessage() + " Apply one that this configuration believes.");
        }
    }

    /**
     * Combines what would be in force.
     *
     * @param applied a document in the place of the one that is applied now; empty for none
     * @return the policy
     * @throws PolicyProblem if they cannot be combined
     */
    public Policy combine(Optional<PolicyDocument> applied) throws PolicyProblem {
        List<PolicyDocument> all = new ArrayList<>(configured);
        if (all.isEmpty()) {
            all.add(PolicyPack.document(PolicyPack.DEFAULT));
        }
        if (applied.isPresent()) {
            String name = applied.get().name();
            if (PolicyPack.NAMES.contains(name)
                    || all.stream().anyMatch(known -> known.name().equals(name))) {
                throw new PolicyProblem(
                        RefusalCode.POLICY_UNREADABLE,
                        applied.get().file() + ": expected a name of its own, got " + name
                                + ", which a shipped pack or a configured document has; choose another.");
            }
            all.add(applied.get());
        }
        return Policy.combine(all, PolicyPack.LIBRARY);
    }
}
