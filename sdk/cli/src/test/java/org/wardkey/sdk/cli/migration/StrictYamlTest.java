package org.wardkey.sdk.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What is understood is what SnakeYAML understands, with which Spring Boot reads: whatever the text. */
class StrictYamlTest {
    private static final List<String> PIECES = List.of(
            "a",
            "b c",
            ":",
            ": ",
            " ",
            "#",
            " # c",
            "- ",
            "-",
            "'",
            "\"",
            "\\",
            "[",
            "]",
            "{",
            "}",
            ",",
            "&x",
            "*x",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "? ",
            "<<",
            "---",
            "...",
            "\t",
            "1",
            "~",
            "null",
            "true",
            "=",
            "${x}",
            "${x:y}",
            ".",
            "/",
            "\u00e4",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "''",
            "\\n",
            "\\\"",
            "\ud83d\ude00",
            "[a, b]",
            "'it''s'",
            "\"x\\\\\"");
    private static final List<String> BEGINNINGS = List.of(
            "a:",
            "b:",
            "c:",
            "d.e:",
            "\"f\":",
            "'g' :",
            "key-store:",
            "a: ",
            "b: ",
            "c: ",
            "h: ",
            "i: ",
            "- ",
            "- ",
            "# ",
            "---",
            "",
            "--- ",
            "-",
            "j",
            "...");

    /** Lines that are mostly such as are understood, with something in them that may not be. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> indent = Arbitraries.of("", "", "  ", "  ", "    ", "   ");
        Arbitrary<String> value = Arbitraries.of(PIECES).list().ofMaxSize(2).map(pieces -> String.join("", pieces));
        Arbitrary<String> end = Arbitraries.of("\n", "\n", "\n", "\r\n", "");
        Arbitrary<String> line = Combinators.combine(indent, Arbitraries.of(BEGINNINGS), value, end)
                .as((i, b, v, e) -> i + b + v + e);
        return line.list().ofMaxSize(6).map(lines -> String.join("", lines));
    }

    @Property(tries = 50_000)
    void read_anyText_isRefusedOrReadAsSnakeYamlDoes(@ForAll("texts") String text) {
        List<StrictYaml.Line> lines;
        try {
            lines = StrictYaml.read(text);
        } catch (UnsafeEditException e) {
            Statistics.collect("refused");
            return;
        }
        Statistics.collect(lines.isEmpty() ? "empty" : "read");
        assertThat(lines.stream().filter(line -> !line.value().isEmpty()).map(line -> line.path() + "=" + line.value()))
                .as(text)
                .containsExactlyElementsOf(bySnakeYaml(text));
    }

    private static List<String> bySnakeYaml(String text) {
        List<String> values = new ArrayList<>();
        String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (Node document : new Yaml().composeAll(new StringReader(marked))) {
            flatten("", document, text, values);
        }
        return values;
    }

    private static void flatten(String path, Node node, String text, List<String> values) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                String key = ((ScalarNode) entry.getKeyNode()).getValue();
                flatten(path.isEmpty() ? key : path + "." + key, entry.getValueNode(), text, values);
            }
        } else if (node instanceof SequenceNode sequence) {
            if (sequence.getFlowStyle() == FlowStyle.FLOW) {
                values.add(path + "="
                        + text.substring(place(text, sequence.getStartMark()), place(text, sequence.getEndMark())));
            } else {
                for (int i = 0; i < sequence.getValue().size(); i++) {
                    flatten(path + "[" + i + "]", sequence.getValue().get(i), text, values);
                }
            }
        } else if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
            values.add(path + "=" + scalar.getValue());
        }
    }

    /** Marks count code points, from behind a byte order mark. */
    private static int place(String text, Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex() + (text.startsWith("\uFEFF") ? 1 : 0));
    }
}
