package org.wardkey.sdk.cli.migration;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to become of a settings file whose keys move into Wardkey: which settings change, and what is to be done
 * besides. Holds no value of the file but the names and types of key stores. Immutable.
 *
 * @param kind what the file is
 * @param changes its settings that change, in their order
 * @param stores the key stores that it is no longer to name
 * @param steps what is to be done besides, in plain words
 */
public record Migration(String kind, List<Change> changes, List<KeyStoreFile> stores, List<String> steps) {
    /** How a step ends that says that a key store is Wardkey's. */
    static final String ALREADY = " already.";

    /** Copies the lists. */
    public Migration {
        changes = List.copyOf(changes);
        stores = List.copyOf(stores);
        steps = List.copyOf(steps);
    }

    /**
     * A key store that the file names.
     *
     * @param location as it stands there
     * @param type its type; empty if the file does not say
     */
    public record KeyStoreFile(String location, String type) {}

    /**
     * What the file is to name.
     *
     * @param configuration Wardkey's configuration
     * @param agent Wardkey's agent
     */
    public record Target(String configuration, String agent) {}

    /**
     * Says whether the file is as it is to be.
     *
     * @return whether nothing changes and nothing is to be done but to know that it names Wardkey
     */
    public boolean isDone() {
        return changes.isEmpty() && steps.stream().allMatch(step -> step.endsWith(ALREADY));
    }

    /**
     * Looks at a file.
     *
     * @param name its name, whose ending may tell what it is
     * @param text its text
     * @param target what it is to name
     * @return what is to become of it; empty if it is of no known kind, or names no key store
     */
    public static Optional<Migration> of(String name, String text, Target target) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (text.contains("<Connector") || text.contains("<SSLHostConfig")) {
            return TomcatServer.migrate(text);
        }
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return StoreSettings.migrate(YamlFile.settings(text));
        }
        List<Setting> properties = PropertiesFile.settings(text);
        return JavaSecurity.migrate(properties, target)
                .or(() -> StoreSettings.migrate(properties))
                .or(() -> JvmArguments.migrate(text, target));
    }

    /** The line of a place in a text, from 1. */
    static int line(String text, int at) {
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
