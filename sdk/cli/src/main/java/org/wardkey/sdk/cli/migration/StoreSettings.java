package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.sdk.cli.migration.Migration.KeyStoreFile;
import org.wardkey.sdk.cli.migration.SettingsFile.Setting;

/** Key stores in the settings of Spring Boot and Kafka. */
final class StoreSettings {
    /** A password that Kafka wants and nobody looks at. */
    static final String UNUSED = "unused";

    private static final String TYPE = "Wardkey";
    private static final String EMPTY = "/dev/null";

    /** Where a program keeps the name of a key store, and what belongs to it. Names are compared as Spring Boot does. */
    private enum Place {
        SPRING_SERVER(
                "Spring Boot",
                "(?<group>(?:server|management\\.server)\\.ssl\\.)keystore",
                "file:" + EMPTY,
                "keystore"),
        SPRING_BUNDLE(
                "Spring Boot",
                "(?<group>spring\\.ssl\\.bundle\\.jks\\.[^.]+\\.)keystore\\.location",
                "file:" + EMPTY,
                "keystore."),
        SPRING_KAFKA(
                "Spring Boot",
                "(?<group>spring\\.kafka\\.(?:[a-z]+\\.)?ssl\\.)keystorelocation",
                "file:" + EMPTY,
                "keystore"),
        KAFKA("Kafka", "(?<group>(?:.*\\.)?ssl\\.)keystore\\.location", EMPTY, "keystore.");

        private final String program;
        private final String pattern;
        private final String nothing;
        private final String store;

        Place(String program, String pattern, String nothing, String store) {
            this.program = program;
            this.pattern = pattern;
            this.nothing = nothing;
            this.store = store;
        }

        /** Kafka opens no store without a password, and neither does Spring Boot's Kafka. */
        private boolean wantsPassword() {
            return this == KAFKA || this == SPRING_KAFKA;
        }
    }

    private static final Map<String, String> KEYS_IN_FILES = Map.of(
            "server.ssl.certificateprivatekey", "Spring Boot",
            "ssl.keystore.key", "Kafka");

    private final SettingsFile file;
    private final List<KeyStoreFile> stores = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private String program = "";

    private StoreSettings(SettingsFile file) {
        this.file = file;
    }

    static Optional<Migration> migrate(SettingsFile file) {
        StoreSettings settings = new StoreSettings(file);
        for (Setting setting : file.settings()) {
            settings.look(setting);
        }
        if (settings.program.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Migration(settings.program, file.text(), file.edited(), settings.stores, settings.steps));
    }

    /** Source: Spring Boot reference, relaxed binding: case, hyphens and underscores do not count. */
    private static String canonical(String path) {
        return path.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private void look(Setting setting) {
        String name = canonical(setting.path());
        String pem = KEYS_IN_FILES.get(name);
        if (pem != null || (name.startsWith("spring.ssl.bundle.pem.") && name.endsWith(".keystore.privatekey"))) {
            program = pem == null ? Place.SPRING_BUNDLE.program : pem;
            steps.add(
                    setting.path()
                            + " is a PEM key, which keytool cannot import: make a PKCS12 file of it (openssl pkcs12"
                            + " -export -inkey KEY -in CHAIN -out server.p12), import that, and set up a key store as the recipe says.");
        }
        for (Place place : Place.values()) {
            Matcher matcher = Pattern.compile(place.pattern).matcher(name);
            if (matcher.matches()) {
                move(setting, place, matcher.group("group"));
                return;
            }
        }
    }

    private Optional<Setting> find(String group, String name) {
        return file.settings().stream()
                .filter(other -> canonical(other.path()).equals(group + name))
                .findFirst();
    }

    private void move(Setting location, Place place, String group) {
        program = place.program;
        Optional<Setting> type = find(group, place.store + "type");
        if (type.map(Setting::value).filter(TYPE::equalsIgnoreCase).isPresent()) {
            steps.add(location.path() + " is Wardkey's already.");
            return;
        }
        stores.add(new KeyStoreFile(location.value(), type.map(Setting::value).orElse("")));
        file.set(location, place.nothing);
        type.ifPresentOrElse(
                present -> file.set(present, TYPE), () -> file.addBehind(location, sibling(location, "type"), TYPE));
        Optional<Setting> password = find(group, place.store + "password");
        if (place.wantsPassword()) {
            password.ifPresentOrElse(
                    present -> file.set(present, UNUSED),
                    () -> file.addBehind(location, sibling(location, "password"), UNUSED));
        } else {
            password.ifPresent(file::remove);
        }
        find(group, place.store + "provider").ifPresent(file::remove);
        find(group, place.store.endsWith(".") ? "key.password" : "keypassword").ifPresent(file::remove);
        String alias = place.store.endsWith(".") ? "key.alias" : "keyalias";
        if (place == Place.KAFKA || place == Place.SPRING_KAFKA) {
            steps.add("Kafka cannot name an alias: give it a token with one key, or with keys of which one fits.");
        } else if (find(group, alias).isEmpty()) {
            steps.add("Name the key, as the token may have others: " + group
                    + (alias.equals("keyalias") ? "key-alias" : alias) + ".");
        }
    }

    /** A setting beside the location, in the manner in which that is written: key-store-type, keyStoreType, keystore.type. */
    private static String sibling(Setting location, String name) {
        String written = location.written();
        if (written.endsWith("location")) {
            String before = written.substring(0, written.length() - "location".length());
            return before + name;
        }
        if (written.endsWith("Location") || written.endsWith("Store")) {
            String before = written.endsWith("Location")
                    ? written.substring(0, written.length() - "Location".length())
                    : written;
            return before + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        }
        return written + "-" + name;
    }
}
