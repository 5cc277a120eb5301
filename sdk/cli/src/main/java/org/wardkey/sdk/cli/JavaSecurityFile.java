package org.wardkey.sdk.cli;

import java.nio.file.Path;
import java.security.Security;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.policy.Policy;

/**
 * The text for {@code -Djava.security.properties=FILE}: Wardkey, its views, then the JVM's own
 * providers, numbered again in full. An override that names position 1 alone would replace the JDK's
 * first provider instead of moving it.
 */
final class JavaSecurityFile {
    /**
     * A key manager algorithm that only Wardkey offers: without its jar, TLS fails loudly. Trust managers keep their
     * name: servers check revocation only if it is PKIX.
     */
    private static final String TLS_MANAGERS = "WardkeyPKIX";

    private JavaSecurityFile() {}

    /**
     * Reads the providers that this JVM is configured with, in order, without Wardkey's.
     *
     * @return the values of {@code security.provider.N}
     */
    static List<String> ownProviders() {
        List<String> own = new ArrayList<>();
        for (int n = 1; ; n++) {
            String value = Security.getProperty("security.provider." + n);
            if (value == null) {
                return own;
            }
            String name = value.trim().split("\\s", 2)[0];
            if (!name.equals(WardkeyProvider.NAME) && !name.equals(WardkeyProvider.class.getName())) {
                own.add(value.trim());
            }
        }
    }

    /**
     * Writes the file.
     *
     * @param config the configuration; empty for the defaults
     * @param tokens the tokens to make views of; only with a configuration
     * @param own the JVM's own providers, in order
     * @return the text: ASCII, for {@code Properties.load}
     * @throws IllegalArgumentException if the configuration's path cannot be an argument
     */
    static String text(Optional<Path> config, List<String> tokens, List<String> own) {
        String argument = config.map(JavaSecurityFile::argument).orElse("");
        List<String> providers = new ArrayList<>();
        providers.add((WardkeyProvider.NAME + " " + argument).trim());
        for (String token : tokens) {
            providers.add(WardkeyProvider.NAME + " " + argument + "#" + token);
        }
        providers.addAll(own);
        StringBuilder text = new StringBuilder()
                .append("# Made by wardkey java-security print for Java ")
                .append(Runtime.version().feature())
                .append(" (")
                .append(escape(System.getProperty("java.vendor", "")))
                .append("); another JDK may have another list.\n")
                .append("# Use: java -cp <Wardkey's jars>:... -Djava.security.properties=THIS-FILE ...\n");
        for (int n = 0; n < providers.size(); n++) {
            text.append("security.provider.")
                    .append(n + 1)
                    .append('=')
                    .append(escape(providers.get(n)))
                    .append('\n');
        }
        text.append(
                        "# The JDK's own TLS key managers under a name that only Wardkey has: without its jars, TLS fails.\n")
                .append("ssl.KeyManagerFactory.algorithm=" + TLS_MANAGERS + "\n");
        return text.toString();
    }

    /**
     * Writes that a JVM does not run without a usable configuration.
     *
     * @return the text that goes behind that of the providers
     */
    static String strictStart() {
        return "# strict = true in wardkey.conf: without a usable configuration this JVM does not run.\n"
                + WardkeyProvider.STRICT + "=true\n";
    }

    /**
     * Writes that a validated module serves alone.
     *
     * @return the text that goes behind that of the providers
     */
    static String approvedOnly() {
        StringBuilder text =
                new StringBuilder("# mode = fips in wardkey.conf: a validated module serves alone, and TLS offers"
                        + " what it has.\n" + WardkeyProvider.APPROVED_ONLY + "=true\n");
        ApprovedMode.properties()
                .forEach((property, value) ->
                        text.append(property).append('=').append(escape(value)).append('\n'));
        return text.toString();
    }

    /**
     * Writes the properties of strict mode.
     *
     * @param policy the policy
     * @param now the time
     * @param approvedOnly whether a validated module serves alone
     * @return the text that goes behind all the rest: of a property that stands twice the last one counts
     */
    static String strict(Policy policy, Instant now, boolean approvedOnly) {
        StringBuilder text = new StringBuilder("# Strict mode, for ")
                .append(escape(policy.documents().stream()
                        .map(document -> document.name() + " " + document.version())
                        .collect(Collectors.joining(", "))))
                .append(", as of ")
                .append(now)
                .append(": print it again when the policy or the year changes.\n");
        if (!StrictMode.jdkRefusesServices()) {
            text.append("# ADVISORY: Java ")
                    .append(Runtime.version().feature())
                    .append(
                            " has no jdk.crypto.disabledAlgorithms; whoever names another provider gets what is denied.\n");
        }
        Map<String, String> properties = StrictMode.properties(policy, now);
        (approvedOnly ? ApprovedMode.added(properties) : properties)
                .forEach((property, value) ->
                        text.append(property).append('=').append(escape(value)).append('\n'));
        return text.toString();
    }

    private static String argument(Path config) {
        String path = config.toAbsolutePath().normalize().toString();
        if (path.contains("#") || path.contains("${") || !path.equals(path.strip())) {
            throw new IllegalArgumentException(
                    "Expected a configuration path without '#', '${' and blanks at its end: java.security gives them a meaning.");
        }
        return path;
    }

    /** Source: java.util.Properties.load: ISO 8859-1, backslash escapes. */
    private static String escape(String value) {
        StringBuilder escaped = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                escaped.append("\\\\");
            } else if (c < ' ' || c > '~') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
