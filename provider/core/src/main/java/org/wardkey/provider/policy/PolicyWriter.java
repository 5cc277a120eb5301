package org.wardkey.provider.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.wardkey.provider.operation.Window;

/** Writes documents in their canonical form, which {@link PolicyReader} reads back to an equal document. */
public final class PolicyWriter {
    private static final String INDENT = "  ";

    private PolicyWriter() {}

    /**
     * Writes a document.
     *
     * @param document the document
     * @return its canonical text
     */
    public static String write(PolicyDocument document) {
        StringBuilder text = new StringBuilder("policy {\n");
        line(text, 1, "name = " + quoted(document.name()));
        line(text, 1, "version = " + document.version());
        if (!document.extended().isEmpty()) {
            line(text, 1, "extends = " + list(document.extended()));
        }
        section(text, "algorithms", rules(document, AlgorithmRule.class));
        section(text, "keys", rules(document, KeyRule.class));
        section(
                text,
                "exceptions",
                document.exceptions().stream()
                        .map(exception -> block(exception.id().rule(), lines(exception)))
                        .toList());
        return text.append("}\n").toString();
    }

    private static List<List<String>> rules(PolicyDocument document, Class<? extends PolicyRule> kind) {
        return document.rules().stream()
                .filter(kind::isInstance)
                .map(rule -> block(rule.header().id().rule(), lines(rule)))
                .toList();
    }

    private static List<String> block(String name, List<String> lines) {
        List<String> block = new ArrayList<>();
        block.add(quoted(name) + " {");
        lines.forEach(line -> block.add(INDENT + line));
        block.add("}");
        return block;
    }

    private static void section(StringBuilder text, String name, List<List<String>> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        line(text, 1, name + " {");
        for (List<String> block : blocks) {
            block.forEach(line -> line(text, 2, line));
        }
        line(text, 1, "}");
    }

    private static void line(StringBuilder text, int depth, String line) {
        text.append(INDENT.repeat(depth)).append(line).append('\n');
    }

    /** The lines inside a rule's block. */
    static List<String> lines(PolicyRule rule) {
        List<String> lines = new ArrayList<>();
        RuleHeader header = rule.header();
        if (!header.when().equals(Selector.EVERY_KEY)) {
            lines.add("when { " + String.join(", ", lines(header.when())) + " }");
        }
        if (rule instanceof AlgorithmRule algorithm) {
            addAll(lines, algorithm);
        }
        if (rule instanceof KeyRule key) {
            addAll(lines, key);
        }
        header.observeUntil().ifPresent(date -> lines.add("observe-until = " + date(date)));
        if (header.override()) {
            lines.add("override = true");
        }
        if (!header.reason().isEmpty()) {
            lines.add("reason = " + quoted(header.reason()));
        }
        if (!header.source().isEmpty()) {
            lines.add("source = " + quoted(header.source()));
        }
        return lines;
    }

    private static void addAll(List<String> lines, AlgorithmRule rule) {
        AlgorithmScope scope = rule.scope();
        words(lines, "algorithm", Words.of(scope.algorithms()));
        words(lines, "digest", Words.of(scope.digests()));
        words(lines, "key-type", Words.of(scope.keyTypes()));
        words(lines, "purpose", Words.of(scope.purposes()));
        number(lines, "key-bits-below", scope.keyBitsBelow());
        number(lines, "strength-below", scope.strengthBelow());
        rule.requirement().ifPresent(wanted -> lines.add("require { " + words(wanted) + " }"));
        lines.add("verdict = " + Words.of(rule.verdict()));
        Window effect = rule.effect();
        if (effect.starts()) {
            lines.add("from = " + date(effect.start()));
        }
        if (effect.ends()) {
            lines.add("until = " + date(effect.end()));
        }
    }

    /** A requirement as it stands in a document, which is also how messages say it. */
    static String words(Requirement requirement) {
        List<String> parts = new ArrayList<>();
        words(parts, "algorithm", Words.of(requirement.algorithms()));
        words(parts, "digest", Words.of(requirement.digests()));
        words(parts, "key-type", Words.of(requirement.keyTypes()));
        number(parts, "minimum-key-bits", requirement.minimumKeyBits());
        number(parts, "minimum-strength", requirement.minimumStrength());
        return String.join(", ", parts);
    }

    private static void addAll(List<String> lines, KeyRule rule) {
        words(lines, "purpose", Words.of(rule.purposes()));
        rule.maximumOriginationPeriod().ifPresent(p -> lines.add("maximum-origination-period = " + p));
        rule.maximumConsumptionPeriod().ifPresent(p -> lines.add("maximum-consumption-period = " + p));
        rule.maximumOperations().ifPresent(limit -> lines.add("maximum-operations = " + limit));
        rule.maximumBytes().ifPresent(limit -> lines.add("maximum-bytes = " + limit + " bytes"));
        words(lines, "allowed-purposes", Words.of(rule.allowedPurposes()));
        if (rule.exportDenied()) {
            lines.add("exportable = false");
        }
        if (rule.constantTimeRequired()) {
            lines.add("constant-time = required");
        }
        if (rule.auditEach()) {
            lines.add("minimum-audit = each");
        }
    }

    private static List<String> lines(Selector when) {
        List<String> lines = new ArrayList<>();
        words(lines, "token", when.tokens());
        words(lines, "alias", strings(when.aliases()));
        words(lines, "label", when.labels());
        words(lines, "certificate-issuer", strings(when.certificateIssuers()));
        words(lines, "certificate-subject", strings(when.certificateSubjects()));
        words(lines, "key-type", Words.of(when.keyTypes()));
        when.imported().ifPresent(made -> lines.add("imported = " + made));
        return lines;
    }

    private static List<String> strings(Collection<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    /** The lines inside an exception's block. */
    static List<String> lines(Exemption exception) {
        return List.of(
                "lifts = " + quoted(exception.lifts().toString()),
                "when { " + String.join(", ", lines(exception.when())) + " }",
                "owner = " + quoted(exception.owner()),
                "reason = " + quoted(exception.reason()),
                "expires = " + date(exception.expires()));
    }

    private static void words(List<String> lines, String key, List<String> words) {
        if (!words.isEmpty()) {
            lines.add(key + " = " + list(words));
        }
    }

    private static String list(List<String> words) {
        return words.stream().map(PolicyWriter::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static void number(List<String> lines, String key, OptionalInt number) {
        number.ifPresent(value -> lines.add(key + " = " + value));
    }

    private static String date(Instant date) {
        if (date.getNano() == 0 && date.getEpochSecond() % 86_400 == 0) {
            String day = LocalDate.ofInstant(date, ZoneOffset.UTC).toString();
            if (day.length() == "2031-01-01".length()) {
                return day;
            }
        }
        return quoted(date.toString());
    }

    /** Words that need no quotation marks stand without. */
    private static String quoted(String text) {
        if (text.matches("[A-Za-z][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)?")) {
            return text.equals("include") || text.indexOf('.') >= 0 ? "\"" + text + "\"" : text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hidden = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (hidden) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
