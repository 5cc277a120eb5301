package org.wardkey.conformance.fetch;

import java.io.IOException;

/** No file of a source can be had, so that the others need not be tried. */
public final class SourceUnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    SourceUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
