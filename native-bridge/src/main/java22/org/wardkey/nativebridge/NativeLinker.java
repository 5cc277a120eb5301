package org.wardkey.nativebridge;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Opens C libraries, binds symbol classes to them and moves bytes to and from native memory. This one uses {@code java.lang.foreign}.
 *
 * <p>Same public and package-private surface as the class of this name for Java 17, where the documentation is. No downcall is {@code critical}: a
 * call may take long, and the collector must not wait for it.
 */
public final class NativeLinker {
    /** Which library each symbol class belongs to, from just before its initialiser runs. */
    private static final Map<Class<?>, SymbolLookup> BOUND = new ConcurrentHashMap<>();

    private NativeLinker() {}

    /** Returns {@code "jna"} or {@code "foreign"}. */
    public static String name() {
        return "foreign";
    }

    /** Does nothing: this linker brings no library of its own. */
    public static Optional<Path> prepareLaidOut() {
        return Optional.empty();
    }

    /** Does nothing: this linker brings no library of its own. */
    public static Optional<Path> prepare(Path nativeDirectory) {
        return Optional.empty();
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
        return Foreign.open(pathOrSoname);
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
        SymbolLookup library = BOUND.get(symbols.lookupClass());
        if (library == null) {
            throw new LinkageError(symbols.lookupClass().getName() + " is not bound to a library");
        }
        return Foreign.handle(library.find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)), parameters);
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
        return address == 0 ? "" : Memory.ALL.getString(address, StandardCharsets.UTF_8);
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
        if (arguments.length > Foreign.MOST_PARAMETERS) {
            throw new IllegalArgumentException("expected at most six arguments, got " + arguments.length);
        }
        long function = structure == 0 ? 0 : getLong(structure + offset);
        if (function == 0) {
            throw new IllegalStateException("expected a C function at offset " + offset + ", got a null pointer");
        }
        try {
            return (long) Foreign.handle(MemorySegment.ofAddress(function), arguments.length)
                    .asSpreader(long[].class, arguments.length)
                    .invokeExact(arguments);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns zeroed memory from the C heap, or 0 when there is none. */
    static long allocate(long sizeBytes) {
        if (Probe.REASON != null) {
            throw new IllegalStateException(Probe.REASON);
        }
        try {
            return (long) Memory.CALLOC.invokeExact(1L, sizeBytes);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void free(long address) {
        try {
            long unused = (long) Memory.FREE.invokeExact(address);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void zero(long address, long sizeBytes) {
        Memory.ALL.asSlice(address, sizeBytes).fill((byte) 0);
    }

    static void write(long address, byte[] source, int offset, int sizeBytes) {
        MemorySegment.copy(source, offset, Memory.ALL, ValueLayout.JAVA_BYTE, address, sizeBytes);
    }

    static void read(long address, byte[] target, int offset, int sizeBytes) {
        MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_BYTE, address, target, offset, sizeBytes);
    }

    static int getInt(long address) {
        return Memory.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    static void putInt(long address, int value) {
        Memory.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    static long getLong(long address) {
        return Memory.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    static void putLong(long address, long value) {
        Memory.ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    private static final class Probe {
        static final @Nullable String REASON = probe();

        private static @Nullable String probe() {
            try {
                Linker linker = Linker.nativeLinker();
                // The same restricted calls as Memory and Foreign make, here where their refusal can be answered.
                MemorySegment.NULL.reinterpret(1);
                linker.downcallHandle(Foreign.descriptor(1));
                return ValueLayout.ADDRESS.byteSize() == 8 ? null : "only 64-bit JVMs are supported";
            } catch (IllegalCallerException | UnsupportedOperationException e) {
                return "native access is refused (start the JVM with --enable-native-access="
                        + Optional.ofNullable(NativeLinker.class.getModule().getName())
                                .orElse("ALL-UNNAMED")
                        + "): " + e.getMessage();
            }
        }
    }

    /** All of memory, and the C heap. Bounds and lifetimes are checked by NativeBuffer, before it comes here. */
    private static final class Memory {
        static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
        static final MethodHandle CALLOC = heap("calloc", 2);
        static final MethodHandle FREE = heap("free", 1);

        private static MethodHandle heap(String name, int parameters) {
            return Foreign.handle(
                    Linker.nativeLinker().defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)),
                    parameters);
        }
    }

    /**
     * Theory of operation. Whatever C says, a function is called with 64-bit integers and its result taken for one:
     * there are as many kinds of calls then as numbers of parameters, and the JVM generates code for each kind,
     * which took a program's start some 45 ms more (docs/adr/0017). The calling conventions of Linux on x86-64 (System V ABI
     * §3.2.3) and AArch64 (AAPCS64 §6.8.2) make that safe for up to {@link #MOST_PARAMETERS} parameters: each has a
     * register of its own, a callee looks at the lower 32 bits of an int and ignores the others, and an int result
     * is the lower half of the register that the caller narrows. RISC-V wants ints sign-extended, as Java's widening
     * does. A void function's result is what happens to be in the register, and is dropped.
     */
    private record Foreign(String name, SymbolLookup library) implements SharedLibrary {
        private static final int MOST_PARAMETERS = 6;

        static Foreign open(String name) throws NativeUnavailableException {
            try {
                return new Foreign(name, SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (IllegalArgumentException e) {
                throw new NativeUnavailableException("cannot open " + name + ": " + e.getMessage(), e);
            }
        }

        static MethodHandle handle(MemorySegment function, int parameters) {
            return Linker.nativeLinker().downcallHandle(function, descriptor(parameters));
        }

        static FunctionDescriptor descriptor(int parameters) {
            if (parameters > MOST_PARAMETERS) {
                throw new LinkageError("Expected a C function of at most " + MOST_PARAMETERS
                        + " parameters, got one of " + parameters + ": further ones are not in registers.");
            }
            MemoryLayout[] longs = new MemoryLayout[parameters];
            Arrays.fill(longs, ValueLayout.JAVA_LONG);
            return FunctionDescriptor.of(ValueLayout.JAVA_LONG, longs);
        }

        @Override
        public boolean exports(String symbol) {
            return library.find(symbol).isPresent();
        }

        @Override
        public long call(String symbol) throws NativeUnavailableException {
            try {
                return (long) handle(find(symbol), 0).invokeExact();
            } catch (NativeUnavailableException e) {
                throw e;
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        @Override
        public long call(String symbol, int argument) throws NativeUnavailableException {
            try {
                return (long) handle(find(symbol), 1).invokeExact((long) argument);
            } catch (NativeUnavailableException e) {
                throw e;
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        private MemorySegment find(String symbol) throws NativeUnavailableException {
            return library.find(symbol).orElseThrow(() -> new NativeUnavailableException(name + " has no " + symbol));
        }

        @Override
        public void bind(Class<?> symbols) throws NativeUnavailableException {
            List<String> missing = new ArrayList<>();
            for (Method method : symbols.getDeclaredMethods()) {
                // The generated class has one package-private method per C function; its helpers are private.
                boolean function = !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic();
                if (function && !exports(method.getName())) {
                    missing.add(method.getName());
                }
            }
            if (!missing.isEmpty()) {
                throw new NativeUnavailableException(name + " has no " + String.join(", ", missing));
            }
            if (BOUND.putIfAbsent(symbols, library) != null) {
                throw new NativeUnavailableException(symbols.getName() + " is bound already");
            }
            try {
                // Links every function now, so that nothing can fail at the first call.
                Class.forName(symbols.getName(), true, symbols.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                throw new NativeUnavailableException("cannot link " + symbols.getName() + ": " + e, e);
            }
        }
    }
}
