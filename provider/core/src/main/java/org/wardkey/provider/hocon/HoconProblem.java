package org.wardkey.provider.hocon;

/** A document cannot be taken as it stands; the message says where, what was expected and what to do. */
public final class HoconProblem extends Exception {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;

    /**
     * Says what is wrong at a place.
     *
     * @param file the file's name as the reader was given it
     * @param line the line, from 1; 0 for the file as a whole
     * @param problem what was expected, what came, what to do; without the place
     */
    public HoconProblem(String file, int line, String problem) {
        super(file + ": " + (line > 0 ? line + ": " : "") + problem);
        this.file = file;
        this.line = line;
    }

    /** @return the file's name as the reader was given it */
    public String file() {
        return file;
    }

    /** @return the line, from 1; 0 for the file as a whole */
    public int line() {
        return line;
    }
}
