package org.wardkey.nativebridge.libcrypto;

import org.wardkey.nativebridge.NativeBuffer;

/** One sign, verify, encrypt, decrypt or derive with an {@code EVP_PKEY_CTX}: the steps that all algorithms share. */
final class PkeyOperation {
    private PkeyOperation() {}

    static byte[] sign(EvpKey key, byte[] digest, int maxBytes, Preparation preparation) {
        key.requirePrivate();
        long pointer = key.acquire();
        try (Prepared prepared = Prepared.take(key, pointer, preparation);
                Call call = new Call()) {
            NativeBuffer input = call.in(digest);
            NativeBuffer output = call.out(maxBytes);
            NativeBuffer length = call.cell(maxBytes);
            call.check(
                    LibcryptoSymbols.EVP_PKEY_sign(
                            prepared.context, output.address(), length.address(), input.address(), digest.length),
                    "EVP_PKEY_sign");
            prepared.succeeded = true;
            return output.bytes(0, (int) length.getLong(0));
        } finally {
            key.release();
        }
    }

    /** Any result but 1 is false: libcrypto answers a malformed signature with 0 or a negative number. */
    static boolean verify(EvpKey key, byte[] digest, byte[] signature, Preparation preparation) {
        long pointer = key.acquire();
        try (Prepared prepared = Prepared.take(key, pointer, preparation);
                Call call = new Call()) {
            NativeBuffer input = call.in(digest);
            NativeBuffer claimed = call.in(signature);
            prepared.succeeded = LibcryptoSymbols.EVP_PKEY_verify(
                            prepared.context, claimed.address(), signature.length, input.address(), digest.length)
                    == 1;
            return prepared.succeeded;
        } finally {
            key.release();
        }
    }

    /** A context for one operation; back to its key's pool only after a success, so that no failure leaves a trace in it. */
    private static final class Prepared implements AutoCloseable {
        private final EvpKey key;
        private final Preparation preparation;
        private final long context;
        private boolean succeeded;

        private Prepared(EvpKey key, Preparation preparation, long context) {
            this.key = key;
            this.preparation = preparation;
            this.context = context;
        }

        static Prepared take(EvpKey key, long pointer, Preparation preparation) {
            long idle = key.contexts().take(preparation);
            return new Prepared(key, preparation, idle == 0 ? make(key, pointer, preparation) : idle);
        }

        private static long make(EvpKey key, long pointer, Preparation preparation) {
            try (Call call = new Call()) {
                long made = call.check(LibcryptoSymbols.EVP_PKEY_CTX_new(pointer, 0), "EVP_PKEY_CTX_new");
                boolean ready = false;
                try {
                    preparation.apply(call, key.libcrypto(), made);
                    ready = true;
                    return made;
                } finally {
                    if (!ready) {
                        LibcryptoSymbols.EVP_PKEY_CTX_free(made);
                    }
                }
            }
        }

        @Override
        public void close() {
            if (succeeded) {
                key.contexts().give(preparation, context);
            } else {
                LibcryptoSymbols.EVP_PKEY_CTX_free(context);
            }
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
