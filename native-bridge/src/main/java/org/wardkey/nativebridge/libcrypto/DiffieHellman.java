package org.wardkey.nativebridge.libcrypto;

import org.wardkey.nativebridge.NativeBuffer;

/** ECDH, X25519 and X448 without a key derivation function. Sources: SP 800-56A §5.7.1.2, RFC 7748 §6.1. */
public final class DiffieHellman {
    private static final int X25519_BYTES = 32;
    private static final int X448_BYTES = 56;

    private DiffieHellman() {}

    /**
     * Returns the raw shared secret Z: the x coordinate in field size, big-endian, or the 32 or 56 bytes of X25519 or X448.
     *
     * @param own private
     * @param peer of the same type and curve
     * @return the caller wipes it
     * @throws LibcryptoException if the peer's key is not on the curve, or Z of X25519 or X448 is all zero
     */
    public static byte[] derive(EvpKey own, EvpKey peer) {
        own.requireType(KeyType.EC, KeyType.X25519, KeyType.X448);
        own.requirePrivate();
        if (own.type() != peer.type() || !own.curve().equals(peer.curve())) {
            throw new IllegalArgumentException("keys of different groups: " + own + " and " + peer);
        }
        int sizeBytes =
                own.curve().map(Curve::fieldSizeBytes).orElse(own.type() == KeyType.X448 ? X448_BYTES : X25519_BYTES);
        long pointer = own.acquire();
        try {
            long peerPointer = peer.acquire();
            try {
                return derive(own.libcrypto().dialect(), pointer, peerPointer, sizeBytes, own.type() != KeyType.EC);
            } finally {
                peer.release();
            }
        } finally {
            own.release();
        }
    }

    private static byte[] derive(Dialect dialect, long own, long peer, int sizeBytes, boolean refuseZero) {
        try (Call call = new Call()) {
            long context = PkeyOperation.context(call, own);
            call.check(LibcryptoSymbols.EVP_PKEY_derive_init(context), "EVP_PKEY_derive_init");
            call.check(dialect.setPeer(context, peer), "EVP_PKEY_derive_set_peer");
            NativeBuffer secret = call.out(sizeBytes);
            NativeBuffer length = call.cell(sizeBytes);
            call.check(
                    LibcryptoSymbols.EVP_PKEY_derive(context, secret.address(), length.address()), "EVP_PKEY_derive");
            byte[] z = secret.bytes(0, (int) length.getLong(0));
            // RFC 7748 §6.1: "Both MAY check, without leaking extra information about the value of K, whether K is the
            // all-zero value and abort if so".
            if (refuseZero && isZero(z)) {
                throw new LibcryptoException("EVP_PKEY_derive", 0, "the shared secret is all zero");
            }
            return z;
        }
    }

    private static boolean isZero(byte[] bytes) {
        int any = 0;
        for (byte one : bytes) {
            any |= one;
        }
        return any == 0;
    }
}
