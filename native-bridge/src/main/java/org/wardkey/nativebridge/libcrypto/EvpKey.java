package org.wardkey.nativebridge.libcrypto;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.wardkey.nativebridge.NativeBuffer;
import org.wardkey.nativebridge.NativeHandle;

/**
 * A key inside libcrypto: an {@code EVP_PKEY} with its type and size. Immutable and thread-safe.
 *
 * <p>Closing it while another thread uses it is safe; libcrypto wipes private parts when the last user is done.
 */
public final class EvpKey implements AutoCloseable {
    /** OPENSSL_RSA_MAX_MODULUS_BITS; checking larger ones takes minutes. */
    private static final int MAX_RSA_BITS = 16_384;

    /** EVP_PKEY_KEYMGMT: a type that has a name alone. */
    private static final int NAMED = -1;

    private static final int MIN_RSA_BITS = 512;
    private static final int MAX_DER_BYTES = 1 << 16;

    private final Libcrypto libcrypto;
    private final NativeHandle handle;
    private final KeyType type;
    private final int sizeBits;
    private final Optional<Curve> curve;
    private final boolean isPrivate;
    private final ContextPool contexts;

    private EvpKey(
            Libcrypto libcrypto,
            NativeHandle handle,
            KeyType type,
            int sizeBits,
            Optional<Curve> curve,
            boolean isPrivate,
            ContextPool contexts) {
        this.libcrypto = libcrypto;
        this.handle = handle;
        this.type = type;
        this.sizeBits = sizeBits;
        this.curve = curve;
        this.isPrivate = isPrivate;
        this.contexts = contexts;
    }

    /**
     * Reads a private key and checks it: ranges, curve, and that the halves of an EC key belong together. The primes of an RSA key are not tested.
     *
     * @param der a PKCS#8 {@code PrivateKeyInfo} with nothing after it; the caller wipes it
     * @throws LibcryptoException if it is malformed or invalid
     * @throws IllegalArgumentException if the type, curve or size is not supported
     */
    public static EvpKey fromPkcs8(Libcrypto libcrypto, byte[] der) {
        requireSize(der.length);
        try (Call call = new Call()) {
            return readPkcs8(call, libcrypto, call.in(der).address(), der.length);
        }
    }

    /**
     * Reads a private key out of native memory, otherwise like {@link #fromPkcs8(Libcrypto, byte[])}.
     *
     * @param der the whole buffer is the encoding
     */
    public static EvpKey fromPkcs8(Libcrypto libcrypto, NativeBuffer der) {
        requireSize(der.sizeBytes());
        long address = der.acquire();
        try (Call call = new Call()) {
            return readPkcs8(call, libcrypto, address, der.sizeBytes());
        } finally {
            der.release();
        }
    }

    private static EvpKey readPkcs8(Call call, Libcrypto libcrypto, long address, int length) {
        NativeBuffer position = call.cell(address);
        long info = call.own(
                LibcryptoSymbols.d2i_PKCS8_PRIV_KEY_INFO(0, position.address(), length),
                LibcryptoSymbols::PKCS8_PRIV_KEY_INFO_free,
                "d2i_PKCS8_PRIV_KEY_INFO");
        requireEnd(position, address + length, "d2i_PKCS8_PRIV_KEY_INFO");
        return adopt(call, libcrypto, LibcryptoSymbols.EVP_PKCS82PKEY(info), "EVP_PKCS82PKEY", Origin.PRIVATE_DER);
    }

    /**
     * Reads a public key and checks it: ranges, that a point is on its curve, that an RSA modulus and exponent are odd.
     *
     * @param der an X.509 {@code SubjectPublicKeyInfo} with nothing after it
     * @throws LibcryptoException if it is malformed or invalid
     * @throws IllegalArgumentException if the type, curve or size is not supported
     */
    public static EvpKey fromSpki(Libcrypto libcrypto, byte[] der) {
        requireSize(der.length);
        try (Call call = new Call()) {
            long address = call.in(der).address();
            NativeBuffer position = call.cell(address);
            long key = LibcryptoSymbols.d2i_PUBKEY(0, position.address(), der.length);
            if (key != 0 && position.getLong(0) != address + der.length) {
                LibcryptoSymbols.EVP_PKEY_free(key);
                throw new LibcryptoException("d2i_PUBKEY", 0, "bytes after the end");
            }
            return adopt(call, libcrypto, key, "d2i_PUBKEY", Origin.PUBLIC_DER);
        }
    }

