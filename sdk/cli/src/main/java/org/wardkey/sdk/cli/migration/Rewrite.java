package org.wardkey.sdk.cli.migration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wardkey.sdk.cli.migration.Change.Action;

/**
 * Makes the changes of a {@link Migration} in a file, where they can be shown to be those and no others. Pure.
 *
 * <p>The text is edited in single places. Then the file as it was and the file as it would be are both read as the program
 * reads them: all that is not to change must be the same in the same order, and what changes must have been there once and
 * must be there once with its new value. So an edit that goes wrong, by a mistake here or by a file that nobody thought of,
 * is refused.
 */
public final class Rewrite {
    /** What needs no quotes in any of the formats. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][\\w./+@=:-]*");

    private static final Pattern PLAIN_PROVIDER = Pattern.compile("Wardkey [A-Za-z0-9/][\\w./+@-]*");

    /** Where Spring Boot names a key store, in its canonical form, behind what its other settings begin with, too. */
    private static final Pattern LOCATION = Pattern.compile("(?<group>.*\\.)keystore(?:\\.?location)?");

    private Rewrite() {}

    /**
     * Says whether a file is of a kind that is never changed here, such as a script.
     *
     * @param name its name
     * @param text its text
     * @param migration what is to become of it
     * @return whether somebody has to change it by hand
     */
    public static boolean isForHands(String name, String text, Migration migration) {
        return format(name, text, migration).isEmpty();
    }

