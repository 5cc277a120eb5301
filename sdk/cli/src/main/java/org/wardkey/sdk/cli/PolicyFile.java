package org.wardkey.sdk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A policy document as it goes into a home: one text without includes, since it must mean the same
 * wherever the home is.
 *
 * @param origin the file, for messages
 * @param text its text
 */
record PolicyFile(String origin, String text) {
    /** As the policy's own reader has it; a larger file is not even read. */
    private static final long LARGEST_BYTES = 1 << 20;

    /**
     * Reads a file.
     *
     * @param file the file
     * @return its text, which need not be a policy
     * @throws CommandFailedException if it cannot be read
     */
    static PolicyFile read(Path file) {
        try {
            if (Files.size(file) <= LARGEST_BYTES) {
                return new PolicyFile(file.toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE,
                    "Expected a readable policy file in UTF-8, got " + file + ". Correct the name.",
                    e);
        }
        throw new CommandFailedException(
                CommandFailedException.Code.FILE,
                "Expected a policy file of at most " + LARGEST_BYTES + " bytes, got " + file + ".");
    }
}
