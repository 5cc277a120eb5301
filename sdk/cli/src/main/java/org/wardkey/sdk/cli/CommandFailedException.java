package org.wardkey.sdk.cli;

/** A command cannot go on; carries a code of the command line's own, {@code WK-U...}. */
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What the command line itself can fail at. */
    enum Code {
        /** A file or folder that was asked for is not there or cannot be read. */
        FILE("WK-U001"),
        /** A password is needed, and there is neither a file nor a terminal. */
        PASSWORD("WK-U002"),
        /** Something unforeseen. */
        UNEXPECTED("WK-U009");

        private final String text;

        Code(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    CommandFailedException(Code code, String message) {
        super(code.text() + ": " + message);
    }

    CommandFailedException(Code code, String message, Throwable cause) {
        super(code.text() + ": " + message, cause);
    }
}
