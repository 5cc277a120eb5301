package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the distribution: nothing that nobody knows, the same bytes from the same jars. */
class DistContentIT {
    private static final String ASSEMBLE = "sdk/cli/src/dist/assemble";
    private static final Path DOCUMENT = Distribution.SOURCES.resolve("docs").resolve("THIRD-PARTY.md");

    /** A line of the table in THIRD-PARTY.md. */
    private static final Pattern ROW = Pattern.compile("\\| `(\\S+)` \\| (\\S+) \\| ([^|]+) \\| .*");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void tarball_everyEntry_isSortedOwnedByRootAndOfOneTime(String machine) throws Exception {
        String packed = Distribution.packed(machine).toString();
        List<String> names =
                Distribution.succeed(Map.of(), "tar", "-tzf", packed).lines().toList();
        assertThat(names).isSorted().allMatch(name -> name.startsWith(Distribution.name(machine) + "/"));
        assertThat(Distribution.succeed(Map.of("TZ", "UTC"), "tar", "--numeric-owner", "-tvzf", packed)
                        .lines())
                .hasSameSizeAs(names)
                .allMatch(line -> line.matches("(-rw-r--r--|drwxr-xr-x) 0/0 +\\d+ 2026-11-24 00:00 .*")
                        || line.matches("-rwxr-xr-x 0/0 +\\d+ 2026-11-24 00:00 .*/bin/wardkey"));
        assertThat(names.stream()
                        .map(name -> name.substring(Distribution.name(machine).length() + 1)))
                .contains(
                        "LICENSE",
                        "README.md",
                        "THIRD-PARTY.md",
                        "wardkey-sbom.json",
                        "bin/wardkey",
                        "docs/support-matrix.md",
                        "lib/wardkey-agent.jar",
                        "lib/native/libjnidispatch.so",
                        "lib/native/libsqlitejdbc.so");
    }

    @Test
    void checksums_ofWhatIsHandedOut_areRight() throws Exception {
        String checked = Distribution.succeed(
                Map.of(), "sh", "-c", "cd \"$0\" && sha256sum --strict -c SHA256SUMS", Distribution.PACKED.toString());
        assertThat(checked.lines())
                .hasSize(3)
                .allMatch(line -> line.endsWith(": OK"))
                .anyMatch(line -> line.startsWith("wardkey-conformance-"));
    }

    /** Source: ELF-64 Object File Format, e_machine: 62 is x86-64, 183 AArch64. */
    @ParameterizedTest
    @CsvSource({"x86_64, 62", "aarch64, 183"})
    void nativeLibraries_ofEachMachine_areForIt(String machine, int code) throws Exception {
        Path natives = Distribution.unpackedIn(folder, machine).lib().resolve("native");
        for (String library : List.of("libjnidispatch.so", "libsqlitejdbc.so")) {
            byte[] header = Arrays.copyOf(Files.readAllBytes(natives.resolve(library)), 20);
            assertThat(Arrays.copyOf(header, 5)).as(library).containsExactly(0x7f, 'E', 'L', 'F', 2);
            assertThat((header[18] & 0xff) | (header[19] & 0xff) << 8)
                    .as(library)
                    .isEqualTo(code);
        }
    }

