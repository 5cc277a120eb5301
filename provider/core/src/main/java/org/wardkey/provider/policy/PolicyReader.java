package org.wardkey.provider.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.wardkey.provider.hocon.HoconBlock;
import org.wardkey.provider.hocon.HoconProblem;

/**
 * Reads policy documents: HOCON with teeth. Nothing is guessed: an unknown key, a word that is not in
 * the vocabulary, a period without a unit, an exception without owner, reason and expiry are refused
 * with file, line, what was expected, what came and what to do. No I/O.
 */
public final class PolicyReader {
    /** How many rules and exceptions a document may have. */
    public static final int MOST_RULES = 1000;

    private static final String NAME = "[a-z0-9][a-z0-9.-]{0,62}";

    private PolicyReader() {}

    /**
     * Reads a document that includes no other.
     *
     * @param file the file's name, for messages
     * @param text its text
     * @return the document
     * @throws PolicyProblem if it is not one
     */
    public static PolicyDocument read(String file, String text) throws PolicyProblem {
        return read(file, text, name -> Optional.empty());
    }

    /**
     * Reads a document.
     *
     * @param file the file's name, for messages
     * @param text its text
     * @param includes gives the text of a file that is included by its local name; never asked for a URL
     * @return the document
     * @throws PolicyProblem if it is not one
     */
    public static PolicyDocument read(String file, String text, Function<String, Optional<String>> includes)
            throws PolicyProblem {
        try {
            HoconBlock root = HoconBlock.read(file, text, includes::apply);
            root.allow(Set.of("policy"));
            if (!root.has("policy")) {
                throw root.problem("expected a block policy { ... }, found none; put the document into one.");
            }
            return document(file, root.block("policy"));
        } catch (HoconProblem e) {
            throw new PolicyProblem(String.valueOf(e.getMessage()), e);
        }
    }

    private static PolicyDocument document(String file, HoconBlock policy) throws HoconProblem {
        policy.allow(Set.of("name", "version", "extends", "algorithms", "keys", "exceptions"));
        String name = name(policy, "name");
        List<PolicyRule> rules = new ArrayList<>();
        if (policy.has("algorithms")) {
            HoconBlock block = policy.block("algorithms");
            for (String rule : names(block)) {
                rules.add(RuleReader.algorithmRule(new RuleId(name, rule), block.block(rule)));
            }
        }
        if (policy.has("keys")) {
            HoconBlock block = policy.block("keys");
            for (String rule : names(block)) {
                if (rules.stream().anyMatch(known -> known.header().id().rule().equals(rule))) {
                    throw block.problem(
                            rule,
                            "expected each rule's name once, got " + rule + " among algorithms and keys; rename one.");
                }
                rules.add(RuleReader.keyRule(new RuleId(name, rule), block.block(rule)));
            }
        }
        List<Exemption> exceptions = new ArrayList<>();
        if (policy.has("exceptions")) {
            HoconBlock block = policy.block("exceptions");
            for (String exception : names(block)) {
                exceptions.add(exception(new RuleId(name, exception), block.block(exception)));
            }
        }
        if (rules.size() + exceptions.size() > MOST_RULES) {
            throw policy.problem("expected at most " + MOST_RULES + " rules and exceptions, got "
                    + (rules.size() + exceptions.size()) + "; split the document.");
        }
        rules.sort(Comparator.comparing(rule -> rule.header().id()));
        exceptions.sort(Comparator.comparing(Exemption::id));
        return new PolicyDocument(file, name, version(policy), extended(policy), rules, exceptions);
    }

    private static int version(HoconBlock policy) throws HoconProblem {
        return Fields.number(policy, "version", 1, Integer.MAX_VALUE);
    }

    private static List<String> extended(HoconBlock policy) throws HoconProblem {
        if (!policy.has("extends")) {
            return List.of();
        }
        List<String> names = policy.texts("extends");
        for (String name : names) {
            requireName(policy, "extends", name);
        }
        return names;
    }

    private static List<String> names(HoconBlock block) throws HoconProblem {
        for (String name : block.names()) {
            requireName(block, name, name);
        }
        return block.names();
    }

    private static String name(HoconBlock block, String key) throws HoconProblem {
        String name = block.text(key);
        requireName(block, key, name);
        return name;
    }

    private static void requireName(HoconBlock block, String key, String name) throws HoconProblem {
        if (!name.matches(NAME)) {
            throw block.problem(
                    key,
                    "expected a name of 1 to 63 characters a-z, 0-9, '.' and '-', got " + HoconBlock.printable(name)
                            + "; rename it.");
        }
    }

    private static Exemption exception(RuleId id, HoconBlock block) throws HoconProblem {
        block.allow(Set.of("lifts", "when", "owner", "reason", "expires"));
        String lifts = block.text("lifts");
        int slash = lifts.indexOf('/');
        if (slash < 1
                || !lifts.substring(0, slash).matches(NAME)
                || !lifts.substring(slash + 1).matches(NAME)) {
            throw block.problem(
                    "lifts",
                    "expected lifts = POLICY/RULE, got " + HoconBlock.printable(lifts)
                            + "; name one rule of one document.");
        }
        Selector when = Fields.selector(block);
        if (when.equals(Selector.EVERY_KEY)) {
            throw block.problem("expected when { ... } in an exception, found none; say which keys it is for.");
        }
        return new Exemption(
                id,
                new RuleId(lifts.substring(0, slash), lifts.substring(slash + 1)),
                when,
                Fields.sentence(block, "owner"),
                Fields.sentence(block, "reason"),
                Fields.date(block, "expires"),
                block.file(),
                block.line());
    }
}
