package org.wardkey.nativebridge.libcrypto;

import org.wardkey.nativebridge.NativeBuffer;

/** One sign, verify, encrypt, decrypt or derive with an {@code EVP_PKEY_CTX}: the steps that all algorithms share. */
final class PkeyOperation {
    private PkeyOperation() {}

    /** Sets the parameters of an operation; checks each return code itself. */
    @FunctionalInterface
    interface Setup {
        Setup NONE = (call, context) -> {};

        void apply(Call call, long context);
    }

    static byte[] sign(EvpKey key, byte[] digest, int maxBytes, Setup setup) {
        key.requirePrivate();
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long context = context(call, pointer);
            call.check(LibcryptoSymbols.EVP_PKEY_sign_init(context), "EVP_PKEY_sign_init");
            setup.apply(call, context);
            NativeBuffer input = call.in(digest);
            NativeBuffer output = call.out(maxBytes);
            NativeBuffer length = call.cell(maxBytes);
            call.check(
                    LibcryptoSymbols.EVP_PKEY_sign(
                            context, output.address(), length.address(), input.address(), digest.length),
                    "EVP_PKEY_sign");
            return output.bytes(0, (int) length.getLong(0));
        } finally {
            key.release();
        }
    }

    /** Any result but 1 is false: libcrypto answers a malformed signature with 0 or a negative number. */
    static boolean verify(EvpKey key, byte[] digest, byte[] signature, Setup setup) {
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long context = context(call, pointer);
            call.check(LibcryptoSymbols.EVP_PKEY_verify_init(context), "EVP_PKEY_verify_init");
            setup.apply(call, context);
            NativeBuffer input = call.in(digest);
            NativeBuffer claimed = call.in(signature);
            return LibcryptoSymbols.EVP_PKEY_verify(
                            context, claimed.address(), signature.length, input.address(), digest.length)
                    == 1;
        } finally {
            key.release();
        }
    }

    static long context(Call call, long key) {
        return call.own(
                LibcryptoSymbols.EVP_PKEY_CTX_new(key, 0), LibcryptoSymbols::EVP_PKEY_CTX_free, "EVP_PKEY_CTX_new");
    }

    static int modulusBytes(EvpKey key) {
        return (key.sizeBits() + 7) / 8;
    }
}
