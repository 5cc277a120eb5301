package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.sdk.cli.migration.Migration.KeyStoreFile;

/** Key stores in the settings of Spring Boot and Kafka. */
final class StoreSettings {
    private static final String UNUSED = "unused";
    private static final String TYPE = "Wardkey";
    private static final String EMPTY = "/dev/null";

    /** Where a program keeps the name of a key store, and what belongs to it. Names are compared as Spring Boot does. */
    private enum Place {
        SPRING_SERVER("Spring Boot", "(?<group>(?:management\\.)?server\\.ssl\\.)keystore", "key-store-", "key-"),
        SPRING_BUNDLE(
                "Spring Boot",
                "(?<group>spring\\.ssl\\.bundle\\.jks\\.[^.]+\\.)keystore\\.location",
                "keystore.",
                "key."),
        SPRING_KAFKA(
                "Spring Boot", "(?<group>spring\\.kafka\\.(?:[a-z]+\\.)?ssl\\.)keystorelocation", "key-store-", "key-"),
        KAFKA("Kafka", "(?<group>(?:.*\\.)?ssl\\.)keystore\\.location", "keystore.", "key.");

        private final String program;
        private final String pattern;
        private final String store;
        private final String key;

        Place(String program, String pattern, String store, String key) {
            this.program = program;
            this.pattern = pattern;
            this.store = store;
            this.key = key;
        }

        /** Kafka opens no store without a password, and neither does Spring Boot's Kafka; nor can it name an alias. */
        private boolean ofKafka() {
            return this == KAFKA || this == SPRING_KAFKA;
        }
    }

    private static final Map<String, String> KEYS_IN_FILES =
            Map.of("server.ssl.certificateprivatekey", "Spring Boot", "ssl.keystore.key", "Kafka");

    private final List<Setting> settings;
    private final List<Change> changes = new ArrayList<>();
    private final List<KeyStoreFile> stores = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private String program = "";

    private StoreSettings(List<Setting> settings) {
        this.settings = settings;
    }

    static Optional<Migration> migrate(List<Setting> settings) {
        StoreSettings found = new StoreSettings(settings);
        settings.forEach(found::look);
        return found.program.isEmpty()
                ? Optional.empty()
                : Optional.of(new Migration(found.program, found.changes, found.stores, found.steps));
    }

    /** Source: Spring Boot reference, relaxed binding: case, hyphens and underscores do not count. */
    static String canonical(String path) {
        return path.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private void look(Setting setting) {
        String name = canonical(setting.path());
        String pem = KEYS_IN_FILES.get(name);
        if (pem != null || (name.startsWith("spring.ssl.bundle.pem.") && name.endsWith(".keystore.privatekey"))) {
            program = pem == null ? Place.SPRING_BUNDLE.program : pem;
            steps.add(setting.path() + " (line " + setting.line()
                    + ") is a PEM key, which keytool cannot import: make a PKCS12"
                    + " file of it (openssl pkcs12 -export -inkey KEY -in CHAIN -out server.p12), import that, and set up a"
                    + " key store as the recipe says.");
        }
        for (Place place : Place.values()) {
            Matcher matcher = Pattern.compile(place.pattern).matcher(name);
            if (matcher.matches()) {
                // As it is written, without what the pattern has behind the group.
                String group = setting.path().substring(0, lengthOf(setting.path(), matcher.group("group")));
                move(setting, place, group);
                return;
            }
        }
    }

    /** How many characters of a path its canonical beginning takes. */
    private static int lengthOf(String path, String canonicalBeginning) {
        int length = 0;
        while (canonical(path.substring(0, length)).length() < canonicalBeginning.length()) {
            length++;
        }
        return length;
    }

    private List<Setting> find(Setting beside, String path) {
        return settings.stream()
                .filter(other -> other.section() == beside.section())
                .filter(other -> canonical(other.path()).equals(canonical(path)))
                .toList();
    }

    private void move(Setting location, Place place, String group) {
        program = place.program;
        String nothing = place == Place.KAFKA ? EMPTY : "file:" + EMPTY;
        List<Setting> type = find(location, group + place.store + "type");
        if (!type.isEmpty() && type.stream().allMatch(present -> present.value().equalsIgnoreCase(TYPE))) {
            steps.add(location.path() + " (line " + location.line() + ") is Wardkey's" + Migration.ALREADY);
            return;
        }
        stores.add(new KeyStoreFile(
                location.value(), type.stream().map(Setting::value).findFirst().orElse("")));
        changes.add(Change.set(location, location.path(), nothing));
        setOrAdd(location, type, group + place.store + "type", TYPE);
        List<Setting> password = find(location, group + place.store + "password");
        if (place.ofKafka()) {
            setOrAdd(location, password, group + place.store + "password", UNUSED);
        } else {
            remove(password);
        }
        remove(find(location, group + place.store + "provider"));
        remove(find(location, group + place.key + "password"));
        if (place.ofKafka()) {
            steps.add("Kafka cannot name an alias: give it a token with one key, or with keys of which one fits.");
        } else if (find(location, group + place.key + "alias").isEmpty()) {
            changes.add(Change.alias(location, group + place.key + "alias"));
        }
    }

    private void setOrAdd(Setting location, List<Setting> present, String path, String value) {
        if (present.isEmpty()) {
            changes.add(Change.add(location, path, value));
        }
        present.forEach(setting -> changes.add(Change.set(setting, setting.path(), value)));
    }

    private void remove(List<Setting> present) {
        present.forEach(setting -> changes.add(Change.remove(setting, setting.path())));
    }
}
