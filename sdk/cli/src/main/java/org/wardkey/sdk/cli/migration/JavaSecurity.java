package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.sdk.cli.migration.Migration.Target;
import org.wardkey.sdk.cli.migration.SettingsFile.Setting;

/** The list of providers in {@code java.security}, or in a file that overrides it. */
final class JavaSecurity {
    private static final Pattern PROVIDER = Pattern.compile("security\\.provider\\.([0-9]{1,4})");
    private static final String KEY_MANAGERS = "ssl.KeyManagerFactory.algorithm";

    private JavaSecurity() {}

    static Optional<Migration> migrate(PropertiesFile file, Target target) {
        List<Setting> providers = new ArrayList<>();
        for (Setting setting : file.settings()) {
            if (PROVIDER.matcher(setting.path()).matches()) {
                providers.add(setting);
            }
        }
        if (providers.isEmpty()) {
            return Optional.empty();
        }
        List<String> steps = new ArrayList<>();
        if (providers.stream().anyMatch(provider -> provider.value().matches("Wardkey(\\s.*)?"))) {
            steps.add("Wardkey is in the list already.");
        } else {
            for (Setting provider : providers) {
                Matcher number = PROVIDER.matcher(provider.path());
                if (number.matches()) {
                    file.rename(provider, "security.provider." + (Integer.parseInt(number.group(1)) + 1));
                }
            }
            file.addBefore(providers.get(0), "security.provider.1", "Wardkey " + target.configuration());
            keyManagers(file, providers.get(providers.size() - 1));
            steps.add(
                    "Put Wardkey's jars on the class path of the JVM: without them it has no key managers, and TLS fails.");
        }
        return Optional.of(new Migration("java.security", file.text(), file.edited(), List.of(), steps));
    }

    private static void keyManagers(PropertiesFile file, Setting lastProvider) {
        file.settings().stream()
                .filter(setting -> setting.path().equals(KEY_MANAGERS))
                .findFirst()
                .ifPresentOrElse(
                        present -> file.set(present, "WardkeyPKIX"),
                        () -> file.addBehind(lastProvider, KEY_MANAGERS, "WardkeyPKIX"));
    }
}
