package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.wardkey.provider.hocon.HoconBlock;
import org.wardkey.provider.hocon.HoconProblem;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Window;

/** Reads the two kinds of rules. */
final class RuleReader {
    private static final Set<String> HEADER =
            Set.of("when", "enforce", "observe-until", "override", "reason", "source");
    private static final Set<String> SCOPE =
            Set.of("algorithm", "digest", "key-type", "purpose", "key-bits-below", "strength-below");
    private static final Set<String> REQUIREMENT =
            Set.of("algorithm", "digest", "key-type", "minimum-key-bits", "minimum-strength");
    private static final Set<String> LIMITS = Set.of(
            "maximum-origination-period",
            "maximum-consumption-period",
            "maximum-operations",
            "maximum-bytes",
            "allowed-purposes",
            "exportable",
            "constant-time",
            "minimum-audit");

    private RuleReader() {}

    static AlgorithmRule algorithmRule(RuleId id, HoconBlock block) throws HoconProblem {
        block.allow(union(HEADER, SCOPE, Set.of("require", "verdict", "from", "until")));
        RuleHeader header = header(id, block);
        AlgorithmScope scope = new AlgorithmScope(
                Fields.constants(block, "algorithm", AlgorithmName.class),
                Fields.constants(block, "digest", Digest.class),
                Fields.constants(block, "key-type", KeyType.class),
                Fields.constants(block, "purpose", Purpose.class),
                Fields.optionalNumber(block, "key-bits-below"),
                Fields.optionalNumber(block, "strength-below"));
        Optional<Requirement> requirement = requirement(block);
        Verdict verdict = verdict(block, requirement);
        Window effect = effect(block);
        if (verdict == Verdict.ALLOWED && requirement.isPresent()) {
            throw block.problem(
                    "require",
                    "expected verdict = denied or legacy-only beside require, got allowed;"
                            + " the verdict is what happens to the rest.");
        }
        if (verdict == Verdict.ALLOWED && effect.equals(Window.ALWAYS) && !header.override()) {
            throw block.problem(
                    "verdict",
                    "expected from or until beside verdict = allowed, found none;"
                            + " what no rule denies is allowed anyway.");
        }
        return new AlgorithmRule(header, scope, requirement, verdict, effect);
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        Set<String> union = new HashSet<>();
        for (Set<String> set : sets) {
            union.addAll(set);
        }
        return union;
    }

    private static Verdict verdict(HoconBlock block, Optional<Requirement> requirement) throws HoconProblem {
        if (!block.has("verdict") && requirement.isPresent()) {
            return Verdict.DENIED;
        }
        return Fields.constants(block, "verdict", Verdict.class).stream()
                .findFirst()
                .orElseThrow(() -> block.problem("expected verdict = " + Words.all(Verdict.class)
                        + " or require { ... } in this rule, found neither; add one."));
    }

    private static Window effect(HoconBlock block) throws HoconProblem {
        Instant from = Fields.optionalDate(block, "from").orElse(Instant.MIN);
        Instant until = Fields.optionalDate(block, "until").orElse(Instant.MAX);
        if (!until.isAfter(from)) {
            throw block.problem("until", "expected until after from, got an earlier or the same date; correct one.");
        }
        return new Window(from, until);
    }

    private static Optional<Requirement> requirement(HoconBlock rule) throws HoconProblem {
        if (!rule.has("require")) {
            return Optional.empty();
        }
        HoconBlock block = rule.block("require");
        block.allow(REQUIREMENT);
        if (block.names().isEmpty()) {
            throw block.problem("expected a requirement in require { }, found none; write one, or delete it.");
        }
        return Optional.of(new Requirement(
                Fields.constants(block, "algorithm", AlgorithmName.class),
                Fields.constants(block, "digest", Digest.class),
                Fields.constants(block, "key-type", KeyType.class),
                Fields.optionalNumber(block, "minimum-key-bits"),
                Fields.optionalNumber(block, "minimum-strength")));
    }

    static KeyRule keyRule(RuleId id, HoconBlock block) throws HoconProblem {
        block.allow(union(HEADER, LIMITS, Set.of("purpose")));
        RuleHeader header = header(id, block);
        if (!header.override() && LIMITS.stream().noneMatch(block::has)) {
            throw block.problem("expected a limit in this rule, found none; write some of " + LIMITS + ".");
        }
        oneWord(block, "exportable", "false", "the policy only takes away");
        oneWord(block, "constant-time", "required", "the policy only takes away");
        oneWord(block, "minimum-audit", "each", "aggregate is the least there is");
        return new KeyRule(
                header,
                Fields.constants(block, "purpose", Purpose.class),
                Fields.parsed(block, "maximum-origination-period", CryptoPeriod::parse),
                Fields.parsed(block, "maximum-consumption-period", CryptoPeriod::parse),
                limit(Fields.parsed(block, "maximum-operations", Quantity::operations)),
                limit(Fields.parsed(block, "maximum-bytes", Quantity::bytes)),
                Fields.constants(block, "allowed-purposes", Purpose.class),
                block.has("exportable"),
                block.has("constant-time"),
                block.has("minimum-audit"));
    }

    private static OptionalLong limit(Optional<Long> limit) {
        return limit.isPresent() ? OptionalLong.of(limit.get()) : OptionalLong.empty();
    }

    private static void oneWord(HoconBlock block, String key, String word, String why) throws HoconProblem {
        if (block.has(key) && !block.text(key).equals(word)) {
            throw block.problem(
                    key,
                    "expected " + key + " = " + word + " (" + why + "), got " + HoconBlock.printable(block.text(key))
                            + "; write it, or delete the key.");
        }
    }

    private static RuleHeader header(RuleId id, HoconBlock block) throws HoconProblem {
        oneWord(block, "enforce", "true", "a rule that is not to deny yet has observe-until = DATE");
        if (block.has("enforce") && block.has("observe-until")) {
            throw block.problem("enforce", "expected enforce or observe-until, got both; delete one.");
        }
        boolean override = block.has("override") && block.flag("override");
        if (override && !block.has("reason")) {
            throw block.problem("override", "expected reason = TEXT beside override = true, found none; say why.");
        }
        return new RuleHeader(
                id,
                Fields.selector(block),
                Fields.optionalDate(block, "observe-until"),
                override,
                Fields.optionalSentence(block, "reason"),
                Fields.optionalSentence(block, "source"),
                block.file(),
                block.line());
    }
}
