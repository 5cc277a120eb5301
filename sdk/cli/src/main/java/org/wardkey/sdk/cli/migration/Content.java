package org.wardkey.sdk.cli.migration;

/**
 * What a program finds in a settings file: a name and its value, or a part of the file that has no name. The value may be
 * a password.
 *
 * @param place which of the file's documents or elements it is in
 * @param path its whole name
 * @param value its value
 */
record Content(int place, String path, String value) {
    @Override
    public String toString() {
        return path + " of " + place;
    }
}
