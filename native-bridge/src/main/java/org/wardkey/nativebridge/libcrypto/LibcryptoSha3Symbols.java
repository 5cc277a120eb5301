package org.wardkey.nativebridge.libcrypto;

/**
 * The C functions of OpenSSL 3 for SHAKE and KMAC; bound when the first of them is wanted, since a binding takes time that the first
 * signature wants, and since a library without them is to keep the others. Conventions as in {@link LibcryptoSymbols}.
 *
 * <p>Source: OpenSSL 3.0 manual pages, section 3.
 */
@SuppressWarnings("MemberName")
final class LibcryptoSha3Symbols {
    private LibcryptoSha3Symbols() {}

    // SHAKE.
    static native int EVP_DigestInit_ex(long context, long digest, long engine);

    static native int EVP_DigestUpdate(long context, long data, long length);

    static native int EVP_DigestFinalXOF(long context, long output, long length);

    static native int EVP_MD_CTX_copy_ex(long target, long source);

    // KMAC.
    static native long EVP_MAC_fetch(long libraryContext, long name, long properties);

    static native long EVP_MAC_CTX_new(long mac);

    static native void EVP_MAC_CTX_free(long context);

    static native long EVP_MAC_CTX_dup(long context);

    static native int EVP_MAC_init(long context, long key, long keyLength, long parameters);

    static native int EVP_MAC_update(long context, long data, long length);

    static native int EVP_MAC_final(long context, long output, long outputLength, long outputSize);
}
