package org.wardkey.nativebridge.libcrypto;

/**
 * The C functions that both OpenSSL 3 and AWS-LC export, one declaration each.
 *
 * <p>{@code long} stands for pointers, {@code size_t}, {@code long} and {@code uint64_t}; {@code int} for {@code int} and 32-bit numbers. Where OpenSSL
 * takes an {@code int} length and AWS-LC a {@code size_t}, the parameter is a {@code long}: on 64-bit calling conventions the callee reads the part
 * that it declared. The class of this name for Java 22 is generated from this one; see the test {@code SymbolOverlayTest}.
 *
 * <p>Source: OpenSSL 3.0 manual pages, section 3; AWS-LC {@code include/openssl}.
 */
@SuppressWarnings("MemberName")
final class LibcryptoSymbols {
    private LibcryptoSymbols() {}

    // The library itself.
    static native int OPENSSL_init_crypto(long options, long settings);

    static native long OpenSSL_version(int what);

    static native void CRYPTO_free(long address, long file, int line);

    static native int OBJ_sn2nid(long name);

    // The error queue of the calling operating-system thread.
    static native long ERR_get_error();

    static native long ERR_peek_error();

    static native void ERR_clear_error();

    static native long ERR_reason_error_string(long error);

    // Keys and their encodings.
    static native void EVP_PKEY_free(long key);

    static native long d2i_PKCS8_PRIV_KEY_INFO(long target, long input, long length);

    static native long EVP_PKCS82PKEY(long info);

    static native long EVP_PKEY2PKCS8(long key);

    static native int i2d_PKCS8_PRIV_KEY_INFO(long info, long output);

    static native void PKCS8_PRIV_KEY_INFO_free(long info);

    static native long d2i_PUBKEY(long target, long input, long length);

    static native int i2d_PUBKEY(long key, long output);

    // Operations with one key.
    static native long EVP_PKEY_CTX_new(long key, long engine);

    static native long EVP_PKEY_CTX_new_id(int id, long engine);

    static native void EVP_PKEY_CTX_free(long context);

    static native int EVP_PKEY_keygen_init(long context);

    static native int EVP_PKEY_keygen(long context, long key);

    static native int EVP_PKEY_CTX_set_ec_paramgen_curve_nid(long context, int nid);

    static native int EVP_PKEY_CTX_set_rsa_keygen_bits(long context, int bits);

    static native int EVP_PKEY_CTX_set_rsa_padding(long context, int padding);

    static native int EVP_PKEY_CTX_set_rsa_pss_saltlen(long context, int length);

    static native int EVP_PKEY_CTX_set_rsa_mgf1_md(long context, long digest);

    static native int EVP_PKEY_CTX_set_rsa_oaep_md(long context, long digest);

    static native int EVP_PKEY_CTX_set0_rsa_oaep_label(long context, long label, long length);

    static native int EVP_PKEY_CTX_set_signature_md(long context, long digest);

    static native int EVP_PKEY_sign_init(long context);

    static native int EVP_PKEY_sign(long context, long signature, long signatureLength, long digest, long digestLength);

    static native int EVP_PKEY_verify_init(long context);

    static native int EVP_PKEY_verify(
            long context, long signature, long signatureLength, long digest, long digestLength);

    static native int EVP_PKEY_encrypt_init(long context);

    static native int EVP_PKEY_encrypt(long context, long output, long outputLength, long input, long inputLength);

    static native int EVP_PKEY_decrypt_init(long context);

    static native int EVP_PKEY_decrypt(long context, long output, long outputLength, long input, long inputLength);

    static native int EVP_PKEY_derive_init(long context);

    static native int EVP_PKEY_derive(long context, long secret, long secretLength);

    // Whole messages.
    static native long EVP_MD_CTX_new();

    static native void EVP_MD_CTX_free(long context);

    static native int EVP_DigestSignInit(long context, long keyContext, long digest, long engine, long key);

    static native int EVP_DigestSign(long context, long signature, long signatureLength, long message, long length);

    static native int EVP_DigestVerifyInit(long context, long keyContext, long digest, long engine, long key);

    static native int EVP_DigestVerify(long context, long signature, long signatureLength, long message, long length);

    // Ciphers.
    static native long EVP_CIPHER_CTX_new();

    static native void EVP_CIPHER_CTX_free(long context);

    static native void EVP_CIPHER_CTX_set_flags(long context, int flags);

    static native int EVP_CIPHER_CTX_set_padding(long context, int padding);

    static native int EVP_CIPHER_CTX_ctrl(long context, int command, int argument, long pointer);

    static native int EVP_CipherInit_ex(long context, long cipher, long engine, long key, long iv, int encrypt);

    static native int EVP_CipherUpdate(long context, long output, long outputLength, long input, int inputLength);

    static native int EVP_CipherFinal_ex(long context, long output, long outputLength);

    // HMAC. OpenSSL 3 deprecates these in favour of EVP_MAC, which AWS-LC lacks; both export them.
    static native long HMAC_CTX_new();

    static native void HMAC_CTX_free(long context);

    static native int HMAC_CTX_copy(long target, long source);

    static native int HMAC_Init_ex(long context, long key, long keyLength, long digest, long engine);

    static native int HMAC_Update(long context, long data, long length);

    static native int HMAC_Final(long context, long mac, long macLength);

    // CMAC. As with HMAC.
    static native long CMAC_CTX_new();

    static native void CMAC_CTX_free(long context);

    static native int CMAC_CTX_copy(long target, long source);

    static native int CMAC_Init(long context, long key, long keyLength, long cipher, long engine);

    static native int CMAC_Update(long context, long data, long length);

    static native int CMAC_Final(long context, long mac, long macLength);
}
