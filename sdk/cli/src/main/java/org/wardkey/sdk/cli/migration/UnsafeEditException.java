package org.wardkey.sdk.cli.migration;

/** A file that is not changed, since it cannot be shown that the change would be the planned one and nothing else. */
public final class UnsafeEditException extends Exception {
    private static final long serialVersionUID = 1;

    UnsafeEditException(String message) {
        super(message);
    }

    UnsafeEditException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
