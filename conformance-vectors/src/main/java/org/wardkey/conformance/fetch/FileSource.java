package org.wardkey.conformance.fetch;

import java.io.IOException;
import java.io.InputStream;

/** Where files come from. */
public interface FileSource {
    /**
     * Opens a file; its contents are not to be trusted.
     *
     * @throws SourceUnreachableException when no file of this source can be had
     * @throws IOException when this one cannot
     */
    InputStream open(PinnedFile file) throws IOException;

    /** The file's place, for messages. */
    String where(PinnedFile file);
}
