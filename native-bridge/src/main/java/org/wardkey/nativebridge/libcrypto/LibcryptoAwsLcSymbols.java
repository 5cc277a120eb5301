package org.wardkey.nativebridge.libcrypto;

/**
 * The C functions that AWS-LC has in place of OpenSSL 3's; bound only when the library is AWS-LC. Conventions as in {@link LibcryptoSymbols}.
 *
 * <p>Source: AWS-LC {@code include/openssl/evp.h}, {@code aes.h}, {@code ec_key.h}, {@code rsa.h}.
 */
@SuppressWarnings("MemberName")
final class LibcryptoAwsLcSymbols {
    private LibcryptoAwsLcSymbols() {}

    static native long OPENSSL_memdup(long address, long size);

    static native long EVP_get_digestbyname(long name);

    static native long EVP_get_cipherbyname(long name);

    static native int EVP_PKEY_id(long key);

    static native int EVP_PKEY_bits(long key);

    static native int EVP_PKEY_derive_set_peer(long context, long peer);

    static native long EVP_PKEY_get0_EC_KEY(long key);

    static native long EVP_PKEY_get0_RSA(long key);

    static native long EC_KEY_get0_group(long key);

    static native int EC_GROUP_get_curve_name(long group);

    static native int EC_KEY_check_key(long key);

    static native int RSA_check_key(long key);

    static native int AES_set_encrypt_key(long userKey, int bits, long key);

    static native int AES_set_decrypt_key(long userKey, int bits, long key);

    static native int AES_wrap_key(long key, long iv, long output, long input, long length);

    static native int AES_unwrap_key(long key, long iv, long output, long input, long length);

    static native int AES_wrap_key_padded(long key, long output, long outputLength, long max, long input, long length);

    static native int AES_unwrap_key_padded(
            long key, long output, long outputLength, long max, long input, long length);
}
