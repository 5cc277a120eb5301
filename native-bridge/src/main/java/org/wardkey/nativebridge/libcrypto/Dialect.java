package org.wardkey.nativebridge.libcrypto;

import java.util.Optional;

/** What OpenSSL 3 and AWS-LC do by different functions. All pointers belong to the caller; digests and ciphers live for ever. */
interface Dialect {
    /** Returns an {@code EVP_MD *}, or 0 if the library does not have it. */
    long digest(Call call, Digest digest);

    /** Returns an {@code EVP_CIPHER *} by its name in upper case, or 0 if the library does not have it. */
    long cipher(Call call, String name);

    /** Returns a copy in memory of libcrypto's own allocator, or 0. */
    long duplicate(long address, long sizeBytes);

    /** Returns the number of the key's type, comparable with {@code OBJ_sn2nid}. */
    int keyId(long key);

    /** Returns the size of the modulus or of the field. */
    int sizeBits(long key);

    /** Returns the curve of an EC key, or empty if it is none of ours. */
    Optional<Curve> curve(Call call, long key);

    /** Checks a key pair from outside in less time than a signature takes: ranges, and for EC that the halves belong together. */
    boolean isValidPair(Call call, long key, KeyType type);

    /** Checks a public key from outside in microseconds: ranges, and that a point is on the curve. */
    boolean isValidPublic(Call call, long key, KeyType type);

    /** Gives a derivation its peer, whose key was checked when it was read; the result is libcrypto's, positive for success. */
    int setPeer(long context, long peer);

    /** Wraps with AES-KW or, padded, AES-KWP. Sizes are checked already. */
    byte[] wrap(Call call, byte[] keyEncryptionKey, byte[] plaintext, boolean padded);

    /** Unwraps what {@link #wrap} made. */
    byte[] unwrap(Call call, byte[] keyEncryptionKey, byte[] ciphertext, boolean padded)
            throws AuthenticationFailedException;
}
