package org.wardkey.sdk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a short text that a file or a pipe carries: a challenge, an answer, a window. */
final class NoteText {
    /** What stands for the standard input instead of a file. */
    static final String STANDARD_INPUT = "-";

    /** All of them are a few hundred bytes long. */
    private static final int LARGEST_BYTES = 1 << 14;

    private NoteText() {}

    /**
     * Reads a file or the standard input.
     *
     * @param file the file, or {@link #STANDARD_INPUT}
     * @param what it should be, for the message
     * @return the text, which need not be a note; damaged UTF-8 is in it as U+FFFD, which no note has
     * @throws CommandFailedException if it cannot be read or is too long
     */
    static String read(Path file, String what) {
        boolean piped = file.toString().equals(STANDARD_INPUT);
        try (InputStream in = piped ? InputStream.nullInputStream() : Files.newInputStream(file)) {
            // The standard input is not ours to close.
            byte[] bytes = (piped ? System.in : in).readNBytes(LARGEST_BYTES + 1);
            if (bytes.length <= LARGEST_BYTES) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    CommandFailedException.Code.FILE,
                    "Expected a readable " + what + ", got " + file + ". Correct the name.",
                    e);
        }
        throw new CommandFailedException(
                CommandFailedException.Code.FILE,
                "Expected a " + what + " of at most " + LARGEST_BYTES + " bytes, got more.");
    }
}