    /** Makes a key pair for ECDSA or ECDH. */
    public static EvpKey generateEc(Libcrypto libcrypto, Curve curve) {
        try (Call call = new Call()) {
            long context = keygenContext(call, libcrypto, KeyType.EC);
            int nid = LibcryptoSymbols.OBJ_sn2nid(call.string(curve.libcryptoName()));
            call.check(
                    LibcryptoSymbols.EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, nid),
                    "EVP_PKEY_CTX_set_ec_paramgen_curve_nid");
            return generate(call, libcrypto, context);
        }
    }

    /**
     * Makes an RSA key pair with the public exponent 65537. Slow: a tenth of a second at 2048 bits, seconds at 4096.
     *
     * @param sizeBits of the modulus
     * @throws LibcryptoException if the library refuses the size
     */
    public static EvpKey generateRsa(Libcrypto libcrypto, int sizeBits) {
        if (sizeBits < MIN_RSA_BITS || sizeBits > MAX_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key of " + sizeBits + " bits");
        }
        try (Call call = new Call()) {
            long context = keygenContext(call, libcrypto, KeyType.RSA);
            call.check(
                    LibcryptoSymbols.EVP_PKEY_CTX_set_rsa_keygen_bits(context, sizeBits),
                    "EVP_PKEY_CTX_set_rsa_keygen_bits");
            return generate(call, libcrypto, context);
        }
    }

    /**
     * Makes a key pair of a type that has no parameters.
     *
     * @param type Ed25519, Ed448, X25519, X448, or a parameter set of ML-KEM, ML-DSA or SLH-DSA
     * @throws LibcryptoException if the library does not have it
     */
    public static EvpKey generate(Libcrypto libcrypto, KeyType type) {
        if (type == KeyType.RSA || type == KeyType.RSA_PSS || type == KeyType.EC) {
            throw new IllegalArgumentException("a key of type " + type + " without parameters");
        }
        try (Call call = new Call()) {
            return generate(call, libcrypto, keygenContext(call, libcrypto, type));
        }
    }

    static long keygenContext(Call call, Libcrypto libcrypto, KeyType type) {
        long context = type.isNamed() ? namedContext(call, libcrypto, type) : numberedContext(call, libcrypto, type);
        call.check(LibcryptoSymbols.EVP_PKEY_keygen_init(context), "EVP_PKEY_keygen_init");
        return context;
    }

    private static long numberedContext(Call call, Libcrypto libcrypto, KeyType type) {
        return call.own(
                LibcryptoSymbols.EVP_PKEY_CTX_new_id(libcrypto.keyId(type), 0),
                LibcryptoSymbols::EVP_PKEY_CTX_free,
                "EVP_PKEY_CTX_new_id");
    }

    private static long namedContext(Call call, Libcrypto libcrypto, KeyType type) {
        libcrypto.require(LibcryptoPostQuantumSymbols.class, type.libcryptoName());
        return call.own(
                LibcryptoPostQuantumSymbols.EVP_PKEY_CTX_new_from_name(0, call.string(type.libcryptoName()), 0),
                LibcryptoSymbols::EVP_PKEY_CTX_free,
                "EVP_PKEY_CTX_new_from_name");
    }

    private static EvpKey generate(Call call, Libcrypto libcrypto, long context) {
        NativeBuffer key = call.cell(0);
        call.check(LibcryptoSymbols.EVP_PKEY_keygen(context, key.address()), "EVP_PKEY_keygen");
        return adopt(call, libcrypto, key.getLong(0), "EVP_PKEY_keygen", Origin.GENERATED);
    }

    /** Takes ownership of a key, also when it is refused. */
    private static EvpKey adopt(Call call, Libcrypto libcrypto, long pointer, String function, Origin origin) {
        call.check(pointer, function);
        ContextPool contexts = new ContextPool();
        NativeHandle handle = NativeHandle.owning("EVP_PKEY", pointer, key -> {
            contexts.empty();
            LibcryptoSymbols.EVP_PKEY_free(key);
        });
        boolean accepted = false;
        try {
            Dialect dialect = libcrypto.dialect();
            KeyType type = typeOf(call, libcrypto, pointer);
            int sizeBits = dialect.sizeBits(pointer);
            Optional<Curve> curve = type == KeyType.EC ? dialect.curve(call, pointer) : Optional.empty();
            if (type == KeyType.EC && curve.isEmpty()) {
                throw new IllegalArgumentException("an EC key on an unsupported curve of " + sizeBits + " bits");
            }
            boolean rsa = type == KeyType.RSA || type == KeyType.RSA_PSS;
            if (rsa && (sizeBits < MIN_RSA_BITS || sizeBits > MAX_RSA_BITS)) {
                throw new IllegalArgumentException("an RSA key of " + sizeBits + " bits");
            }
            boolean valid = switch (origin) {
                case GENERATED -> true;
                case PRIVATE_DER -> dialect.isValidPair(call, pointer, type);
                case PUBLIC_DER -> dialect.isValidPublic(call, pointer, type);
            };
            if (!valid) {
                throw call.failure("EVP_PKEY_check");
            }
            accepted = true;
            return new EvpKey(libcrypto, handle, type, sizeBits, curve, origin != Origin.PUBLIC_DER, contexts);
        } finally {
            if (!accepted) {
                handle.close();
            }
        }
    }

    private static KeyType typeOf(Call call, Libcrypto libcrypto, long pointer) {
        int id = libcrypto.dialect().keyId(pointer);
        if (id == NAMED) {
            return namedTypeOf(call, libcrypto, pointer);
        }
        return libcrypto.keyIds().entrySet().stream()
                .filter(entry -> entry.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a key of unsupported type " + id));
    }

    private static KeyType namedTypeOf(Call call, Libcrypto libcrypto, long pointer) {
        libcrypto.require(LibcryptoPostQuantumSymbols.class, "key of this type");
        return Arrays.stream(KeyType.values())
                .filter(KeyType::isNamed)
                .filter(type ->
                        LibcryptoPostQuantumSymbols.EVP_PKEY_is_a(pointer, call.string(type.libcryptoName())) == 1)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a key of unsupported type"));
    }

    private static void requireSize(int length) {
        if (length > MAX_DER_BYTES) {
            throw new IllegalArgumentException("an encoded key of " + length + " bytes; at most " + MAX_DER_BYTES);
        }
    }

    private static void requireEnd(NativeBuffer position, long end, String function) {
        if (position.getLong(0) != end) {
            throw new LibcryptoException(function, 0, "bytes after the end");
        }
    }

    /** Returns the public half as X.509 {@code SubjectPublicKeyInfo}. */
    public byte[] toSpki() {
        long key = acquire();
        try (Call call = new Call()) {
            int length = call.check(LibcryptoSymbols.i2d_PUBKEY(key, 0), "i2d_PUBKEY");
            NativeBuffer der = call.out(length);
            call.check(LibcryptoSymbols.i2d_PUBKEY(key, call.cell(der.address()).address()), "i2d_PUBKEY");
            return der.bytes(0, length);
        } finally {
            release();
        }
    }

    /**
     * Returns the private key as PKCS#8 {@code PrivateKeyInfo}; the caller wipes it.
     *
     * @throws IllegalArgumentException if this is a public key
     */
    public byte[] toPkcs8() {
        requirePrivate();
        long key = acquire();
        try (Call call = new Call()) {
            long info = call.own(
                    LibcryptoSymbols.EVP_PKEY2PKCS8(key), LibcryptoSymbols::PKCS8_PRIV_KEY_INFO_free, "EVP_PKEY2PKCS8");
            int length = call.check(LibcryptoSymbols.i2d_PKCS8_PRIV_KEY_INFO(info, 0), "i2d_PKCS8_PRIV_KEY_INFO");
            NativeBuffer der = call.out(length);
            call.check(
                    LibcryptoSymbols.i2d_PKCS8_PRIV_KEY_INFO(
                            info, call.cell(der.address()).address()),
                    "i2d_PKCS8_PRIV_KEY_INFO");
            return der.bytes(0, length);
        } finally {
            release();
        }
    }

    /** Returns the type of the key. */
    public KeyType type() {
        return type;
    }

    /** Returns the size of the modulus or of the field in bits, as libcrypto counts it (253 for X25519, 256 for Ed25519, 448 and 456 for X448 and Ed448); of no meaning for ML-KEM, ML-DSA and SLH-DSA. */
    public int sizeBits() {
        return sizeBits;
    }

    /** Returns the curve of an EC key, empty for other types. */
    public Optional<Curve> curve() {
        return curve;
    }

    /** Returns whether the private half is present. */
    public boolean isPrivate() {
        return isPrivate;
    }

    @Override
    public void close() {
        handle.close();
    }

    /** Says type and size only. */
    @Override
    public String toString() {
        return "EvpKey[" + type + ", " + sizeBits + " bits" + (isPrivate ? ", private]" : "]");
    }

    Libcrypto libcrypto() {
        return libcrypto;
    }

    ContextPool contexts() {
        return contexts;
    }

    long acquire() {
        return handle.acquire();
    }

    void release() {
        handle.release();
    }

    void requirePrivate() {
        if (!isPrivate) {
            throw new IllegalArgumentException("a private key is needed, not " + this);
        }
    }

    void requireType(KeyType... allowed) {
        for (KeyType one : allowed) {
            if (type == one) {
                return;
            }
        }
        throw new IllegalArgumentException("a key of type " + Arrays.toString(allowed) + " is needed, not " + this);
    }

    private enum Origin {
        GENERATED,
        PRIVATE_DER,
        PUBLIC_DER
    }
}
