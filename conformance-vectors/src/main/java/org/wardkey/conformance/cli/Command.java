package org.wardkey.conformance.cli;

import java.io.IOException;
import java.util.Set;

/** One command. */
interface Command {
    /** How it is called, with one line for each option. */
    String usage();

    /** The options that it takes, without their dashes. */
    Set<String> options();

    /** Options that take no value, without their dashes. */
    default Set<String> flags() {
        return Set.of();
    }

    /**
     * Runs it.
     *
     * @return the exit code
     * @throws UsageException when the arguments do not fit
     * @throws IOException when a file cannot be read or written
     */
    int run(Arguments arguments, Console console) throws UsageException, IOException;
}
