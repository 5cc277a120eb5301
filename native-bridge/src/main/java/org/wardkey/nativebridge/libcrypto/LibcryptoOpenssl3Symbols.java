package org.wardkey.nativebridge.libcrypto;

/**
 * The C functions that only OpenSSL 3 exports; bound only when the library is one. Conventions as in {@link LibcryptoSymbols}.
 *
 * <p>Source: OpenSSL 3.0 manual pages, section 3.
 */
@SuppressWarnings("MemberName")
final class LibcryptoOpenssl3Symbols {
    private LibcryptoOpenssl3Symbols() {}

    static native long CRYPTO_memdup(long address, long size, long file, int line);

    static native long EVP_MD_fetch(long libraryContext, long name, long properties);

    static native long EVP_CIPHER_fetch(long libraryContext, long name, long properties);

    static native void EVP_CIPHER_free(long cipher);

    static native int EVP_PKEY_get_id(long key);

    static native int EVP_PKEY_get_bits(long key);

    static native int EVP_PKEY_get_group_name(long key, long name, long nameSize, long length);

    static native int EVP_PKEY_get_bn_param(long key, long name, long number);

    static native int EVP_PKEY_derive_set_peer_ex(long context, long peer, int validatePeer);

    static native int EVP_PKEY_public_check_quick(long context);

    static native int EVP_PKEY_private_check(long context);

    static native int EVP_PKEY_pairwise_check(long context);

    static native int BN_is_odd(long number);

    static native int BN_num_bits(long number);

    static native void BN_free(long number);
}
