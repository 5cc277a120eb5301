package org.wardkey.provider.fips;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.HexFormat;
import java.util.Map;
import org.wardkey.provider.backend.CryptographicModuleException;

/**
 * The module's jar: which one it is, and its classes.
 *
 * <p>A certificate is of one file, so only files that are known by their SHA-256 are loaded. The module tests itself that
 * its classes are those of its file (its HMAC over them), for which it must be a real file that nobody repackaged.
 *
 * @param path the file
 * @param version the module's version
 */
record ModuleJar(Path path, String version) {
    private static final String NAME = "bc-fips-2.1.3.jar";

    /** Versions by the SHA-256 of their jars, as they are in Maven's central repository. */
    private static final Map<String, String> KNOWN =
            Map.of("f55fc476ede820d5c03fe87e6ced5bb0095e1dc30b387445846a3ff0274f8c0e", "2.1.3");

    /** Beside the jar of this artifact, where the class path does not reach. */
    private static final String FOLDER = "fips";

    /**
     * The module's classes, loaded; thread-safe.
     *
     * @param provider the JCA provider
     * @param version the module's version
     * @param approvedOnly whether it lets approved services alone through
     * @param errorStatus asks it whether it is in its error state: {@code ()boolean}
     */
    record Loaded(Provider provider, String version, boolean approvedOnly, MethodHandle errorStatus) {
        boolean inErrorState() {
            try {
                return (boolean) errorStatus.invokeExact();
            } catch (Throwable e) {
                // Whatever keeps the module from answering, it is not to be used.
                return true;
            }
        }
    }

    static ModuleJar beside(Class<?> artifact) throws CryptographicModuleException {
        CodeSource source = artifact.getProtectionDomain().getCodeSource();
        Path own = path(source == null ? null : source.getLocation());
        Path folder = own.getParent();
        return at((folder == null ? Path.of("") : folder).resolve(FOLDER).resolve(NAME));
    }

    private static Path path(@org.jspecify.annotations.Nullable URL location) throws CryptographicModuleException {
        try {
            if (location != null && location.getProtocol().equals("file")) {
                return Path.of(location.toURI());
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new CryptographicModuleException(elsewhere(location), e);
        }
        throw new CryptographicModuleException(elsewhere(location));
    }

    private static String elsewhere(@org.jspecify.annotations.Nullable URL location) {
        return "wardkey-fips is at " + location + ", where no file can be beside it: put " + NAME
                + " into a folder and name it in wardkey.conf, fips { module = \"/path/" + NAME + "\" }.";
    }

    /** Finds out which version a file is. */
    static ModuleJar at(Path file) throws CryptographicModuleException {
        String found = sha256(file);
        String version = KNOWN.get(found);
        if (version == null) {
            throw new CryptographicModuleException(
                    "Expected at " + file + " the validated module " + NAME + " (SHA-256 "
                            + KNOWN.keySet().iterator().next() + "), found another file (" + found
                            + "): fetch org.bouncycastle:bc-fips:2.1.3 again, unchanged.");
        }
        return new ModuleJar(file.toAbsolutePath().normalize(), version);
    }

    private static String sha256(Path file) throws CryptographicModuleException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256", "SUN");
            byte[] buffer = new byte[64 * 1024];
            int length;
            while ((length = in.read(buffer)) > 0) {
                digest.update(buffer, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new CryptographicModuleException(
                    "Expected the validated module at " + file + ", which cannot be read ("
                            + e.getClass().getSimpleName() + "): put " + NAME
                            + " there, or name its place in wardkey.conf, fips { module = \"/path/" + NAME + "\" }.",
                    e);
        } catch (GeneralSecurityException e) {
            throw new CryptographicModuleException("Expected SHA-256 of the JDK's provider SUN.", e);
        }
    }

    /** Loads the classes and waits for the self-tests. */
    Loaded load() throws CryptographicModuleException {
        try {
            // Not closed: its classes are loaded when they are needed, for as long as the process runs.
            @SuppressWarnings("resource")
            URLClassLoader loader = new URLClassLoader(
                    "bc-fips", new URL[] {path.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            Class<?> provider = loader.loadClass("org.bouncycastle.jcajce.provider.BouncyCastleFipsProvider");
            Provider made = (Provider) provider.getConstructor().newInstance();
            boolean approvedOnly =
                    (boolean) asked(loader, "org.bouncycastle.crypto.CryptoServicesRegistrar", "isInApprovedOnlyMode")
                            .invokeExact();
            Loaded loaded = new Loaded(
                    made,
                    version,
                    approvedOnly,
                    asked(loader, "org.bouncycastle.crypto.fips.FipsStatus", "isErrorStatus"));
            if (loaded.inErrorState()) {
                throw new CryptographicModuleException("The module at " + path + " is in its error state.");
            }
            return loaded;
        } catch (CryptographicModuleException e) {
            throw e;
        } catch (Throwable e) {
            // The module says with Errors of its own what else would be exceptions; none may reach the application's.
            throw new CryptographicModuleException(
                    "The module at " + path + " did not start: " + e.getClass().getSimpleName() + ", " + e.getMessage()
                            + ".",
                    e);
        }
    }

    private static MethodHandle asked(ClassLoader loader, String type, String method)
            throws ReflectiveOperationException {
        return MethodHandles.publicLookup()
                .findStatic(loader.loadClass(type), method, MethodType.methodType(boolean.class));
    }
}
