package org.wardkey.provider;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the configuration says of validated modules. Immutable.
 *
 * @param approvedOnly whether nothing but approved algorithms of the module may be used, {@code mode = fips}
 * @param module the module's file; empty for the place where the artifact that starts it expects it
 */
record FipsConfig(boolean approvedOnly, Optional<Path> module) {
    /** What holds where nothing is said. */
    static final FipsConfig GENERAL = new FipsConfig(false, Optional.empty());
}
