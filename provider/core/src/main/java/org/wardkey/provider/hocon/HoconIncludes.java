package org.wardkey.provider.hocon;

import java.util.Optional;

/** Gives the text of a document that another one includes by its local name. */
@FunctionalInterface
public interface HoconIncludes {
    /** Refuses every include. */
    HoconIncludes NONE = name -> Optional.empty();

    /**
     * Finds a document.
     *
     * @param name what stands behind {@code include}; chosen by the author of the file, so to be checked
     * @return its text, or nothing if it may not or cannot be included
     */
    Optional<String> resolve(String name);
}
