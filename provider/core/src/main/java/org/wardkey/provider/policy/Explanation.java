package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * How a decision comes about.
 *
 * @param question what was asked, in words
 * @param decision the answer
 * @param steps every check of the key's own authorizations, then every rule of the policy by name
 */
public record Explanation(String question, Decision decision, List<Step> steps) {
    /** Copies the list. */
    public Explanation {
        steps = List.copyOf(steps);
    }

    /** What a rule came to. */
    public enum Outcome {
        /** The rule's selector did not choose the key. */
        NOT_SELECTED("not about this key"),
        /** The rule does not speak about such a use of such a key. */
        NOT_COVERED("not about this use"),
        /** The rule has nothing against it. */
        SATISFIED("satisfied"),
        /** The rule denies. */
        DENIES("denies"),
        /** The rule would deny, and only reports until its date. */
        OBSERVES("would deny"),
        /** The rule would deny, and an exception lifts it. */
        LIFTED("lifted by an exception");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** @return the outcome in words */
        public String words() {
            return words;
        }
    }

    /**
     * A rule that was looked at.
     *
     * @param rule its name: {@code POLICY/RULE}, or {@code key/NAME} for the key's own authorizations
     * @param place file and line; empty for the key's own
     * @param selector which keys it is about, in words
     * @param outcome what it came to
     * @param code the code of its refusal, if it has one
     * @param words the reason in words; empty if there is none
     */
    public record Step(
            String rule, String place, String selector, Outcome outcome, Optional<RefusalCode> code, String words) {}

    static Explanation of(KeyPolicy compiled, OperationRequest request, Instant now) {
        KeyFacts key = compiled.key();
        List<Step> steps = new ArrayList<>();
        for (KeyChecks.Named named : KeyChecks.ALL) {
            Optional<Refusal> refusal = named.check().refusal(request, key, now);
            steps.add(new Step(
                    "key/" + named.name(),
                    "",
                    "this key",
                    refusal.isPresent() ? Outcome.DENIES : Outcome.SATISFIED,
                    refusal.map(Refusal::code),
                    refusal.map(Refusal::detail).orElse("")));
        }
        Use use = Use.of(request);
        for (PolicyRule rule : compiled.policy().rules()) {
            steps.add(step(compiled, rule, use, now));
        }
        String question = "May key " + key.token() + ":" + key.alias() + " " + use.words() + " at " + now + "?";
        return new Explanation(question, compiled.decide(request, now), steps);
    }

    private static Step step(KeyPolicy compiled, PolicyRule rule, Use use, Instant now) {
        KeyFacts key = compiled.key();
        RuleHeader header = rule.header();
        if (!header.when().matches(key, compiled.attributes())) {
            return step(header, Outcome.NOT_SELECTED, Optional.empty(), "");
        }
        if (!rule.concerns(key) || !rule.covers(use, key)) {
            return step(header, Outcome.NOT_COVERED, Optional.empty(), "");
        }
        Optional<Denial> denial = rule.check(use, key, now);
        if (denial.isEmpty()) {
            return step(header, Outcome.SATISFIED, Optional.empty(), "");
        }
        if (compiled.isLifted(rule, now)) {
            return step(header, Outcome.LIFTED, denial, lifting(compiled, rule, now));
        }
        return header.observesAt(now)
                ? step(
                        header,
                        Outcome.OBSERVES,
                        denial,
                        " From " + header.observeUntil().get() + " it denies.")
                : step(header, Outcome.DENIES, denial, "");
    }

    private static Step step(RuleHeader header, Outcome outcome, Optional<Denial> denial, String more) {
        return new Step(
                header.id().toString(),
                header.place(),
                header.when().toString(),
                outcome,
                denial.map(Denial::code),
                denial.map(Denial::words).orElse("") + more);
    }

    private static String lifting(KeyPolicy compiled, PolicyRule rule, Instant now) {
        return compiled.policy().exceptions().stream()
                .filter(exception -> exception.lifts().equals(rule.header().id())
                        && now.isBefore(exception.expires())
                        && exception.when().matchesItself(compiled.key(), compiled.attributes()))
                .map(exception -> " Exception " + exception.id() + " (" + exception.place() + ") of "
                        + exception.owner() + " until " + exception.expires() + ": " + exception.reason())
                .findFirst()
                .orElse("");
    }

    /** @return the explanation as text, one line a step; steps that are not about the use are counted only */
    public String text() {
        StringBuilder text = new StringBuilder(question).append('\n');
        text.append(decision.allowed() ? "Allowed.\n" : "Denied.\n");
        int passedOver = 0;
        for (Step step : steps) {
            if (step.outcome() == Outcome.NOT_SELECTED || step.outcome() == Outcome.NOT_COVERED) {
                passedOver++;
                continue;
            }
            text.append("  ").append(step.outcome().words()).append(": ").append(step.rule());
            step.code().ifPresent(code -> text.append(" [").append(code.code()).append(']'));
            if (!step.place().isEmpty()) {
                text.append(" (")
                        .append(step.place())
                        .append(", ")
                        .append(step.selector())
                        .append(')');
            }
            text.append(step.words().isEmpty() ? "" : " " + step.words()).append('\n');
        }
        return text.append("  ")
                .append(passedOver)
                .append(" rules are about other keys or uses.\n")
                .toString();
    }
}
