package org.wardkey.provider.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.wardkey.provider.operation.KeyFacts;

/**
 * Documents combined to one policy. Immutable and thread-safe.
 *
 * <p>Theory of operation. A rule only takes away, so the policy is the set of all rules of all
 * documents: a use is allowed if no rule denies it, the smallest limit and period hold, the largest
 * minimum holds; the order of the documents does not matter. Two things give back: an exception, which
 * names the rule that it lifts and so does not depend on the order either, and a rule with {@code
 * override = true}, which stands in for the rules of its name in the documents before its own.
 */
public final class Policy {
    /** How many rules and exceptions all documents together may have. */
    public static final int MOST_RULES = 4000;

    private final List<PolicyDocument> documents;
    private final List<PolicyRule> rules;
    private final List<Exemption> exceptions;

    private Policy(List<PolicyDocument> documents, List<PolicyRule> rules, List<Exemption> exceptions) {
        this.documents = documents.stream()
                .sorted(Comparator.comparing(PolicyDocument::name))
                .toList();
        this.rules = rules.stream()
                .sorted(Comparator.comparing((PolicyRule rule) -> rule.header().id()))
                .toList();
        this.exceptions =
                exceptions.stream().sorted(Comparator.comparing(Exemption::id)).toList();
    }

    /**
     * Combines documents.
     *
     * @param documents the documents, in the order of the configuration
     * @param library finds the documents that they extend
     * @return the policy
     * @throws PolicyProblem if a document is missing or there in two versions, documents extend each
     *     other, an override or exception names no rule, or there are too many rules
     */
    public static Policy combine(List<PolicyDocument> documents, PolicyLibrary library) throws PolicyProblem {
        List<PolicyDocument> all = DocumentOrder.of(documents, library);
        List<PolicyRule> rules = new ArrayList<>();
        List<Exemption> exceptions = new ArrayList<>();
        for (PolicyDocument document : all) {
            replaceOverridden(rules, document);
            rules.addAll(document.rules());
            exceptions.addAll(document.exceptions());
        }
        if (rules.size() + exceptions.size() > MOST_RULES) {
            throw new PolicyProblem("The policy: expected at most " + MOST_RULES + " rules and exceptions, got "
                    + (rules.size() + exceptions.size()) + "; use fewer documents.");
        }
        for (Exemption exception : exceptions) {
            requireRule(rules, exception);
        }
        return new Policy(all, rules, exceptions);
    }

    private static void replaceOverridden(List<PolicyRule> rules, PolicyDocument document) throws PolicyProblem {
        for (PolicyRule rule : document.rules()) {
            RuleHeader header = rule.header();
            if (header.override()
                    && !rules.removeIf(earlier ->
                            earlier.header().id().rule().equals(header.id().rule()))) {
                throw new PolicyProblem(header.place() + ": expected a rule "
                        + header.id().rule() + " in a document before this one to override, found none;"
                        + " put the document that has it first, or extend it.");
            }
        }
    }

    private static void requireRule(List<PolicyRule> rules, Exemption exception) throws PolicyProblem {
        if (rules.stream().noneMatch(rule -> rule.header().id().equals(exception.lifts()))) {
            throw new PolicyProblem(exception.place() + ": expected lifts to name a rule of the policy, got "
                    + exception.lifts() + "; name a rule as POLICY/RULE that no other document overrides.");
        }
    }

    /** @return the documents, with those that they extend; by name */
    public List<PolicyDocument> documents() {
        return documents;
    }

    /** @return the rules in force, by name */
    public List<PolicyRule> rules() {
        return rules;
    }

    /** @return the exceptions, by name, expired ones too */
    public List<Exemption> exceptions() {
        return exceptions;
    }

    /**
     * Compiles what the policy says about a key at one epoch. The caller keeps the result as long as the
     * key's facts stay the same.
     *
     * @param key the key's facts
     * @param attributes what else rules may ask of it
     * @return the key's policy
     */
    public KeyPolicy forKey(KeyFacts key, KeyAttributes attributes) {
        return new KeyPolicy(this, key, attributes);
    }

    /**
     * Compiles what the policy says about a key without a certificate.
     *
     * @param key the key's facts
     * @return the key's policy
     */
    public KeyPolicy forKey(KeyFacts key) {
        return forKey(key, KeyAttributes.NONE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Policy that
                && documents.equals(that.documents)
                && rules.equals(that.rules)
                && exceptions.equals(that.exceptions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(documents, rules, exceptions);
    }

    /** @return names and versions of the documents */
    @Override
    public String toString() {
        return "Policy"
                + documents.stream()
                        .map(document -> document.name() + " " + document.version())
                        .toList();
    }
}
