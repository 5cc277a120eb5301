package org.wardkey.provider.hocon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoconBlockTest {
    private static HoconBlock read(String text) throws HoconProblem {
        return HoconBlock.read("a.conf", text, HoconIncludes.NONE);
    }

    @Test
    void read_everyForm_isTaken() throws Exception {
        HoconBlock root = read("""
                # a comment
                // another
                "quoted key" = "with # and ${}" , plain = two words  # behind
                a.b = 1
                a.c : 2031-01-01
                list = [x, "y z"
                  3]
                block { inner = true } ; nothing
                """.replace(" ; nothing", ""));

        assertThat(root.text("quoted key")).isEqualTo("with # and ${}");
        assertThat(root.text("plain")).isEqualTo("two words");
        assertThat(root.block("a").text("b")).isEqualTo("1");
        assertThat(root.block("a").text("c")).isEqualTo("2031-01-01");
        assertThat(root.texts("list")).containsExactly("x", "y z", "3");
        assertThat(root.block("block").flag("inner")).isTrue();
        assertThat(root.names()).containsExactly("plain", "quoted key", "a", "list", "block");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a = 1~a = 2 | a.conf: 2: expected each key once",
                "a { b = 1 }~a { c = 1 } | a.conf: 2: expected each key once",
                "a { b = 1 }~a.c = 1 | a.conf: 2: expected each key once",
                "a.b = 1~a { c = 1 } | a.conf: 2: expected each key once",
                "a = 1~\"\\u0061\" = 2 | a.conf: 2: expected each key once",
                "a { b = 1, b = 2 } | got a.b a second time",
                "a += 2 | got +",
                "a = [1]~a += 2 | expected each key once",
                "a = ${b}~b = 1 | expected no substitution, got ${b}",
                "a = ${?HOME} | expected no substitution",
                "a = x ${USER} | expected no substitution",
                "a = [${USER}] | expected no substitution",
                "a = { b = 1 } { c = 1 } | expected a new line",
                "a = [1] [2] | expected a new line",
                "a = [{ b = 1 }] | expected words in a list",
                "a = [[1]] | expected words in a list",
                "a = { b = 1 | close it",
                "a = [1 | close it",
                "a } | expected = or {",
                "} | closes nothing",
                "{ a = 1 } b = 2 | nothing after the last }",
                "a b = 1 | expected = or {",
                "a = | expected a value",
                "a = , b = 1 | expected a value",
                "ä = 1 | expected a key",
                "a = ä | put the value in",
                "a = \"open | closing",
                "a = \"\"\"x\"\"\" | on one line",
                "a = \"\\x\" | escape of JSON",
                "a = 1* | put the value in",
                "include \"b.conf\" | expected no include here",
                "include url(\"http://127.0.0.1:1/x\") | expected no include other than",
                "include classpath(\"x.conf\") | expected no include other than",
                "include file(\"/etc/passwd\") | expected no include other than",
                "include required(file(\"x\")) | expected no include other than",
                "a { include url(\"http://127.0.0.1:1/x\") } | expected no include other than",
                "include = 1 | expected no include other than",
            })
    void read_mistake_saysWhereAndWhat(String text, String expected) {
        assertThatThrownBy(() -> read(text.replace('~', '\n')))
                .isInstanceOf(HoconProblem.class)
                .hasMessageContaining("a.conf: ")
                .hasMessageContaining(expected.strip());
    }

    @Test
    void read_controlAndDirectionMarks_refuses() {
        assertThatThrownBy(() -> read("a = \"x\u202Ey\"")).hasMessageContaining("U+202E");
        assertThatThrownBy(() -> read("# \u2066 hidden\na = 1")).hasMessageContaining("U+2066");
        assertThatThrownBy(() -> read("a = 1\u0000\nb = 2")).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> read("\uFEFFa = 1")).hasMessageContaining("U+FEFF");
    }

    @Test
    void read_deepOrHuge_refusesWithoutRecursion() {
        assertThatThrownBy(() -> read("a {".repeat(200_000))).hasMessageContaining("16 deep");
        assertThatThrownBy(() -> read("a.".repeat(20) + "a = 1")).hasMessageContaining("16 deep");
        assertThatThrownBy(() -> read("a = " + "[".repeat(200_000))).hasMessageContaining("words in a list");
        assertThatThrownBy(() -> read("# padding\n".repeat(200_000))).hasMessageContaining("1048576 bytes");
        assertThatThrownBy(() -> read("a = \"" + "\u20AC".repeat(400_000) + "\""))
                .hasMessageContaining("1048576 bytes");
    }

    @Test
    void read_includeWithResolver_keepsItsPlaceAndCountsItsKeys() throws Exception {
        HoconIncludes includes = name -> Optional.ofNullable(
                Map.of("b.conf", "\nb = 1\n", "self", "include \"self\"").get(name));

        HoconBlock root = HoconBlock.read("a.conf", "include \"b.conf\"\nin { include \"b.conf\" }", includes);
        assertThat(root.text("b")).isEqualTo("1");
        assertThat(root.block("in").text("b")).isEqualTo("1");
        assertThat(root.problem("b", "x")).hasMessage("b.conf: 2: x");
        assertThatThrownBy(() -> HoconBlock.read("a.conf", "b = 2\ninclude \"b.conf\"", includes))
                .hasMessageContaining("b.conf: 2: expected each key once")
                .hasMessageContaining("first in a.conf, line 1");
        assertThatThrownBy(() -> HoconBlock.read("a.conf", "include \"self\"", includes))
                .hasMessageContaining("8 deep");
        assertThatThrownBy(() -> HoconBlock.read("a.conf", "include url(\"file:b.conf\")", includes))
                .hasMessageContaining("expected no include other than");
    }

    @Test
    void texts_otherKinds_refuses() throws Exception {
        HoconBlock root = read("a = []\nb { }\nc = null\nd = 1");
        assertThatThrownBy(() -> root.texts("a")).hasMessageStartingWith("a.conf: 1: ");
        assertThatThrownBy(() -> root.texts("b")).hasMessageStartingWith("a.conf: 2: ");
        assertThatThrownBy(() -> root.text("c")).hasMessageStartingWith("a.conf: 3: ");
        assertThatThrownBy(() -> root.flag("d")).hasMessageContaining("true or false");
        assertThatThrownBy(() -> root.text("e")).hasMessageContaining("found none");
    }

    @Property
    void read_anyText_isReadOrRefusedWithAProblem(
            @ForAll @StringLength(max = 60) @CharRange(from = ' ', to = '~') String text) {
        readOrRefused(text);
        readOrRefused("a { " + text + " }");
        readOrRefused("a = [" + text + "]");
    }

    private static void readOrRefused(String text) {
        try {
            assertThat(read(text)).isNotNull();
        } catch (HoconProblem e) {
            assertThat(e).hasMessageStartingWith("a.conf: ");
        }
    }
}
