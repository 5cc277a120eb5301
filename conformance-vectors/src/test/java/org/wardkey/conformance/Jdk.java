package org.wardkey.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The running JDK's own providers, and the vectors of this machine if it has any. */
final class Jdk {
    private Jdk() {}

    static Provider providers() {
        List<Provider> members = Stream.of("SUN", "SunRsaSign", "SunEC", "SunJCE")
                .map(Security::getProvider)
                .toList();
        return new ProviderGroup("JDK", members);
    }

    /** The folder that the system property names; empty when it is absent, as on a fresh machine. */
    static Optional<Path> vectors() {
        return Optional.ofNullable(System.getProperty("wardkey.vectors"))
                .map(Path::of)
                .filter(Files::isDirectory);
    }
}
