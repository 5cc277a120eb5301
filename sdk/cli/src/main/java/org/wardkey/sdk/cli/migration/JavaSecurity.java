package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wardkey.sdk.cli.migration.Migration.Target;

/** The list of providers in {@code java.security}, or in a file that overrides it. */
final class JavaSecurity {
    static final String PROVIDER = "security\\.provider\\.[0-9]{1,4}";
    private static final String KEY_MANAGERS = "ssl.KeyManagerFactory.algorithm";

    private JavaSecurity() {}

    static Optional<Migration> migrate(List<Setting> settings, Target target) {
        List<Setting> providers =
                settings.stream().filter(one -> one.path().matches(PROVIDER)).toList();
        if (providers.isEmpty()) {
            return Optional.empty();
        }
        if (providers.stream().anyMatch(provider -> provider.value().matches("Wardkey(\\s.*)?"))) {
            return Optional.of(new Migration(
                    "java.security",
                    List.of(),
                    List.of(),
                    List.of("Wardkey is in the list of providers" + Migration.ALREADY)));
        }
        List<Change> changes = new ArrayList<>();
        Setting first = providers.get(0);
        changes.add(Change.firstProvider(first, "Wardkey " + target.configuration(), providers.size()));
        Optional<Setting> managers =
                settings.stream().filter(one -> one.path().equals(KEY_MANAGERS)).findFirst();
        changes.add(managers.map(one -> Change.set(one, KEY_MANAGERS, "WardkeyPKIX"))
                .orElseGet(() -> Change.add(first, KEY_MANAGERS, "WardkeyPKIX")));
        return Optional.of(new Migration(
                "java.security",
                changes,
                List.of(),
                List.of(
                        "Better than to edit the JDK's file: wardkey java-security print makes one with all of this, for"
                                + " -Djava.security.properties=FILE.",
                        "Put Wardkey's jars on the class path of the JVM: without them it has no key managers, and TLS"
                                + " fails.")));
    }
}
