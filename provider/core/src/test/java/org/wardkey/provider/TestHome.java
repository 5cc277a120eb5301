package org.wardkey.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;

/** A configuration in a fresh folder, and a provider on it. Every one has a runtime of its own. */
public final class TestHome {
    private final Path folder;
    private final Path config;

    private TestHome(Path folder, Path config) {
        this.folder = folder;
        this.config = config;
    }

    /** With a software token that a key file opens. */
    public static TestHome in(Path folder) {
        return with(folder, "home = home\n");
    }

    /** With these lines inside the block {@code wardkey}. */
    public static TestHome with(Path folder, String lines) {
        Path config = folder.resolve("wardkey.conf");
        try {
            Files.writeString(config, "wardkey {\n" + lines + "}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestHome(folder, config);
    }

    public Path config() {
        return config;
    }

    public Path home() {
        return folder.resolve("home");
    }

    public WardkeyProvider provider() {
        return (WardkeyProvider) new WardkeyProvider().configure(config.toString());
    }

    public Provider view(String token) {
        return new WardkeyProvider().configure(config + "#" + token);
    }
}
