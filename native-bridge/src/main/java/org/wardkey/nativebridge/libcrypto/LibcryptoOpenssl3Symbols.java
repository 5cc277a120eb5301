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

    // Deterministic ECDSA.
    static native long BN_new();

    static native long BN_bin2bn(long bytes, int length, long number);

    static native int BN_bn2binpad(long number, long bytes, int length);

    static native void BN_set_flags(long number, int flags);

    static native void BN_clear_free(long number);

    static native long BN_CTX_secure_new();

    static native void BN_CTX_free(long context);

    static native int BN_div(long quotient, long remainder, long number, long divisor, long context);

    static native int BN_mod_exp_mont_consttime(
            long result, long base, long exponent, long modulus, long context, long montgomery);

    static native long EVP_PKEY_get1_EC_KEY(long key);

    static native void EC_KEY_free(long key);

    static native long EC_KEY_get0_group(long key);

    static native long EC_KEY_get0_private_key(long key);

    static native long EC_GROUP_get0_order(long group);

    static native long EC_POINT_new(long group);

    static native void EC_POINT_clear_free(long point);

    static native int EC_POINT_mul(long group, long result, long factor, long point, long pointFactor, long context);

    static native int EC_POINT_get_affine_coordinates(long group, long point, long x, long y, long context);

    static native long ECDSA_do_sign_ex(long digest, int digestLength, long inverse, long r, long key);

    static native void ECDSA_SIG_free(long signature);

    static native int i2d_ECDSA_SIG(long signature, long output);

    // SHAKE; AWS-LC has not always had it.
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
