package org.wardkey.nativebridge;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens C libraries, binds symbol classes to them and moves bytes to and from native memory. This one uses JNA.
 *
 * <p>The packed jar holds a second class of this name for Java 22 and later that uses {@code java.lang.foreign}. Both have the same public and
 * package-private surface, and nothing else in this module names either technique. All JNA types are confined to the nested class, so that this
 * class loads without the JNA jar: {@link #unavailable()} then says so.
 */
public final class NativeLinker {
    private NativeLinker() {}

    /** Returns {@code "jna"} or {@code "foreign"}. */
    public static String name() {
        return "jna";
    }

    /**
     * Uses JNA's own small library where the distribution has laid it out beside Wardkey's jars, so that nothing is unpacked.
     *
     * <p>Must run before anything initialises JNA. The {@code java.lang.foreign} linker needs none of this and does nothing.
     *
     * @return the library, or empty when there is none or the user named another
     */
    public static Optional<Path> prepareLaidOut() {
        return prepare(() -> LaidOutLibrary.find(Jna.dispatchLibraryName(), Jna::dispatchLibrary));
    }

    /**
     * Puts JNA's own small library where it may be mapped, so that no temporary folder has to be writable and executable.
     *
     * <p>Copies the library out of the JNA jar into the directory (compared byte for byte with the jar's each time), then sets
     * {@code jna.boot.library.path} and {@code jna.nosys} unless the user did. Must run before anything initialises JNA. When the directory is
     * unusable, JNA's own ways remain. The {@code java.lang.foreign} linker needs none of this and does nothing.
     *
     * @param nativeDirectory a directory that only trusted users can write
     * @return the library in the directory, or empty when JNA's own ways remain
     */
    public static Optional<Path> prepare(Path nativeDirectory) {
        return prepare(
                () -> DispatchLibrary.install(Jna.dispatchLibraryName(), Jna.dispatchLibrary(), nativeDirectory));
    }

    @FunctionalInterface
    private interface Place {
        /** Finds or makes the file. */
        Optional<Path> find() throws IOException;
    }

    private static Optional<Path> prepare(Place place) {
        if (System.getProperty("jna.boot.library.path") != null) {
            return Optional.empty();
        }
        try {
            Optional<Path> placed = place.find();
            placed.ifPresent(library -> {
                System.setProperty(
                        "jna.boot.library.path", library.resolveSibling("").toString());
                // jna.nounpack stays as it is: it would stop other users of JNA in this JVM from unpacking their
                // libraries.
                if (System.getProperty("jna.nosys") == null) {
                    System.setProperty("jna.nosys", "true");
                }
            });
            return placed;
        } catch (IOException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Returns why no C library can be reached from this JVM, or empty when it can. The answer never changes. */
    public static Optional<String> unavailable() {
        return Optional.ofNullable(Probe.REASON);
    }

    /**
     * Opens a library for the rest of this process, its symbols visible to nobody else.
     *
     * @param pathOrSoname an absolute path, or a SONAME for the dynamic linker to find
     * @throws NativeUnavailableException if there is no such library, it is not one, or native access is refused
     */
    public static SharedLibrary open(String pathOrSoname) throws NativeUnavailableException {
        if (Probe.REASON != null) {
            throw new NativeUnavailableException(Probe.REASON);
        }
        return Jna.open(pathOrSoname);
    }

    /**
     * Returns a handle that calls one function of a symbol class. Generated symbol classes use it; nobody else needs it.
     *
     * @param symbols a lookup of the symbol class itself
     * @param name the C name
     * @param parameters how many parameters it has
     * @return a handle that takes as many longs and returns one
     */
    public static MethodHandle downcall(MethodHandles.Lookup symbols, String name, int parameters) {
        MethodType longs = MethodType.methodType(long.class, Collections.nCopies(parameters, long.class));
        for (Method function : symbols.lookupClass().getDeclaredMethods()) {
            if (function.getName().equals(name) && function.getParameterCount() == parameters) {
                try {
                    return MethodHandles.explicitCastArguments(symbols.unreflect(function), longs);
                } catch (IllegalAccessException e) {
                    throw new LinkageError(name, e);
                }
            }
        }
        throw new UnsatisfiedLinkError(name);
    }

    /** Turns what a method handle threw into something unchecked: a downcall throws nothing of its own. */
    public static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
    }

    /**
     * Reads a C string that the library owns, as UTF-8.
     *
     * @param address its first byte, or 0
     * @return the string, empty for a null pointer
     */
    public static String string(long address) {
        return address == 0 ? "" : Jna.ALL.getString(address, "UTF-8");
    }

    /**
     * Calls a C function whose address is in a structure that the library owns. As slow as a call by name: for calls that wait for a device.
     *
     * @param structure the structure's address
     * @param offset where in it the function's address is, in bytes
     * @param arguments integers and pointers, at most six
     * @return the result; the lower half of it if C's type is {@code int}, nothing that means anything if it is {@code void}
     * @throws IllegalStateException if the structure or the function is a null pointer
     */
    public static long callThrough(long structure, int offset, long... arguments) {
        if (arguments.length > Jna.MOST_PARAMETERS) {
            throw new IllegalArgumentException("expected at most six arguments, got " + arguments.length);
        }
        long function = structure == 0 ? 0 : getLong(structure + offset);
        if (function == 0) {
            throw new IllegalStateException("expected a C function at offset " + offset + ", got a null pointer");
        }
        return Jna.call(function, arguments);
    }

    /** Returns zeroed memory from the C heap, or 0 when there is none. */
    static long allocate(long sizeBytes) {
        if (Probe.REASON != null) {
            throw new IllegalStateException(Probe.REASON);
        }
        return Jna.allocate(sizeBytes);
    }

    static void free(long address) {
        Native.free(address);
    }

    static void zero(long address, long sizeBytes) {
        if (sizeBytes > 0) {
            Jna.ALL.setMemory(address, sizeBytes, (byte) 0);
        }
    }

    static void write(long address, byte[] source, int offset, int sizeBytes) {
        Jna.ALL.write(address, source, offset, sizeBytes);
    }

    static void read(long address, byte[] target, int offset, int sizeBytes) {
        Jna.ALL.read(address, target, offset, sizeBytes);
    }

    static int getInt(long address) {
        return Jna.ALL.getInt(address);
    }

    static void putInt(long address, int value) {
        Jna.ALL.setInt(address, value);
    }

    static long getLong(long address) {
        return Jna.ALL.getLong(address);
    }

    static void putLong(long address, long value) {
        Jna.ALL.setLong(address, value);
    }

    private static final class Probe {
        static final @Nullable String REASON = probe();

        private static @Nullable String probe() {
            try {
                return Jna.probe();
            } catch (VirtualMachineError e) {
                throw e;
            } catch (RuntimeException | Error e) {
                // JNA's initialiser throws LinkageErrors (no jar, no unpacked library) and plain Errors (wrong library
                // version).
                return "JNA cannot start (a JNA jar, and a folder where its library may be unpacked and executed, are needed): "
                        + e;
            }
        }
    }

    /** The only code that names JNA. */
    private record Jna(String name, NativeLibrary library) implements SharedLibrary {
        /** Address 0: offsets from it are addresses, so no Pointer is allocated per access. */
        static final Pointer ALL = new Pointer(0);

        /** RTLD_NOW without RTLD_GLOBAL: a second libcrypto in the process must not capture the first one's symbols. */
        private static final int OPEN_FLAGS = 2;

        /** As many as the other linker passes, all in registers. */
        static final int MOST_PARAMETERS = 6;

        static @Nullable String probe() {
            return Native.POINTER_SIZE == 8 ? null : "only 64-bit JVMs are supported";
        }

        static String dispatchLibraryName() {
            return System.mapLibraryName("jnidispatch");
        }

        static byte[] dispatchLibrary() throws IOException {
            String resource = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + dispatchLibraryName();
            try (InputStream in = Platform.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IOException("the JNA jar has no " + resource);
                }
                return in.readAllBytes();
            }
        }

        static Jna open(String name) throws NativeUnavailableException {
            try {
                return new Jna(name, NativeLibrary.getInstance(name, Map.of(Library.OPTION_OPEN_FLAGS, OPEN_FLAGS)));
            } catch (UnsatisfiedLinkError e) {
                throw new NativeUnavailableException("cannot open " + name + ": " + e.getMessage(), e);
            }
        }

        static long call(long function, long[] arguments) {
            return Function.getFunction(new Pointer(function))
                    .invokeLong(Arrays.stream(arguments).boxed().toArray());
        }

        static long allocate(long sizeBytes) {
            long address = Native.malloc(sizeBytes);
            if (address != 0) {
                zero(address, sizeBytes);
            }
            return address;
        }

        @Override
        public boolean exports(String symbol) {
            try {
                library.getFunction(symbol);
                return true;
            } catch (UnsatisfiedLinkError e) {
                return false;
            }
        }

        @Override
        public long call(String symbol) throws NativeUnavailableException {
            return function(symbol).invokeLong(new Object[0]);
        }

        @Override
        public long call(String symbol, int argument) throws NativeUnavailableException {
            return function(symbol).invokeLong(new Object[] {argument});
        }

        private Function function(String symbol) throws NativeUnavailableException {
            if (!exports(symbol)) {
                throw new NativeUnavailableException(name + " has no " + symbol);
            }
            return library.getFunction(symbol);
        }

        @Override
        public void bind(Class<?> symbols) throws NativeUnavailableException {
            List<String> missing = new ArrayList<>();
            for (Method method : symbols.getDeclaredMethods()) {
                if (Modifier.isNative(method.getModifiers()) && !exports(method.getName())) {
                    missing.add(method.getName());
                }
            }
            if (!missing.isEmpty()) {
                throw new NativeUnavailableException(name + " has no " + String.join(", ", missing));
            }
            Native.register(symbols, library);
        }
    }
}
