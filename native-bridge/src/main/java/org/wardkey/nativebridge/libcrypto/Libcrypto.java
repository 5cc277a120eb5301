package org.wardkey.nativebridge.libcrypto;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.nativebridge.LibraryLocator;
import org.wardkey.nativebridge.NativeLinker;
import org.wardkey.nativebridge.NativeUnavailableException;
import org.wardkey.nativebridge.SharedLibrary;

/**
 * The libcrypto of this process. Thread-safe, also on virtual threads.
 *
 * <p>C functions are bound to one library per class loader, since a binding that can change cannot be compiled into a direct call. So the first
 * library that loads stays, and asking for another one later is answered with the reason.
 */
public final class Libcrypto {
    /** {@code libcrypto.so} may be anything, so it comes last, and {@link #flavor} looks at its version before it is bound. */
    private static final List<String> SONAMES = List.of("libcrypto.so.3", "libcrypto.so");

    /** OPENSSL_INIT_NO_ATEXIT and OPENSSL_INIT_NO_LOAD_CONFIG: no handler runs under live Java threads at exit, no openssl.cnf changes behaviour. */
    private static final long INIT_OPTIONS = 0x00080000L | 0x00000080L;

    private static final long OPENSSL_3 = 0x30000000L;
    private static final long OPENSSL_4 = 0x40000000L;

    private static final ReentrantLock LOADING = new ReentrantLock();
    private static @Nullable Bound bound;

    private final Dialect dialect;
    private final EnumMap<Digest, Long> digests = new EnumMap<>(Digest.class);
    /** By cipher and key size, looked up when first asked for; they live for ever. */
    private final EnumMap<SymmetricCipher, AtomicLongArray> ciphers = new EnumMap<>(SymmetricCipher.class);

    /** What OpenSSL 3 was asked for by name, by that name; they live for ever. */
    private final ConcurrentMap<String, Long> fetched = new ConcurrentHashMap<>();

    private final EnumMap<KeyType, Integer> keyIds;
    private final LibcryptoCapabilities capabilities;

    private final SharedLibrary library;
    /** Symbol classes that are bound when they are first wanted, and why one cannot be: an empty text if it is. */
    private final ConcurrentMap<Class<?>, String> boundOnDemand = new ConcurrentHashMap<>();

    private Libcrypto(
            SharedLibrary library,
            Dialect dialect,
            String version,
            LibcryptoCapabilities.Flavor flavor,
            long versionNumber) {
        this.library = library;
        this.dialect = dialect;
        this.keyIds = new EnumMap<>(KeyType.class);
        for (SymmetricCipher cipher : SymmetricCipher.values()) {
            ciphers.put(cipher, new AtomicLongArray(SymmetricCipher.KEY_SIZES));
        }
        try (Call call = new Call()) {
            for (Digest digest : Digest.values()) {
                digests.put(digest, dialect.digest(call, digest));
            }
            for (KeyType type : KeyType.values()) {
                if (!type.isNamed()) {
                    keyIds.put(type, LibcryptoSymbols.OBJ_sn2nid(call.string(type.libcryptoName())));
                }
            }
        }
        this.capabilities =
                new LibcryptoCapabilities(version, flavor, versionNumber, new CapabilityProbe(this)::reason);
    }

    /**
     * Loads libcrypto, or says why there is none. Throws nothing.
     *
     * @param configuredPath the library file, or empty to take the operating system's
     */
    public static Loaded load(Optional<Path> configuredPath) {
        LOADING.lock();
        try {
            Bound before = bound;
            if (before != null) {
                return before.requested().equals(configuredPath)
                        ? before.loaded()
                        : Loaded.absent("this JVM has bound libcrypto already: " + before.loaded());
            }
            return firstLoad(configuredPath);
        } finally {
            LOADING.unlock();
        }
    }

    private static Loaded firstLoad(Optional<Path> configuredPath) {
        LibraryLocator locator =
                configuredPath.map(LibraryLocator::at).orElseGet(() -> LibraryLocator.bySoname(SONAMES));
        try {
            SharedLibrary library = locator.open(Libcrypto::flavor);
            Loaded loaded = bind(library);
            bound = new Bound(configuredPath, loaded);
            return loaded;
        } catch (NativeUnavailableException e) {
            return Loaded.absent(String.valueOf(e.getMessage()));
        }
    }

    private static Loaded bind(SharedLibrary library) throws NativeUnavailableException {
        LibcryptoCapabilities.Flavor flavor = flavor(library);
        long versionNumber = library.call("OpenSSL_version_num");
        switch (flavor) {
            case OPENSSL_3 -> library.bind(LibcryptoOpenssl3Symbols.class);
            case AWS_LC -> library.bind(LibcryptoAwsLcSymbols.class);
        }
        library.bind(LibcryptoSymbols.class);
        try (Call call = new Call()) {
            call.check(LibcryptoSymbols.OPENSSL_init_crypto(INIT_OPTIONS, 0), "OPENSSL_init_crypto");
            String version = NativeLinker.string(LibcryptoSymbols.OpenSSL_version(0));
            Dialect dialect = switch (flavor) {
                case OPENSSL_3 -> new OpensslDialect();
                case AWS_LC -> new AwsLcDialect();
            };
            return Loaded.present(new Libcrypto(library, dialect, version, flavor, versionNumber));
        } catch (LibcryptoException | IllegalStateException e) {
            return Loaded.absent(library.name() + " does not work: " + e.getMessage());
        }
    }

