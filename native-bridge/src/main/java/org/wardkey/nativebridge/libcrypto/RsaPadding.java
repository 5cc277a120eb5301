package org.wardkey.nativebridge.libcrypto;

/** Sets RSA paddings on an {@code EVP_PKEY_CTX}. Numbers from {@code openssl/rsa.h}, the same in both libraries. */
final class RsaPadding {
    private static final int PKCS1 = 1;
    private static final int OAEP = 4;
    private static final int PSS = 6;

    private RsaPadding() {}

    static void pkcs1(Call call, long context) {
        set(call, context, PKCS1);
    }

    static void oaep(Call call, long context) {
        set(call, context, OAEP);
    }

    static void pss(Call call, long context) {
        set(call, context, PSS);
    }

    static void mgf1(Call call, long context, long digest) {
        call.check(LibcryptoSymbols.EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest), "EVP_PKEY_CTX_set_rsa_mgf1_md");
    }

    private static void set(Call call, long context, int padding) {
        call.check(LibcryptoSymbols.EVP_PKEY_CTX_set_rsa_padding(context, padding), "EVP_PKEY_CTX_set_rsa_padding");
    }
}
