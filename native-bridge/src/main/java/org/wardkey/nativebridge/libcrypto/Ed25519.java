package org.wardkey.nativebridge.libcrypto;

import org.wardkey.nativebridge.NativeBuffer;

/** Ed25519 (pure) over a whole message. Source: RFC 8032 §5.1. */
public final class Ed25519 {
    private static final int SIGNATURE_BYTES = 64;

    private Ed25519() {}

    /**
     * Signs; deterministic.
     *
     * @param key a private Ed25519 key
     * @return 64 bytes
     */
    public static byte[] sign(EvpKey key, byte[] message) {
        key.requireType(KeyType.ED25519);
        key.requirePrivate();
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long context = context(call);
            call.check(LibcryptoSymbols.EVP_DigestSignInit(context, 0, 0, 0, pointer), "EVP_DigestSignInit");
            NativeBuffer input = call.in(message);
            NativeBuffer signature = call.out(SIGNATURE_BYTES);
            NativeBuffer length = call.cell(SIGNATURE_BYTES);
            call.check(
                    LibcryptoSymbols.EVP_DigestSign(
                            context, signature.address(), length.address(), input.address(), message.length),
                    "EVP_DigestSign");
            return signature.bytes(0, (int) length.getLong(0));
        } finally {
            key.release();
        }
    }

    /** Verifies; a signature of another length is false. */
    public static boolean verify(EvpKey key, byte[] message, byte[] signature) {
        key.requireType(KeyType.ED25519);
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long context = context(call);
            call.check(LibcryptoSymbols.EVP_DigestVerifyInit(context, 0, 0, 0, pointer), "EVP_DigestVerifyInit");
            NativeBuffer input = call.in(message);
            NativeBuffer claimed = call.in(signature);
            return LibcryptoSymbols.EVP_DigestVerify(
                            context, claimed.address(), signature.length, input.address(), message.length)
                    == 1;
        } finally {
            key.release();
        }
    }

    private static long context(Call call) {
        return call.own(LibcryptoSymbols.EVP_MD_CTX_new(), LibcryptoSymbols::EVP_MD_CTX_free, "EVP_MD_CTX_new");
    }
}
