package org.wardkey.sdk.cli.demo;

import java.io.IOException;
import java.util.List;

/** One step of the demonstration. */
interface Step {
    /** @return what the step proves, in one line */
    String proves();

    /**
     * Runs the step.
     *
     * @param stage where
     * @return the evidence, a line each
     * @throws DemoFailedException if it is not as it should be
     * @throws IOException if files or processes cannot be had
     */
    List<String> run(Stage stage) throws IOException;
}