    /** Judges a library by what it exports and by its version number, before any symbol class is bound to it. */
    private static LibcryptoCapabilities.Flavor flavor(SharedLibrary library) throws NativeUnavailableException {
        if (!library.exports("OpenSSL_version_num")) {
            throw new NativeUnavailableException(library.name() + " is not a libcrypto");
        }
        if (library.exports("EVP_aead_aes_256_gcm")) {
            return LibcryptoCapabilities.Flavor.AWS_LC;
        }
        long version = library.call("OpenSSL_version_num");
        if (version < OPENSSL_3 || version >= OPENSSL_4) {
            throw new NativeUnavailableException(
                    String.format("%s has version 0x%08X; OpenSSL 3.x is needed", library.name(), version));
        }
        return LibcryptoCapabilities.Flavor.OPENSSL_3;
    }

    /** Returns what this library is and what works. */
    public LibcryptoCapabilities capabilities() {
        return capabilities;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Returns the {@code EVP_MD *}. */
    long digest(Digest digest) {
        long pointer = digests.getOrDefault(digest, 0L);
        if (pointer == 0) {
            throw new IllegalArgumentException("this libcrypto has no " + digest);
        }
        return pointer;
    }

    /** Returns the {@code EVP_CIPHER *} for a key. */
    long cipher(Call call, SymmetricCipher cipher, int keySizeBytes) {
        int keySizeIndex = cipher.keySizeIndex(keySizeBytes);
        AtomicLongArray bySize = Objects.requireNonNull(ciphers.get(cipher), "every cipher has its entry");
        long known = bySize.get(keySizeIndex);
        if (known != 0) {
            return known;
        }
        String name = cipher.libcryptoName(keySizeIndex);
        // Two threads may look at once: both references are good, and one of them is kept.
        long pointer = dialect.cipher(call, name);
        if (pointer == 0) {
            throw new IllegalArgumentException("this libcrypto has no " + name);
        }
        bySize.set(keySizeIndex, pointer);
        return pointer;
    }

    /** Returns the {@code EVP_MD *} of a function whose output has any length. */
    long shake(Call call, Shake function) {
        String name = function.digestName();
        return fetched(
                name, LibcryptoSha3Symbols.class, () -> LibcryptoOpenssl3Symbols.EVP_MD_fetch(0, call.string(name), 0));
    }

    /** Returns the {@code EVP_MAC *} of KMAC. */
    long kmac(Call call, Shake function) {
        String name = function.macName();
        return fetched(
                name, LibcryptoSha3Symbols.class, () -> LibcryptoSha3Symbols.EVP_MAC_fetch(0, call.string(name), 0));
    }

    /** Returns the {@code EVP_SIGNATURE *} of a key type that signs whole messages. */
    long signature(Call call, KeyType type) {
        String name = type.libcryptoName();
        return fetched(
                name,
                LibcryptoPostQuantumSymbols.class,
                () -> LibcryptoPostQuantumSymbols.EVP_SIGNATURE_fetch(0, call.string(name), 0));
    }

    /**
     * Binds functions that only some algorithms want.
     *
     * @throws IllegalArgumentException if the library does not have them all
     */
    void require(Class<?> symbols, String what) {
        if (capabilities.flavor() != LibcryptoCapabilities.Flavor.OPENSSL_3
                || !boundOnDemand.computeIfAbsent(symbols, this::bindOnDemand).isEmpty()) {
            throw new IllegalArgumentException("this libcrypto has no " + what);
        }
    }

    private String bindOnDemand(Class<?> symbols) {
        try {
            library.bind(symbols);
            return "";
        } catch (NativeUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private long fetched(String name, Class<?> symbols, LongSupplier fetch) {
        Long known = fetched.get(name);
        if (known != null) {
            return known;
        }
        require(symbols, name);
        // Two threads may look at once: both references are good, and one of them is kept.
        long pointer = fetch.getAsLong();
        if (pointer == 0) {
            throw new IllegalArgumentException("this libcrypto has no " + name);
        }
        fetched.put(name, pointer);
        return pointer;
    }

    /** Returns the number of a key type in this library. */
    int keyId(KeyType type) {
        return keyIds.getOrDefault(type, 0);
    }

    Map<KeyType, Integer> keyIds() {
        return keyIds;
    }

    /** The outcome of {@link #load}: a library, or the reason why there is none. */
    public static final class Loaded {
        private final @Nullable Libcrypto libcrypto;
        private final String reason;

        private Loaded(@Nullable Libcrypto libcrypto, String reason) {
            this.libcrypto = libcrypto;
            this.reason = reason;
        }

        private static Loaded present(Libcrypto libcrypto) {
            return new Loaded(libcrypto, "");
        }

        private static Loaded absent(String reason) {
            return new Loaded(null, reason);
        }

        /** Returns the library, or empty. */
        public Optional<Libcrypto> libcrypto() {
            return Optional.ofNullable(libcrypto);
        }

        /** Returns why there is no library, for an operator; empty text if there is one. */
        public String reason() {
            return reason;
        }

        @Override
        public String toString() {
            return libcrypto == null ? reason : libcrypto.capabilities.version();
        }
    }

    private record Bound(Optional<Path> requested, Loaded loaded) {}
}
