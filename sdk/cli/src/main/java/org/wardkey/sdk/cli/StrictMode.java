package org.wardkey.sdk.cli;

import java.security.Provider;
import java.security.Security;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.policy.DisabledAlgorithms;
import org.wardkey.provider.policy.Policy;

/**
 * The properties of {@code java.security} that make the JVM as a whole obey what a policy denies to everybody: the
 * JDK's own lists with the policy's entries behind, and what Wardkey refuses in the place of the providers behind it.
 */
final class StrictMode {
    private static final String SERVICES = "jdk.crypto.disabledAlgorithms";

    private StrictMode() {}

    /** Whether the JVM looks at {@code jdk.crypto.disabledAlgorithms}: 25 has it commented out. */
    static boolean jdkRefusesServices() {
        return Security.getProperty(SERVICES) != null || Runtime.version().feature() >= 25;
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
        Map<String, String> properties = new java.util.LinkedHashMap<>();
        for (String property : DisabledAlgorithms.PROPERTIES) {
            if (!property.equals(SERVICES) || jdkRefusesServices()) {
                String own = Security.getProperty(property);
                properties.put(
                        property,
                        DisabledAlgorithms.merge(own == null ? "" : own, disabled.getOrDefault(property, "")));
            }
        }
        properties.put(WardkeyProvider.REFUSED_SERVICES, refused(disabled.getOrDefault(SERVICES, "")));
        return properties;
    }

    /** Ciphers and signatures with every other name that this JVM's providers know them by. */
    private static String refused(String services) {
        List<String> refused = new ArrayList<>();
        for (String service : services.split(",", -1)) {
            String name = service.strip();
            if (name.startsWith("Cipher.") || name.startsWith("Signature.")) {
                refused.add(name);
                refused.addAll(aliases(name));
            }
        }
        return refused.stream().distinct().collect(Collectors.joining(", "));
    }

    /** Source: java.security.Provider, "Alg.Alias.SERVICE.ALIAS" is the name that the alias stands for. */
    private static Set<String> aliases(String service) {
        int dot = service.indexOf('.');
        String prefix = "Alg.Alias." + service.substring(0, dot + 1);
        String name = service.substring(dot + 1);
        Set<String> aliases = new TreeSet<>();
        for (Provider provider : Security.getProviders()) {
            for (String key : provider.stringPropertyNames()) {
                if (key.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT))
                        && name.equalsIgnoreCase(provider.getProperty(key))) {
                    aliases.add(service.substring(0, dot + 1) + key.substring(prefix.length()));
                }
            }
        }
        return aliases;
    }
}
