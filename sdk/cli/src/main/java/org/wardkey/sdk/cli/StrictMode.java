package org.wardkey.sdk.cli;

import java.security.Provider;
import java.security.Security;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.policy.DisabledAlgorithms;
import org.wardkey.provider.policy.Policy;

/**
 * The properties of {@code java.security} that make the JVM as a whole obey what a policy denies to everybody: the
 * JDK's own lists with the policy's entries behind, and what Wardkey refuses in the place of the providers behind it.
 */
final class StrictMode {
    /** {@code TYPE.NAME}, and what it may end with. */
    private static final Pattern SERVICE =
            Pattern.compile("(?<type>[A-Za-z]+)\\.(?<name>[^ ]+)(?<ending>( alone| of [A-Za-z0-9-]+)?)");

    private StrictMode() {}

    /** Whether the JVM looks at {@code jdk.crypto.disabledAlgorithms}: 25 has it commented out. */
    static boolean jdkRefusesServices() {
        return Security.getProperty(DisabledAlgorithms.SERVICES) != null
                || Runtime.version().feature() >= 25;
    }

    /**
     * Gives the properties, without their comments.
     *
     * @param policy the policy
     * @param now the time: what is not denied yet is not named
     * @return the values by the properties' names, in their order
     */
    static Map<String, String> properties(Policy policy, Instant now) {
        Map<String, String> disabled = DisabledAlgorithms.of(policy, now);
        Map<String, String> properties = new LinkedHashMap<>();
        for (String property : DisabledAlgorithms.PROPERTIES) {
            boolean services = property.equals(DisabledAlgorithms.SERVICES);
            if (!services || jdkRefusesServices()) {
                String own = Security.getProperty(property);
                String denied = disabled.getOrDefault(property, "");
                properties.put(
                        property,
                        DisabledAlgorithms.merge(own == null ? "" : own, services ? withAliases(denied) : denied));
            }
        }
        properties.put(
                WardkeyProvider.REFUSED_SERVICES,
                withAliases(disabled.getOrDefault(DisabledAlgorithms.REFUSED_SERVICES, "")));
        return properties;
    }

    /** Services with every other name that this JVM's providers know them by, object identifiers too. */
    static String withAliases(String services) {
        Set<String> all = new LinkedHashSet<>();
        for (String service : services.split(",", -1)) {
            Matcher parts = SERVICE.matcher(service.strip());
            if (parts.matches()) {
                all.add(parts.group());
                aliases(parts.group("type"), parts.group("name"))
                        .forEach(alias -> all.add(parts.group("type") + "." + alias + parts.group("ending")));
            }
        }
        return String.join(", ", all);
    }

    /** Of a transformation, those of its cipher too: whoever has another name for AES has it for every mode. */
    private static Set<String> aliases(String type, String name) {
        Set<String> aliases = new TreeSet<>(known(type, name));
        int slash = name.indexOf('/');
        if (type.equals("Cipher") && slash > 0) {
            known(type, name.substring(0, slash)).forEach(alias -> aliases.add(alias + name.substring(slash)));
        }
        return aliases;
    }

    /** Source: java.security.Provider, "Alg.Alias.SERVICE.ALIAS" is the name that the alias stands for. */
    private static Set<String> known(String type, String name) {
        String prefix = "Alg.Alias." + type + ".";
        Set<String> aliases = new TreeSet<>();
        for (Provider provider : Security.getProviders()) {
            for (String key : provider.stringPropertyNames()) {
                if (key.regionMatches(true, 0, prefix, 0, prefix.length())
                        && name.equalsIgnoreCase(provider.getProperty(key))) {
                    aliases.add(key.substring(prefix.length()));
                }
            }
        }
        return aliases;
    }
}
