package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.sdk.cli.migration.Migration.KeyStoreFile;
import org.wardkey.sdk.cli.migration.Migration.Target;

/** Arguments of a JVM in a script, a unit of systemd, or an argument file: {@code -Djavax.net.ssl.keyStore=...}. */
final class JvmArguments {
    static final String PREFIX = "-Djavax.net.ssl.keyStore";
    static final String AGENT = "-javaagent:";
    /** The value only where it is one word or quoted by itself. */
    private static final Pattern ARGUMENT = Pattern.compile(
            "-Djavax\\.net\\.ssl\\.keyStore(?<name>|Type|Password|Provider)=(?<value>\"[^\"\\n]*\"|'[^'\\n]*'|[\\w./:@%+,~-]*)");

    private JvmArguments() {}

    static Optional<Migration> migrate(String text, Target target) {
        List<Change> changes = new ArrayList<>();
        List<KeyStoreFile> stores = new ArrayList<>();
        boolean other = false;
        String type = "";
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher argument = ARGUMENT.matcher(line.stripLeading().startsWith("#") ? "" : line);
            while (argument.find()) {
                String name = argument.group("name");
                String value = argument.group("value").replaceAll("[\"']", "");
                Setting found = new Setting(number, 0, PREFIX + name, value);
                switch (name) {
                    case "" -> {
                        stores.add(new KeyStoreFile(value, ""));
                        changes.add(Change.set(found, PREFIX, "NONE"));
                        changes.add(
                                Change.add(found, PREFIX + "Type", "Wardkey").with(", instead of another type"));
                        changes.add(Change.add(found, AGENT, target.agent() + "=" + target.configuration())
                                .with(", before it"));
                    }
                    case "Type" -> {
                        type = value;
                        other |= !value.equalsIgnoreCase("Wardkey");
                    }
                    default -> {
                        other = true;
                        changes.add(Change.remove(found, PREFIX + name));
                    }
                }
            }
        }
        if (stores.isEmpty()) {
            return Optional.empty();
        }
        if (!type.isEmpty() && !other) {
            return Optional.of(new Migration(
                    "JVM arguments", List.of(), List.of(), List.of("The key store is Wardkey's" + Migration.ALREADY)));
        }
        String known = type;
        return Optional.of(
                new Migration(
                        "JVM arguments",
                        changes,
                        stores.stream()
                                .map(store -> new KeyStoreFile(store.location(), known))
                                .toList(),
                        List.of(
                                "On Java 22 and newer add --enable-native-access=ALL-UNNAMED, or the JVM warns about libcrypto.")));
    }
}