    private static Optional<Format> format(String name, String text, Migration migration) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean yaml = lower.endsWith(".yaml") || lower.endsWith(".yml");
        boolean properties = lower.endsWith(".properties");
        return switch (migration.kind()) {
            case "Tomcat" -> lower.endsWith(".xml") ? Optional.of(new TomcatFormat()) : Optional.empty();
            case "Spring Boot" ->
                yaml
                        ? Optional.of(new YamlFormat())
                        : properties ? Optional.of(new PropertiesFormat(true)) : Optional.empty();
            case "Kafka" -> properties ? Optional.of(new PropertiesFormat(false)) : Optional.empty();
            case "java.security" ->
                properties || lower.endsWith(".security") ? Optional.of(new PropertiesFormat(false)) : Optional.empty();
            default ->
                lower.matches(".*\\.(sh|bash|cmd|bat|ps1|service|conf|env|default)") || !ArgumentsFormat.isPlain(text)
                        ? Optional.empty()
                        : Optional.of(new ArgumentsFormat());
        };
    }

    /**
     * Makes the changes.
     *
     * @param name the file's name
     * @param before the file
     * @param migration what is to become of it, made of this file
     * @param alias the name of the key; empty if nobody said
     * @return the file as it is to be
     * @throws UnsafeEditException if it is for hands, or cannot be shown to be right
     */
    public static byte[] of(String name, byte[] before, Migration migration, Optional<String> alias)
            throws UnsafeEditException {
        String text = new String(before, StandardCharsets.UTF_8);
        Format format = format(name, text, migration)
                .orElseThrow(() -> new UnsafeEditException("is of a kind that is changed by hand alone."));
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), before)
                || text.replace("\r\n", "").contains("\r")) {
            throw new UnsafeEditException("expected UTF-8 with line ends of Unix or Windows.");
        }
        List<Change> changes = named(migration.changes(), alias);
        return rewritten(format, text, changes);
    }

    private static List<Change> named(List<Change> changes, Optional<String> alias) throws UnsafeEditException {
        List<Change> named = new ArrayList<>();
        for (Change change : changes) {
            if (change.action() == Action.ADD_ALIAS && alias.isEmpty()) {
                throw new UnsafeEditException(
                        change.line(), "wants " + change.setting() + ", the name of the key: give --alias.");
            }
            Change complete = alias.map(change::named).orElse(change);
            boolean plain = complete.action() == Action.REMOVE
                    || PLAIN.matcher(complete.value()).matches()
                    || (complete.action() == Action.ADD_FIRST_PROVIDER
                            && PLAIN_PROVIDER.matcher(complete.value()).matches());
            if (!plain) {
                throw new UnsafeEditException(
                        change.line(),
                        "the value for " + change.setting()
                                + " has characters that may mean something there: letters, digits and ./+@_- do not.");
            }
            named.add(complete);
        }
        return named;
    }

    /** Makes changes that are complete, and looks at what came of it. */
    static byte[] rewritten(Format format, String text, List<Change> changes) throws UnsafeEditException {
        List<Content> old = format.read(text.getBytes(StandardCharsets.UTF_8));
        requireNoOverride(old, changes);
        List<Wanted> wanted = wanted(old, changes);
        byte[] after = format.edit(text, changes).getBytes(StandardCharsets.UTF_8);
        require(old, format.read(after), wanted);
        return after;
    }

    /**
     * A document of Spring Boot for a profile overrides single settings of another: a password there would be given to a
     * key store that is named here.
     */
    private static void requireNoOverride(List<Content> old, List<Change> changes) throws UnsafeEditException {
        for (Change change : changes) {
            Matcher location = LOCATION.matcher(StoreSettings.canonical(change.setting()));
            if (change.action() == Action.SET && location.matches()) {
                String group = location.group("group") + "key";
                for (Content entry : old) {
                    boolean elsewhere = changes.stream().noneMatch(other -> other.place() == entry.place());
                    if (elsewhere && StoreSettings.canonical(entry.path()).startsWith(group)) {
                        throw new UnsafeEditException(
                                change.line(), "another document sets " + entry.path() + " for the same key store.");
                    }
                }
            }
        }
    }

    /** How often a setting was there, and the value that it is to have; empty if it is to go. */
    private record Wanted(int place, String path, int before, Optional<String> value) {
        private boolean is(Content entry) {
            return entry.place() == place
                    && StoreSettings.canonical(entry.path()).equals(StoreSettings.canonical(path));
        }
    }

    private static List<Wanted> wanted(List<Content> old, List<Change> changes) throws UnsafeEditException {
        List<Wanted> wanted = new ArrayList<>();
        for (Change change : changes) {
            switch (change.action()) {
                case SET -> wanted.add(new Wanted(change.place(), change.setting(), 1, Optional.of(change.value())));
                case REMOVE -> wanted.add(new Wanted(change.place(), change.setting(), 1, Optional.empty()));
                case ADD, ADD_ALIAS -> {
                    // A JVM's argument may be there with another value, which the plan says, too.
                    boolean there = change.setting().startsWith("-D")
                            && old.stream().anyMatch(entry -> entry.path().equals(change.setting()));
                    wanted.add(
                            new Wanted(change.place(), change.setting(), there ? 1 : 0, Optional.of(change.value())));
                }
                case ADD_FIRST_PROVIDER -> wanted.addAll(providers(old, change));
            }
        }
        return wanted;
    }

    /** A file that only overrides another's list would leave the numbers that it has not to that one. */
    private static List<Wanted> providers(List<Content> old, Change change) throws UnsafeEditException {
        List<Content> listed = old.stream()
                .filter(entry -> entry.path().matches(JavaSecurity.PROVIDER))
                .toList();
        Set<String> names = new HashSet<>();
        old.forEach(entry -> names.add(entry.path()));
        if (!names.containsAll(List.of("securerandom.source", "keystore.type", "login.configuration.provider"))
                || names.stream().anyMatch(name -> name.startsWith("include"))) {
            throw new UnsafeEditException(
                    "expected the JDK's own java.security, whole: what a file that overrides a part of"
                            + " it, or includes another, comes to depends on the other. wardkey java-security print makes one.");
        }
        List<Wanted> wanted = new ArrayList<>();
        wanted.add(new Wanted(0, change.setting(), 1, Optional.of(change.value())));
        for (int i = 0; i < listed.size(); i++) {
            if (!listed.get(i).path().equals("security.provider." + (i + 1))) {
                throw new UnsafeEditException(
                        change.line(), "expected providers with the numbers from 1 on, each once, in their order.");
            }
            wanted.add(new Wanted(
                    0,
                    "security.provider." + (i + 2),
                    i + 1 < listed.size() ? 1 : 0,
                    Optional.of(listed.get(i).value())));
        }
        return wanted;
    }

    private static void require(List<Content> old, List<Content> fresh, List<Wanted> wanted)
            throws UnsafeEditException {
        for (Wanted one : wanted) {
            long was = old.stream().filter(one::is).count();
            if (was != one.before()) {
                throw new UnsafeEditException("expected " + one.path() + (one.before() == 1 ? " once" : " not")
                        + ", found it " + was + " times, in whatever spelling.");
            }
            List<String> is = fresh.stream().filter(one::is).map(Content::value).toList();
            if (!is.equals(one.value().stream().toList())) {
                throw new UnsafeEditException("the change of " + one.path() + " would not be read as it is meant.");
            }
        }
        if (!others(old, wanted).equals(others(fresh, wanted))) {
            throw new UnsafeEditException("the change would be read as a change of something else, too.");
        }
    }

    private static List<Content> others(List<Content> entries, List<Wanted> wanted) {
        Stream<Content> others =
                entries.stream().filter(entry -> wanted.stream().noneMatch(one -> one.is(entry)));
        return others.toList();
    }
}
