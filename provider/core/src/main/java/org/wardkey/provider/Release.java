package org.wardkey.provider;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Properties;

/** What the build wrote into the jar of itself. */
final class Release {
    private Release() {}

    /** When this version was made: no true clock shows an earlier time. */
    static Instant made() {
        Properties properties = new Properties();
        try (InputStream resource = Release.class.getResourceAsStream("release.properties")) {
            if (resource == null) {
                throw new AssertionError("release.properties is missing from the jar.");
            }
            properties.load(resource);
        } catch (IOException e) {
            throw new AssertionError("release.properties cannot be read from the jar.", e);
        }
        return Instant.parse(properties.getProperty("made"));
    }
}
