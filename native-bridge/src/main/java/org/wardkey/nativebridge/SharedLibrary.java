package org.wardkey.nativebridge;

/**
 * A C library that is mapped into this process and stays mapped until the JVM ends.
 *
 * <p>Instances come from {@link NativeLinker#open(String)}. Thread-safe.
 */
public interface SharedLibrary {
    /** Returns the path or SONAME under which the library was opened. */
    String name();

    /**
     * Tells whether the library, or one that it depends on, exports a symbol.
     *
     * @param symbol the C name
     */
    boolean exports(String symbol);

    /**
     * Calls a C function that takes nothing and returns a {@code long} or a pointer. Slow: for probing only.
     *
     * @param symbol the C name
     * @throws NativeUnavailableException if the symbol is missing
     */
    long call(String symbol) throws NativeUnavailableException;

    /**
     * Calls a C function that takes an {@code int} and returns a {@code long} or a pointer. Slow: for probing only.
     *
     * @param symbol the C name
     * @param argument the only argument
     * @throws NativeUnavailableException if the symbol is missing
     */
    long call(String symbol, int argument) throws NativeUnavailableException;

    /**
     * Binds every C function that a symbol class declares, once per class loader.
     *
     * <p>All symbols are looked up before the class is touched, so a failure leaves the class unbound and uninitialised.
     *
     * @param symbols a class of {@code static native} methods: C's {@code int} is {@code int}, pointers, {@code long} and {@code size_t} are {@code long}
     * @throws NativeUnavailableException if a symbol is missing, naming all that are
     */
    void bind(Class<?> symbols) throws NativeUnavailableException;
}
