package org.wardkey.provider.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyType;

/**
 * Chooses keys. What is empty chooses all; what is not must hold: one of the words of each kind.
 *
 * @param tokens names of tokens
 * @param aliases patterns of aliases, without the token's name; they choose the key's other generations, too
 * @param labels labels
 * @param certificateIssuers patterns of the issuer's name in the key's own certificate
 * @param certificateSubjects patterns of the subject's name in the key's own certificate
 * @param keyTypes types of keys
 * @param imported whether the key was made outside the token
 */
public record Selector(
        List<String> tokens,
        List<Glob> aliases,
        List<String> labels,
        List<NamePattern> certificateIssuers,
        List<NamePattern> certificateSubjects,
        Set<KeyType> keyTypes,
        Optional<Boolean> imported) {
    /** {@code ALIAS@1} and so on for what rotation replaced, {@code ALIAS@next} for what it will put in its place. */
    private static final Pattern GENERATION = Pattern.compile("(.+)@(?:[0-9]+|next)");

    /** Every key. */
    public static final Selector EVERY_KEY =
            new Selector(List.of(), List.of(), List.of(), List.of(), List.of(), Set.of(), Optional.empty());

    /** Copies the lists. */
    public Selector {
        tokens = List.copyOf(tokens);
        aliases = List.copyOf(aliases);
        labels = List.copyOf(labels);
        certificateIssuers = List.copyOf(certificateIssuers);
        certificateSubjects = List.copyOf(certificateSubjects);
        keyTypes = Set.copyOf(keyTypes);
    }

    /**
     * Tells whether a key is chosen.
     *
     * @param key the key's facts
     * @param attributes what else is known of it
     * @return whether it is
     */
    public boolean matches(KeyFacts key, KeyAttributes attributes) {
        return matches(key, attributes, glob -> named(glob, key.alias()));
    }

    /**
     * The same without other generations: what gives a key more than others have is for the very alias, since anybody
     * can name a key {@code ALIAS@2}.
     *
     * @param key the key's facts
     * @param attributes what else is known of it
     * @return whether it is chosen by its own alias
     */
    public boolean matchesItself(KeyFacts key, KeyAttributes attributes) {
        return matches(key, attributes, glob -> glob.matches(key.alias()));
    }

    private boolean matches(KeyFacts key, KeyAttributes attributes, Predicate<Glob> alias) {
        return (tokens.isEmpty() || tokens.contains(key.token()))
                && (aliases.isEmpty() || aliases.stream().anyMatch(alias))
                && (labels.isEmpty()
                        || labels.stream().anyMatch(key.authorizations().labels()::contains))
                && named(certificateIssuers, attributes.certificateIssuer())
                && named(certificateSubjects, attributes.certificateSubject())
                && (keyTypes.isEmpty() || keyTypes.contains(key.type()))
                && (imported.isEmpty() || imported.get() == key.imported());
    }

    /** Replaced generations and prepared successors obey the rules of the key whose alias they had or get. */
    private static boolean named(Glob glob, String alias) {
        Matcher generation = GENERATION.matcher(alias);
        return glob.matches(alias) || (generation.matches() && glob.matches(generation.group(1)));
    }

    private static boolean named(List<NamePattern> patterns, Optional<String> name) {
        return patterns.isEmpty()
                || (name.isPresent() && patterns.stream().anyMatch(pattern -> pattern.matches(name.get())));
    }

    /** @return the choice in words */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, "token", tokens);
        add(parts, "alias", aliases);
        add(parts, "label", labels);
        add(parts, "certificate issuer", certificateIssuers);
        add(parts, "certificate subject", certificateSubjects);
        add(parts, "key type", Words.of(keyTypes));
        imported.ifPresent(made -> parts.add(made ? "imported" : "not imported"));
        return parts.isEmpty() ? "every key" : "keys with " + String.join(" and ", parts);
    }

    private static void add(List<String> parts, String what, Collection<?> words) {
        if (!words.isEmpty()) {
            parts.add(what + " " + words.stream().map(Object::toString).collect(Collectors.joining(" or ")));
        }
    }
}
