package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wardkey.sdk.cli.migration.Migration.Change;
import org.wardkey.sdk.cli.migration.Migration.Target;

/** The list of providers in {@code java.security}, or in a file that overrides it. */
final class JavaSecurity {
    private static final String PROVIDER = "security\\.provider\\.[0-9]{1,4}";
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
                    "java.security", List.of(), List.of(), List.of("Wardkey is in the list of providers already.")));
        }
        List<Change> changes = new ArrayList<>();
        int first = providers.get(0).line();
        changes.add(new Change(
                first,
                "security.provider.1",
                "add, with Wardkey " + target.configuration() + ", and add 1 to the number of each of the "
                        + providers.size() + " others"));
        Optional<Setting> managers =
                settings.stream().filter(one -> one.path().equals(KEY_MANAGERS)).findFirst();
        changes.add(managers.map(one -> Change.set(one.line(), KEY_MANAGERS, "WardkeyPKIX"))
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
