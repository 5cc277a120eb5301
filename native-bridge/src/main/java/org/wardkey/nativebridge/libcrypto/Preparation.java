package org.wardkey.nativebridge.libcrypto;

import java.util.Optional;

/**
 * What an {@code EVP_PKEY_CTX} is set up for.
 *
 * @param operation what it does
 * @param padding of RSA; {@code NONE} for EC keys
 * @param digest what made the value; empty if nothing says
 * @param mgf1Digest the digest inside MGF1; empty unless the padding is PSS
 * @param saltSizeBytes of PSS; 0 elsewhere
 */
record Preparation(
        Operation operation, Padding padding, Optional<Digest> digest, Optional<Digest> mgf1Digest, int saltSizeBytes) {
    /** What a context does. */
    enum Operation {
        SIGN,
        VERIFY
    }

    /** The padding of RSA signatures. */
    enum Padding {
        NONE,
        PKCS1,
        PSS
    }

    static Preparation plain(Operation operation) {
        return new Preparation(operation, Padding.NONE, Optional.empty(), Optional.empty(), 0);
    }

    static Preparation pkcs1(Operation operation, Optional<Digest> digest) {
        return new Preparation(operation, Padding.PKCS1, digest, Optional.empty(), 0);
    }

    static Preparation pss(Operation operation, RsaSignature.PssParameters parameters) {
        return new Preparation(
                operation,
                Padding.PSS,
                Optional.of(parameters.digest()),
                Optional.of(parameters.mgf1Digest()),
                parameters.saltSizeBytes());
    }

    /** Sets a new context up; every return code is checked. */
    void apply(Call call, Libcrypto libcrypto, long context) {
        switch (operation) {
            case SIGN -> call.check(LibcryptoSymbols.EVP_PKEY_sign_init(context), "EVP_PKEY_sign_init");
            case VERIFY -> call.check(LibcryptoSymbols.EVP_PKEY_verify_init(context), "EVP_PKEY_verify_init");
        }
        switch (padding) {
            case NONE -> {}
            case PKCS1 -> RsaPadding.pkcs1(call, context);
            case PSS -> RsaPadding.pss(call, context);
        }
        digest.ifPresent(d -> call.check(
                LibcryptoSymbols.EVP_PKEY_CTX_set_signature_md(context, libcrypto.digest(d)),
                "EVP_PKEY_CTX_set_signature_md"));
        mgf1Digest.ifPresent(d -> {
            RsaPadding.mgf1(call, context, libcrypto.digest(d));
            call.check(
                    LibcryptoSymbols.EVP_PKEY_CTX_set_rsa_pss_saltlen(context, saltSizeBytes),
                    "EVP_PKEY_CTX_set_rsa_pss_saltlen");
        });
    }
}
