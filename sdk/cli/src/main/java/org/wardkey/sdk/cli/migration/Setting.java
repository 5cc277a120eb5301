package org.wardkey.sdk.cli.migration;

/**
 * A name with a value. The value may be a password: nothing shows it but where a key store is.
 *
 * @param line its first line, from 1
 * @param section which of the file's documents it is in: each has settings of its own
 * @param path its whole name, with dots
 * @param value its value
 */
record Setting(int line, int section, String path, String value) {
    @Override
    public String toString() {
        return path + ", line " + line;
    }
}
