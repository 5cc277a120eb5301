package org.wardkey.sdk.cli;

/** What the process's exit code says. */
final class ExitCodes {
    /** Done; all is well. */
    static final int OK = 0;
    /** The command ran, and its answer is no: holes, findings, a demo step that failed. */
    static final int FINDINGS = 1;
    /** The command line is not understood. */
    static final int USAGE = 2;
    /** Refused or failed, with a code WK-... */
    static final int REFUSED = 3;

    private ExitCodes() {}
}
