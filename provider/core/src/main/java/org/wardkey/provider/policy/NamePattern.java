package org.wardkey.provider.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A pattern for distinguished names: {@code O=Klinikum, CN=Device CA *}. Each part must match one of
 * the name's attributes; types and values ignore case, values are patterns of {@link Glob}.
 *
 * @param pattern the pattern
 */
public record NamePattern(String pattern) {
    /**
     * Checks the pattern.
     *
     * @throws IllegalArgumentException if a part is not {@code TYPE=VALUE}
     */
    public NamePattern {
        for (String part : parts(pattern)) {
            if (part.indexOf('=') < 1) {
                throw new IllegalArgumentException("Expected parts TYPE=VALUE in a pattern of a name, got another.");
            }
        }
    }

    /**
     * Compares a name with the pattern.
     *
     * @param name the name in the form of RFC 4514 or RFC 2253
     * @return whether every part of the pattern matches an attribute of the name
     */
    public boolean matches(String name) {
        List<String> attributes = parts(name);
        return parts(pattern).stream()
                .allMatch(part -> attributes.stream().anyMatch(attribute -> new Glob(part).matches(attribute)));
    }

    /** Splits at commas and plus signs that no backslash or quotation mark protects. Source: RFC 4514 §3. */
    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 1 < name.length()) {
                part.append(name.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '+')) {
                parts.add(normal(part.toString()));
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(normal(part.toString()));
        return parts;
    }

    private static String normal(String part) {
        int equals = part.indexOf('=');
        String trimmed = equals < 0
                ? part.strip()
                : part.substring(0, equals).strip() + "="
                        + part.substring(equals + 1).strip();
        return trimmed.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return pattern;
    }
}
