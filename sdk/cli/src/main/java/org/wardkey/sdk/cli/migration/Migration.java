package org.wardkey.sdk.cli.migration;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of a settings file whose keys move into Wardkey. Immutable.
 *
 * <p>The text may hold passwords, as the file does: only {@link #difference} is for people's eyes.
 */
public final class Migration {
    private final String kind;
    private final String before;
    private final String after;
    private final List<KeyStoreFile> stores;
    private final List<String> steps;

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

    Migration(String kind, String before, String after, List<KeyStoreFile> stores, List<String> steps) {
        this.kind = kind;
        this.before = before;
        this.after = after;
        this.stores = List.copyOf(stores);
        this.steps = List.copyOf(steps);
    }

    /**
     * Looks at a file.
     *
     * @param name its name, whose ending may tell what it is
     * @param text its text
     * @param target what it is to name
     * @return what becomes of it; empty if it is of no known kind, or names no key store
     */
    public static Optional<Migration> of(String name, String text, Target target) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (text.contains("<Connector") || text.contains("<SSLHostConfig")) {
            return TomcatServer.migrate(text);
        }
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return StoreSettings.migrate(new YamlFile(text));
        }
        PropertiesFile properties = new PropertiesFile(text);
        return JavaSecurity.migrate(properties, target)
                .or(() -> StoreSettings.migrate(properties))
                .or(() -> JvmArguments.migrate(text, target));
    }

    /** @return what the file is */
    public String kind() {
        return kind;
    }

    /** @return the text of the file with Wardkey's settings */
    public String after() {
        return after;
    }

    /** @return whether the text changes at all */
    public boolean changes() {
        return !before.equals(after);
    }

    /** @return the key stores that the file no longer names */
    public List<KeyStoreFile> stores() {
        return stores;
    }

    /** @return what is to be done besides, in plain words */
    public List<String> steps() {
        return steps;
    }

    /** @return the lines that go, with {@code -}, and those that come, with {@code +}; passwords are hidden */
    public List<String> difference() {
        return Passwords.hide(LineDifference.between(before, after));
    }
}
