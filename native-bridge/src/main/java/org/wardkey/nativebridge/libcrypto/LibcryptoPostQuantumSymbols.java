package org.wardkey.nativebridge.libcrypto;

/**
 * The C functions of OpenSSL 3.5 for ML-KEM, ML-DSA and SLH-DSA; bound when the first of them is wanted: older libraries do not have
 * them all. Conventions as in {@link LibcryptoSymbols}.
 *
 * <p>Source: OpenSSL 3.5 manual pages, section 3.
 */
@SuppressWarnings("MemberName")
final class LibcryptoPostQuantumSymbols {
    private LibcryptoPostQuantumSymbols() {}

    // Keys.
    static native int EVP_PKEY_is_a(long key, long name);

    static native int EVP_PKEY_get_size(long key);

    static native long EVP_PKEY_CTX_new_from_name(long libraryContext, long name, long properties);

    // Encapsulation.
    static native int EVP_PKEY_encapsulate_init(long context, long parameters);

    static native int EVP_PKEY_encapsulate(
            long context, long ciphertext, long ciphertextLength, long secret, long secretLength);

    static native int EVP_PKEY_decapsulate_init(long context, long parameters);

    static native int EVP_PKEY_decapsulate(
            long context, long secret, long secretLength, long ciphertext, long ciphertextLength);

    // Signatures over messages.
    static native long EVP_SIGNATURE_fetch(long libraryContext, long name, long properties);

    static native int EVP_PKEY_sign_message_init(long context, long signature, long parameters);

    static native int EVP_PKEY_verify_message_init(long context, long signature, long parameters);
}
