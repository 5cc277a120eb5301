package org.wardkey.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import org.wardkey.provider.WardkeyProvider;

/** The providers that are compared, by short names. */
final class Peers {
    private Peers() {}

    /** Wardkey on a fresh home. */
    static WardkeyProvider wardkey() {
        try {
            Path folder = Files.createTempDirectory("wardkey-benchmark");
            Path config = Files.writeString(folder.resolve("wardkey.conf"), "wardkey { home = home }\n");
            return (WardkeyProvider) new WardkeyProvider().configure(config.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds a provider.
     *
     * @param name {@code wardkey}, {@code accp}, {@code conscrypt}, or the JCA's name of one of the JDK's
     */
    static Provider named(String name) {
        return switch (name) {
            case "wardkey" -> wardkey();
            case "accp" -> make("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
            case "conscrypt" -> make("org.conscrypt.OpenSSLProvider");
            default -> Security.getProvider(name);
        };
    }

    private static Provider make(String className) {
        try {
            return Class.forName(className)
                    .asSubclass(Provider.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The peer " + className + " does not run on this machine.", e);
        }
    }
}
