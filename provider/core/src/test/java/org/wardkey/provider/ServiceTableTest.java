package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServiceTableTest {
    private static final String BEGIN = "<!-- algorithms: generated from the service table; a test compares -->\n";
    private static final String END = "<!-- end of algorithms -->";

    private static String table() {
        Map<String, String> rows = ServiceTable.ALL.stream()
                .collect(Collectors.groupingBy(
                        row -> row.engine().jcaName(),
                        TreeMap::new,
                        Collectors.mapping(ServiceTableTest::text, Collectors.joining(", "))));
        StringBuilder table = new StringBuilder("\n| Service | Algorithms |\n|---|---|\n");
        rows.forEach((service, algorithms) -> table.append("| `")
                .append(service)
                .append("` | ")
                .append(algorithms)
                .append(" |\n"));
        return table.append('\n').toString();
    }

    private static String text(ServiceTable.Entry row) {
        String since = row.sinceJdk() == 0 ? "" : " (JDK " + row.sinceJdk() + ")";
        String needed = row.needed()
                .map(family -> " (" + ServiceTable.remedy(family) + ")")
                .orElse("");
        String token = row.engine() == EngineType.TOKEN_RANDOM ? " (token of `type = tpm2`)" : "";
        return "`" + row.algorithm() + "`" + since + needed + token;
    }

    private static Path readme() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
            folder = folder.getParent();
        }
        return folder.resolve("README.md");
    }

    @Test
    void readme_tableOfAlgorithms_isTheServiceTable() throws IOException {
        String text = Files.readString(readme());
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("wardkey.regenerate")) {
            Files.writeString(readme(), text.substring(0, begin) + table() + text.substring(end));
            return;
        }
        assertThat(text.substring(begin, end))
                .as("run this test with -Dwardkey.regenerate=true and commit README.md")
                .isEqualTo(table());
    }

    @Test
    void getService_everyNameAndAlias_findsItsRow() {
        Provider provider = new WardkeyProvider();
        for (ServiceTable.Entry row : ServiceTable.ENTRIES) {
            String type = row.engine().jcaName();
            assertThat(provider.getService(type, row.algorithm()) != null)
                    .as(row.algorithm())
                    .isEqualTo(Lattices.isServed(row));
            for (String alias : row.aliases()) {
                assertThat(provider.getService(type, alias) != null).as(alias).isEqualTo(Lattices.isServed(row));
            }
        }
    }

    @Test
    void newInstance_everyRow_makesAnSpi() throws Exception {
        Provider provider = new WardkeyProvider();
        for (Provider.Service service : provider.getServices()) {
            if (service.getAlgorithm().equals("BCFKS")) {
                // A validated module reads them, which is an artifact of its own; another provider may be asked then.
                assertThatThrownBy(() -> service.newInstance(null))
                        .isInstanceOf(NoSuchAlgorithmException.class)
                        .hasMessageContaining("wardkey-fips");
                continue;
            }
            assertThat(service.newInstance(null)).as(service.toString()).isNotNull();
            assertThat(service.newInstance(null).getClass().getName()).isEqualTo(service.getClassName());
        }
    }
}
