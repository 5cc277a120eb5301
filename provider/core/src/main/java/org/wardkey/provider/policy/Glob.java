package org.wardkey.provider.policy;

/**
 * A pattern in which {@code *} stands for any characters and {@code ?} for one. Takes time in
 * proportion to pattern times text at most.
 *
 * @param pattern the pattern
 */
public record Glob(String pattern) {
    /**
     * Compares a whole text with the pattern.
     *
     * @param text the text
     * @return whether it matches
     */
    public boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                // The last star takes one character more.
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
