package org.wardkey.conformance;

import java.io.IOException;

/** A vector file that cannot be read as what it claims to be; the message starts with the file and the position. */
public final class VectorFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    VectorFormatException(String where, String problem) {
        super(where + ": " + Verdict.printable(problem));
    }

    VectorFormatException(String where, String problem, Throwable cause) {
        super(where + ": " + Verdict.printable(problem), cause);
    }
}
