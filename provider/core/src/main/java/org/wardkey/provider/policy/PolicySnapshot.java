package org.wardkey.provider.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A policy as stable text: the same policy gives the same text, so that a change shows as a difference. */
public final class PolicySnapshot {
    private PolicySnapshot() {}

    /**
     * Renders a policy.
     *
     * @param policy the policy
     * @return its text; lines end with {@code \n}, no file name or line number occurs
     */
    public static String render(Policy policy) {
        return String.join("\n", lines(policy)) + "\n";
    }

    private static List<String> lines(Policy policy) {
        List<String> lines = new ArrayList<>();
        for (PolicyDocument document : policy.documents()) {
            lines.add("document " + document.name() + " version " + document.version());
        }
        for (PolicyRule rule : policy.rules()) {
            lines.add("");
            lines.add(
                    rule instanceof KeyRule
                            ? "key rule " + rule.header().id()
                            : "algorithm rule " + rule.header().id());
            PolicyWriter.lines(rule).forEach(line -> lines.add("  " + line));
        }
        for (Exemption exception : policy.exceptions()) {
            lines.add("");
            lines.add("exception " + exception.id());
            PolicyWriter.lines(exception).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    /**
     * Compares two policies.
     *
     * @param before a policy
     * @param after another
     * @return for each document, rule and exception that differs its lines, with {@code - } before what only
     *     the first has and {@code + } before what only the second has; empty if they are the same
     */
    public static String difference(Policy before, Policy after) {
        List<String> left = sections(before);
        List<String> right = sections(after);
        StringBuilder text = new StringBuilder();
        TreeSet<String> titles = new TreeSet<>();
        left.forEach(section -> titles.add(title(section)));
        right.forEach(section -> titles.add(title(section)));
        for (String title : titles) {
            List<String> old = of(left, title);
            List<String> young = of(right, title);
            if (!old.equals(young)) {
                old.forEach(section -> mark(text, "- ", section));
                young.forEach(section -> mark(text, "+ ", section));
            }
        }
        return text.toString();
    }

    private static List<String> sections(Policy policy) {
        List<String> sections = new ArrayList<>();
        StringBuilder section = new StringBuilder();
        for (String line : lines(policy)) {
            boolean begins = !line.isEmpty() && line.charAt(0) != ' ';
            if (begins && section.length() > 0) {
                sections.add(section.toString());
                section.setLength(0);
            }
            if (!line.isEmpty()) {
                section.append(line).append('\n');
            }
        }
        sections.add(section.toString());
        return sections;
    }

    private static String title(String section) {
        String first = section.substring(0, section.indexOf('\n'));
        int version = first.indexOf(" version ");
        return version < 0 ? first : first.substring(0, version);
    }

    private static List<String> of(List<String> sections, String title) {
        return sections.stream().filter(section -> title(section).equals(title)).toList();
    }

    private static void mark(StringBuilder text, String mark, String section) {
        section.lines().forEach(line -> text.append(mark).append(line).append('\n'));
    }
}
