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
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
     * @param type its Java signature
     */
    public static MethodHandle downcall(MethodHandles.Lookup symbols, String name, MethodType type) {
        SymbolLookup library = BOUND.get(symbols.lookupClass());
        if (library == null) {
            throw new LinkageError(symbols.lookupClass().getName() + " is not bound to a library");
        }
        return Foreign.handle(library.find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)), type);
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
            Memory.FREE.invokeExact(address);
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
                linker.downcallHandle(FunctionDescriptor.ofVoid());
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
        static final MethodHandle CALLOC = heap("calloc", MethodType.methodType(long.class, long.class, long.class));
        static final MethodHandle FREE = heap("free", MethodType.methodType(void.class, long.class));

        private static MethodHandle heap(String name, MethodType type) {
            return Foreign.handle(
                    Linker.nativeLinker().defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)),
                    type);
        }
    }

    private record Foreign(String name, SymbolLookup library) implements SharedLibrary {
        static Foreign open(String name) throws NativeUnavailableException {
            try {
                return new Foreign(name, SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (IllegalArgumentException e) {
                throw new NativeUnavailableException("cannot open " + name + ": " + e.getMessage(), e);
            }
        }

        static MethodHandle handle(MemorySegment function, MethodType type) {
            MemoryLayout[] parameters =
                    type.parameterList().stream().map(Foreign::layout).toArray(MemoryLayout[]::new);
            FunctionDescriptor descriptor = type.returnType() == void.class
                    ? FunctionDescriptor.ofVoid(parameters)
                    : FunctionDescriptor.of(layout(type.returnType()), parameters);
            return Linker.nativeLinker().downcallHandle(function, descriptor);
        }

        private static MemoryLayout layout(Class<?> type) {
            if (type == int.class) {
                return ValueLayout.JAVA_INT;
            }
            if (type == long.class) {
                return ValueLayout.JAVA_LONG;
            }
            throw new LinkageError("a C function takes and returns int and long only, not " + type);
        }

        @Override
        public boolean exports(String symbol) {
            return library.find(symbol).isPresent();
        }

        @Override
        public long call(String symbol) throws NativeUnavailableException {
            try {
                return (long)
                        handle(find(symbol), MethodType.methodType(long.class)).invokeExact();
            } catch (NativeUnavailableException e) {
                throw e;
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        @Override
        public long call(String symbol, int argument) throws NativeUnavailableException {
            try {
                return (long) handle(find(symbol), MethodType.methodType(long.class, int.class))
                        .invokeExact(argument);
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
