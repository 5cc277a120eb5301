package org.wardkey.nativebridge.libcrypto;

import org.wardkey.nativebridge.NativeBuffer;

/** Ed25519 and Ed448 (pure, no context) over a whole message. Source: RFC 8032 §5.1, §5.2. */
public final class EdDsa {
    private static final int ED25519_SIGNATURE_BYTES = 64;
    private static final int ED448_SIGNATURE_BYTES = 114;

    private EdDsa() {}

    private static int signatureBytes(EvpKey key) {
        key.requireType(KeyType.ED25519, KeyType.ED448);
        return key.type() == KeyType.ED25519 ? ED25519_SIGNATURE_BYTES : ED448_SIGNATURE_BYTES;
    }

    /**
     * Signs; deterministic.
     *
     * @param key a private Ed25519 or Ed448 key
     * @return 64 or 114 bytes
     */
    public static byte[] sign(EvpKey key, byte[] message) {
        int size = signatureBytes(key);
        key.requirePrivate();
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long context = context(call);
            call.check(LibcryptoSymbols.EVP_DigestSignInit(context, 0, 0, 0, pointer), "EVP_DigestSignInit");
            NativeBuffer input = call.in(message);
            NativeBuffer signature = call.out(size);
            NativeBuffer length = call.cell(size);
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
        if (signature.length != signatureBytes(key)) {
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
