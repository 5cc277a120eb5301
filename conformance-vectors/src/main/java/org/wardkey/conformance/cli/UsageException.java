package org.wardkey.conformance.cli;

/** A command line that cannot be followed; the message says what was expected, what came, and what to do. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
