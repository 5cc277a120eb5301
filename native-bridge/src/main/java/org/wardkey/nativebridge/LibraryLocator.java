package org.wardkey.nativebridge;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a C library: at a configured path, else by SONAME through the dynamic linker.
 *
 * <p>Reads no system properties, extracts nothing and does not search folders: what the operating system would link is what is used.
 */
public final class LibraryLocator {
    private final Optional<Path> configured;
    private final List<String> sonames;

    private LibraryLocator(Optional<Path> configured, List<String> sonames) {
        this.configured = configured;
        this.sonames = List.copyOf(sonames);
    }

    /**
     * Locates by SONAME.
     *
     * @param sonames in order of preference, such as {@code libcrypto.so.3}
     */
    public static LibraryLocator bySoname(List<String> sonames) {
        return new LibraryLocator(Optional.empty(), sonames);
    }

    /**
     * Locates at one path only: a library that an operator chose is not silently replaced by another.
     *
     * @param path the library file
     */
    public static LibraryLocator at(Path path) {
        return new LibraryLocator(Optional.of(path), List.of());
    }

    /**
     * Opens the first candidate that exists and that the check accepts.
     *
     * @param check throws {@link NativeUnavailableException} for a library that will not do
     * @throws NativeUnavailableException if no candidate is left, with the reason for each
     */
    public SharedLibrary open(Check check) throws NativeUnavailableException {
        Optional<String> noLinker = NativeLinker.unavailable();
        if (noLinker.isPresent()) {
            throw new NativeUnavailableException(noLinker.get());
        }
        List<String> reasons = new ArrayList<>();
        for (String candidate : candidates()) {
            try {
                SharedLibrary library = NativeLinker.open(candidate);
                check.accept(library);
                return library;
            } catch (NativeUnavailableException e) {
                reasons.add(String.valueOf(e.getMessage()));
            }
        }
        throw new NativeUnavailableException(String.join("; ", reasons));
    }

    private List<String> candidates() throws NativeUnavailableException {
        if (configured.isEmpty()) {
            return sonames;
        }
        // Absolute, or the dynamic linker would look for the name elsewhere.
        Path file = configured.get().toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new NativeUnavailableException("no file " + file);
        }
        return List.of(file.toString());
    }

    /** Judges an opened library, by calling a version function for example. */
    @FunctionalInterface
    public interface Check {
        /**
         * Returns normally if the library will do.
         *
         * @throws NativeUnavailableException if not, with the reason
         */
        void accept(SharedLibrary library) throws NativeUnavailableException;
    }
}
