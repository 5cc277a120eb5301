package org.wardkey.provider.process;

/** Searches bytes. */
final class Bytes {
    private Bytes() {}

    static long occurrences(byte[] bytes, byte[] wanted) {
        long found = 0;
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            int matched = 0;
            while (matched < wanted.length && bytes[i + matched] == wanted[matched]) {
                matched++;
            }
            found += matched == wanted.length ? 1 : 0;
        }
        return found;
    }
}
