package org.wardkey.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.Optional;

/** The running JDK's own providers, and the vectors of this machine if it has any. */
final class Jdk {
    private Jdk() {}

    static Provider providers() {
        return ProviderGroup.jdk();
    }

    /** The folder that the system property names; empty when it is absent, as on a fresh machine. */
    static Optional<Path> vectors() {
        return Optional.ofNullable(System.getProperty("wardkey.vectors"))
                .map(Path::of)
                .filter(Files::isDirectory);
    }
}
