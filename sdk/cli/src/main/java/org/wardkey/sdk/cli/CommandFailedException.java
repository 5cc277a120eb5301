package org.wardkey.sdk.cli;

import java.io.IOException;

/** A command cannot go on; carries a code of the command line's own, {@code WK-U...}. */
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What the command line itself can fail at. */
    enum Code {
        /** A file or folder that was asked for is not there or cannot be read. */
        FILE(
                "WK-U001",
                "A file or folder is not there, cannot be read, or is not what was expected.",
                "Caller: correct what the message names."),
        /** A password is needed, and there is neither a file nor a terminal. */
        PASSWORD(
                "WK-U002",
                "A token wants a password, and none was given.",
                "Caller: give --password-file, or run the command on a terminal."),
        /** The key file of somebody who signs policies, the time or windows cannot be used or made. */
        SIGNING_KEY(
                "WK-U003",
                "A key that signs policies, the time or windows cannot be made, read or used.",
                "Caller: correct what the message names; the file must be its owner's alone (chmod 600)."),
        /** Settings that a command is to change, and cannot without a doubt. */
        SETTINGS(
                "WK-U004",
                "A settings file cannot be changed so that nothing else changes.",
                "Caller: change it by hand, as wardkey migrate plan says, or correct what the message names. All files are as"
                        + " they were."),
        /** Something unforeseen. */
        UNEXPECTED("WK-U009", "Something that was not foreseen.", "Caller: run again with --verbose and report it.");

        private final String text;
        private final String meaning;
        private final String remedy;

        Code(String text, String meaning, String remedy) {
            this.text = text;
            this.meaning = meaning;
            this.remedy = remedy;
        }

        String text() {
            return text;
        }

        /** One sentence that says what happened. */
        String meaning() {
            return meaning;
        }

        /** Who acts, and the next step. */
        String remedy() {
            return remedy;
        }
    }

    CommandFailedException(Code code, String message) {
        super(code.text() + ": " + message);
    }

    CommandFailedException(Code code, String message, Throwable cause) {
        super(code.text() + ": " + message, cause);
    }

    /** A key file that cannot be read, or a target that cannot be written. */
    static CommandFailedException notSigned(IOException e) {
        return new CommandFailedException(
                Code.SIGNING_KEY,
                "Nothing was signed: " + e.getMessage() + " (" + e.getClass().getSimpleName() + ").",
                e);
    }
}
