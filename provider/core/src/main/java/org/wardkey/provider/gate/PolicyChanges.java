package org.wardkey.provider.gate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.ledger.AppliedPolicy;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.UsageCount;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.DocumentReader;
import org.wardkey.provider.policy.KeyPolicy;
import org.wardkey.provider.policy.KeyReport;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyDocument;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicySubject;
import org.wardkey.provider.policy.SignedDocument;
import org.wardkey.provider.policy.TrustedTime;

/** Applies policy documents to a home: all or nothing, recorded either way. Thread-safe. */
public final class PolicyChanges {
    private final OperationGate gate;

    PolicyChanges(OperationGate gate) {
        this.gate = gate;
    }

    /** @return the policy in force */
    public Policy inForce() {
        return gate.home().policy().engine().policy();
    }

    /** @return what rules see of each key of each token, destroyed ones too; opens the tokens */
    public List<PolicySubject> subjects() {
        Home home = gate.home();
        return home.tokens().keySet().stream()
                .flatMap(token -> home.ledger().catalog().list(token).stream())
                .map(record -> new PolicySubject(record.facts(), Certificates.attributes(record.chain())))
                .toList();
    }

    /**
     * Says all that the policy in force says about a stored key.
     *
     * @param record the key
     * @return every use, window and limit
     * @throws PolicyDeniedException if the applied document cannot be read or believed
     */
    public KeyReport report(KeyRecord record) {
        Home home = gate.home();
        TrustedTime.Reading time = home.time().now();
        ActiveKey.Snapshot key = home.keys().snapshot(record, home.ledger().epoch());
        KeyPolicy policy = home.policy().engine().forKey(key.facts(), key.attributes());
        UsageCount used = home.ledger().usage().used(key.facts());
        return KeyReport.of(
                policy,
                time.now(),
                used.operations(),
                used.bytes(),
                new KeyReport.Besides(
                        (request, at) -> Passage.originating(request, key, new TrustedTime.Reading(at, time.state())),
                        key.overlapEnd()));
    }

    /** @return the applied document, if one was applied */
    public Optional<AppliedPolicy.Entry> applied() {
        return gate.home().ledger().policy().find();
    }

    /**
     * Reads a document and combines it as it would be in force; it need not be signed.
     *
     * @param origin where it comes from, for messages
     * @param text its text
     * @return the policy
     * @throws PolicyProblem if it is not one
     */
    public Policy candidate(String origin, String text) throws PolicyProblem {
        PolicyInForce policy = gate.home().policy();
        return policy.combine(Optional.of(policy.reader().readUnverified(origin, text)));
    }

    /**
     * Combines the documents of the configuration.
     *
     * @return the policy that would be in force if no document were applied
     * @throws PolicyProblem if it is not one
     */
    public Policy configured() throws PolicyProblem {
        return gate.home().policy().combine(Optional.empty());
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
     * @throws PolicyDeniedException if it would roll back
     */
    public PolicyDocument apply(String origin, String text) throws PolicyProblem {
        Home home = gate.home();
        Instant now = gate.now(home);
        try {
            DocumentReader.Believed believed = home.policy().reader().read(origin, text, now);
            PolicyDocument document = believed.document();
            Policy combined = home.policy().combine(Optional.of(document));
            AppliedPolicy.Entry entry = new AppliedPolicy.Entry(document.name(), document.version(), origin, text, now);
            RecordedChanges.recorded(
                    home,
                    AuditEvent.notice(
                            now,
                            Kind.POLICY_APPLIED,
                            document.name() + " " + document.version() + ", "
                                    + combined.rules().size() + " rules"
                                    + (believed.signers().isEmpty()
                                            ? ""
                                            : ", signed by " + String.join(", ", believed.signers()))),
                    () -> replace(home, entry));
            return document;
        } catch (PolicyProblem e) {
            RecordedChanges.record(
                    home, AuditEvent.notice(now, Kind.POLICY_REJECTED, origin).denied(e.code()));
            throw e;
        }
    }

    private static AppliedPolicy.Entry replace(Home home, AppliedPolicy.Entry entry) {
        boolean replaced = home.ledger()
                .policy()
                .replace(entry, before -> before.map(b -> follows(b, entry)).orElse(true));
        if (!replaced) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.POLICY_ROLLBACK,
                    "Expected a version of document " + entry.name() + " above "
                            + home.ledger()
                                    .policy()
                                    .find()
                                    .map(AppliedPolicy.Entry::version)
                                    .orElse(entry.version())
                            + ", which is applied, got " + entry.version() + "."));
        }
        return entry;
    }

    private static boolean follows(AppliedPolicy.Entry before, AppliedPolicy.Entry entry) {
        return before.version() < entry.version()
                || (before.version() == entry.version() && sameContent(before, entry));
    }

    /** The same document may come again with other signatures: after a signer was changed it has to. */
    private static boolean sameContent(AppliedPolicy.Entry before, AppliedPolicy.Entry entry) {
        try {
            return SignedDocument.contentOf(before.text()).equals(SignedDocument.contentOf(entry.text()));
        } catch (PolicyProblem e) {
            // One begins like a bundle and is none: not the same as one that was just read.
            return false;
        }
    }
}
