package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A denied operation is denied for every row of the table, whether the caller names the provider or
 * not, with every provider of the JDK behind us ready to take over.
 */
class FailClosedTest {
    static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");
    private static final Set<String> CHECKED = new TreeSet<>();

    @TempDir
    private static Path folder;

    private static Provider provider;
    private static DeniedRows denied;

    @BeforeAll
    static void register() {
        provider = TestHome.in(folder).provider();
        denied = new DeniedRows(
                provider,
                new DeniedRows.Denial("WK-", true, true),
                new DeniedKeys(
                        provider, "denied", key -> key.originationEnd(LONG_AGO).consumptionEnd(LONG_AGO)),
                Optional.of(new DeniedKeys(provider, "good", key -> key)),
                pairs(provider));
        assertThat(Security.insertProviderAt(provider, 1)).isEqualTo(1);
    }

    private static Set<String> pairs(Provider provider) {
        return provider.getServices().stream()
                .filter(row -> row.getType().equals("KeyPairGenerator"))
                .map(Provider.Service::getAlgorithm)
                .collect(Collectors.toSet());
    }

    @AfterAll
    static void unregister() {
        Security.removeProvider(provider.getName());
        // Rows that nobody looked at would be holes.
        assertThat(CHECKED)
                .hasSize(Lattices.servedRows())
                .hasSize(provider.getServices().size());
    }

    static Stream<Provider.Service> rows() {
        return provider.getServices().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void deniedKey_everyRow_isRefused(Provider.Service row) throws Exception {
        CHECKED.add(row.getType() + " " + row.getAlgorithm());
        denied.check(row);
    }

    @Test
    void services_table_haveTheSameRows() {
        assertThat(provider.getServices()).hasSize(Lattices.servedRows());
    }
}
