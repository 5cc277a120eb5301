package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnownCodeTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path DOCUMENT = ROOT.resolve("docs").resolve("codes.md");
    private static final Pattern CODE = Pattern.compile("WK-[A-Z][0-9]{3}");

    private static final Map<String, String> FAMILIES = new TreeMap<>(Map.of(
            "A", "The record",
            "C", "Configuration and time",
            "D", "What `wardkey doctor` finds",
            "E", "Engines",
            "K", "The key's own rules",
            "M", "The validated module",
            "P", "The policy",
            "S", "The store and the tokens",
            "T", "Self-tests",
            "U", "The command line"));

    private static String document() {
        StringBuilder text = new StringBuilder("""
                # Codes

                Every refusal and every finding begins with a code. It stays the same for ever; the words beside it may become
                better. `wardkey explain CODE` prints a line of this list. Made from the code by a test: run `KnownCodeTest`
                with `-Dwardkey.regenerate=true`.
                """);
        for (Map.Entry<String, String> family : FAMILIES.entrySet()) {
            text.append("\n## WK-").append(family.getKey()).append(": ").append(family.getValue());
            boolean holes = family.getKey().equals("D");
            text.append(holes ? "\n\n| Code | Meaning | Lost | Who acts, next step |\n|---|---|---|---|\n" : "")
                    .append(holes ? "" : "\n\n| Code | Meaning | Who acts, next step |\n|---|---|---|\n");
            for (KnownCode code : KnownCode.all()) {
                if (code.code().startsWith("WK-" + family.getKey())) {
                    text.append("| `").append(code.code()).append("` | ").append(code.meaning());
                    text.append(holes ? " | " + code.lost() : "").append(" | ").append(code.remedy());
                    text.append(" |\n");
                }
            }
        }
        return text.toString();
    }

    @Test
    void document_codes_areThoseOfTheCode() throws IOException {
        if (Boolean.getBoolean("wardkey.regenerate")) {
            Files.writeString(DOCUMENT, document());
            return;
        }
        assertThat(Files.readString(DOCUMENT))
                .as("run this test with -Dwardkey.regenerate=true and commit docs/codes.md")
                .isEqualTo(document());
    }

    @Test
    void all_codes_areUniqueWellFormedAndSayWhoActs() {
        List<KnownCode> all = KnownCode.all();
        assertThat(all).extracting(KnownCode::code).doesNotHaveDuplicates().allMatch(CODE.asMatchPredicate());
        assertThat(all)
                .allMatch(code -> FAMILIES.containsKey(code.code().substring(3, 4)))
                .allMatch(code -> code.meaning().endsWith("."))
                .allMatch(code -> code.remedy().matches("(Administrator|Caller|Key owner|Operator): .+\\."))
                .noneMatch(code -> (code.meaning() + code.lost() + code.remedy()).contains("|"));
    }

    @Test
    void sources_everyCodeInThem_isDocumented() throws IOException {
        Set<String> documented = KnownCode.all().stream().map(KnownCode::code).collect(Collectors.toSet());
        Map<String, Set<String>> found = codesInSources();
        assertThat(found.keySet()).contains("WK-K006", "WK-D001", "WK-U001");
        found.keySet().removeAll(documented);
        assertThat(found).as("codes that nobody explains, and where they stand").isEmpty();
    }

    private static Map<String, Set<String>> codesInSources() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        List<Path> sources;
        try (Stream<Path> files = Files.walk(ROOT)) {
            sources = files.filter(Files::isRegularFile)
                    .filter(file -> ROOT.relativize(file).toString().matches(".*src/main/.*\\.(java|conf|properties)"))
                    .filter(file -> !ROOT.relativize(file).toString().contains("target/"))
                    .toList();
        }
        for (Path source : sources) {
            Matcher matcher = CODE.matcher(Files.readString(source, StandardCharsets.UTF_8));
            while (matcher.find()) {
                found.computeIfAbsent(matcher.group(), code -> new TreeSet<>())
                        .add(ROOT.relativize(source).toString());
            }
        }
        return found;
    }

    @Test
    void explain_code_saysMeaningAndNextStep() {
        Cli.Result text = Cli.run("explain", "WK-K006");
        assertThat(text.exit()).isEqualTo(ExitCodes.OK);
        assertThat(text.out())
                .isEqualToNormalizingNewlines(
                        "WK-K006: The key's origination window has ended.\nKey owner: rotate to a new key.\n");
        assertThat(Cli.run("explain", "k006").out()).isEqualTo(text.out());
        assertThat(Cli.run("explain", "WK-D001").out()).contains("\nLost: ");
        assertThat(Cli.run("explain", "WK-U001", "--json").out())
                .contains("\"code\" : \"WK-U001\"", "\"lost\" : null", "\"remedy\" : \"Caller: ");
    }

    @Test
    void explain_policyNotNewer_saysWhatWhyWhoAndTheNextStep() {
        assertThat(Cli.run("explain", "WK-P016").out())
                .contains("applied in a higher version", "nothing was changed", "since an old policy")
                .contains("Administrator: ", "`wardkey policy show --config FILE`", "`wardkey policy trial`");
    }

    @Test
    void explain_unknownCode_exitsWithTwo() {
        assertThat(Cli.run("explain", "WK-K999").exit()).isEqualTo(ExitCodes.USAGE);
    }
}