    @Test
    void agent_jarsThatItsManifestNames_lieBesideIt() throws Exception {
        Path lib = Distribution.unpackedIn(folder).lib();
        try (JarFile agent = new JarFile(lib.resolve("wardkey-agent.jar").toFile())) {
            String named = agent.getManifest().getMainAttributes().getValue("Class-Path");
            assertThat(named.split(" "))
                    .hasSizeGreaterThan(4)
                    .allSatisfy(jar -> assertThat(lib.resolve(jar)).isRegularFile());
            // What an application gets on its class path is what the provider needs, and nothing of the command line.
            assertThat(jars(lib))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(Stream.of("wardkey-agent.jar"), Arrays.stream(named.split(" ")))
                                    .toList());
        }
    }

    private static List<String> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** A component of the bill of materials. */
    private static final class Component {
        private String group = "";
        private String name = "";
        private String version = "";
        private final Set<String> licences = new TreeSet<>();
        private String algorithm = "";
        private String sha256 = "";

        private void take(String field, String value) {
            if (field.equals("group")) {
                group = value;
            } else if (field.equals("name")) {
                name = value;
            } else if (field.equals("version")) {
                version = value;
            } else if (field.matches("licenses/\\d+/license/id")) {
                licences.add(value);
            } else if (field.matches("hashes/\\d+/alg")) {
                algorithm = value;
            } else if (field.matches("hashes/\\d+/content") && algorithm.equals("SHA-256")) {
                sha256 = value;
            }
        }

        private boolean own() {
            return group.equals("org.wardkey");
        }

        private String jar() {
            return name.equals("wardkey-agent") ? "wardkey-agent.jar" : name + "-" + version + ".jar";
        }
    }

    private static List<Component> components(Path billOfMaterials) throws IOException {
        Pattern field = Pattern.compile("/components/(\\d+)/(.+)");
        Map<Integer, Component> components = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(billOfMaterials.toFile())) {
            while (json.nextToken() != null) {
                Matcher place =
                        field.matcher(json.getParsingContext().pathAsPointer().toString());
                if (json.currentToken().isScalarValue() && place.matches()) {
                    components
                            .computeIfAbsent(Integer.valueOf(place.group(1)), index -> new Component())
                            .take(place.group(2), json.getText());
                }
            }
        }
        return List.copyOf(components.values());
    }

    @Test
    void billOfMaterials_components_areTheJarsOfTheDistribution() throws Exception {
        Distribution distribution = Distribution.unpackedIn(folder);
        Path lib = distribution.lib();
        List<Component> components = components(distribution.root().resolve("wardkey-sbom.json"));

        assertThat(components.stream().map(Component::jar))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(jars(lib).stream(), jars(lib.resolve("cli")).stream())
                                .filter(jar -> !jar.startsWith("wardkey-cli-"))
                                .toList());
        for (Component component : components) {
            Path jar = lib.resolve(component.jar());
            if (!component.own()) {
                byte[] hash = MessageDigest.getInstance("SHA-256")
                        .digest(Files.readAllBytes(
                                Files.exists(jar) ? jar : lib.resolve("cli").resolve(component.jar())));
                assertThat(component.sha256)
                        .as(component.name)
                        .isEqualTo(HexFormat.of().formatHex(hash));
            }
        }
    }

    @Test
    void thirdParty_versionsAndLicences_areThoseThatTheProjectsState() throws Exception {
        Distribution distribution = Distribution.unpackedIn(folder);
        Map<String, Set<String>> stated = new HashMap<>();
        for (Component component : components(distribution.root().resolve("wardkey-sbom.json"))) {
            if (!component.own()) {
                stated.put(component.name + " " + component.version, component.licences);
            }
        }
        Map<String, Set<String>> written = Files.readAllLines(
                        distribution.root().resolve("THIRD-PARTY.md"))
                .stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(
                        row -> row.group(1) + " " + row.group(2),
                        row -> Set.of(row.group(3).split(" OR "))));

        assertThat(written).hasSizeGreaterThan(4).isEqualTo(stated);
    }

    @Test
    void thirdParty_ofTheDistribution_isTheOneInTheDocumentation() throws Exception {
        String made = Files.readString(Distribution.unpackedIn(folder).root().resolve("THIRD-PARTY.md"));
        if (Boolean.getBoolean("wardkey.regenerate")) {
            Files.writeString(DOCUMENT, made);
            return;
        }
        assertThat(Files.readString(DOCUMENT))
                .as("run this test with -Dwardkey.regenerate=true and commit docs/THIRD-PARTY.md")
                .isEqualTo(made);
    }

    /** What the script reads, in another folder. */
    private Path sources() throws Exception {
        Path copy = folder.resolve("wardkey");
        Distribution.succeed(
                Map.of(), "bash", "-euc", """
                cd "$1"
                mkdir -p "$2"
                cp -r --parents LICENSE README.md CHANGELOG.md SECURITY.md docs sdk/cli/src/dist provider/agent/target/lib \
                    provider/agent/target/wardkey-agent-*.jar sdk/cli/target/lib sdk/cli/target/unpacked \
                    sdk/cli/target/wardkey-sbom.json sdk/cli/target/wardkey-cli-*.jar \
                    conformance-vectors/target/wardkey-conformance-*.jar "$2"
                """, "sources", Distribution.SOURCES.toString(), copy.toString());
        return copy;
    }

    private static Cli.Result assemble(Path sources) throws Exception {
        return Distribution.run(
                Map.of("TZ", "Asia/Kathmandu"),
                Stream.of(
                        "bash",
                        "-c",
                        "umask 077; exec \"$@\"",
                        "assemble",
                        sources.resolve(ASSEMBLE).toString(),
                        System.getProperty("wardkey.project.version"),
                        "2026-11-24T00:00:00Z"));
    }

    @Test
    void assemble_inAnotherFolderZoneAndUmask_makesTheSameBytes() throws Exception {
        Path sources = sources();
        assertThat(assemble(sources)).isEqualTo(new Cli.Result(0, "", ""));
        for (String machine : List.of("x86_64", "aarch64")) {
            Path packed = Distribution.packed(machine);
            assertThat(sources.resolve("target").resolve("dist").resolve(packed.getFileName()))
                    .hasSameBinaryContentAs(packed);
        }
    }

    @Test
    void assemble_jarThatNobodyHasLookedAt_isRefused() throws Exception {
        Path sources = sources();
        Files.writeString(sources.resolve("sdk/cli/target/lib/unknown-1.2.jar"), "");
        refused(sources, "Expected a row for unknown-1.2.jar in sdk/cli/src/dist/licences, found none.");
    }

    @Test
    void assemble_jarOfAnotherVersionBeside_isRefused() throws Exception {
        Path sources = sources();
        Files.writeString(sources.resolve("sdk/cli/target/lib/picocli-1.0.jar"), "");
        refused(sources, "Expected one jar of each, found several of: picocli. Run mvn clean");
    }

    @Test
    void assemble_rowWithoutJar_isRefused() throws Exception {
        Path sources = sources();
        Path table = sources.resolve("sdk/cli/src/dist/licences");
        Files.writeString(table, Files.readString(table) + "gone|Apache-2.0|nothing|https://example.org|\n");
        refused(sources, "Expected a jar for the row of gone");
    }

    @Test
    void assemble_licenceWithoutItsText_isRefused() throws Exception {
        Path sources = sources();
        Path table = sources.resolve("sdk/cli/src/dist/licences");
        Files.writeString(table, Files.readString(table).replace("picocli|Apache-2.0|", "picocli|MIT|"));
        refused(sources, "Expected the text of MIT in picocli-");
    }

    private static void refused(Path sources, String why) throws Exception {
        Cli.Result result = assemble(sources);
        assertThat(result.exit()).as(result.out()).isEqualTo(1);
        assertThat(result.out()).startsWith("assemble: " + why);
        assertThat(sources.resolve("target").resolve("dist")).isEmptyDirectory();
    }
}
