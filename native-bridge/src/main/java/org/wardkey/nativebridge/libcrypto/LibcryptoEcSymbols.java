package org.wardkey.nativebridge.libcrypto;

/**
 * The C functions of OpenSSL 3 for deterministic ECDSA; bound when the first of them is wanted, since a binding takes time that the first
 * signature wants, and since a library without them is to keep the others. Conventions as in {@link LibcryptoSymbols}.
 *
 * <p>Source: OpenSSL 3.0 manual pages, section 3.
 */
@SuppressWarnings("MemberName")
final class LibcryptoEcSymbols {
    private LibcryptoEcSymbols() {}

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
}
