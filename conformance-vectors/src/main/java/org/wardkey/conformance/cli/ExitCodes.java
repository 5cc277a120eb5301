package org.wardkey.conformance.cli;

/** What the command's exit code says. */
final class ExitCodes {
    /** Everything that ran passed, and something ran. */
    static final int PASSED = 0;
    /** A test failed, providers differ, or nothing ran. */
    static final int FAILED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** A file cannot be read or written, or is not what it should be. */
    static final int UNREADABLE = 3;

    private ExitCodes() {}
}
