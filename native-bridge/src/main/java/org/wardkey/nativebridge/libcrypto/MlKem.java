package org.wardkey.nativebridge.libcrypto;

import java.util.Arrays;
import org.wardkey.nativebridge.NativeBuffer;

/** ML-KEM; from OpenSSL 3.5 on. Source: FIPS 203 §7. */
public final class MlKem {
    private static final int SECRET_BYTES = 32;

    private MlKem() {}

    /**
     * A shared secret and what carries it.
     *
     * @param secret 32 bytes; whoever has the record wipes them
     * @param ciphertext 768, 1088 or 1568 bytes
     */
    // The arrays belong to whoever has the record: a copy of a secret is one more to be wiped.
    @SuppressWarnings("ArrayRecordComponent")
    public record Encapsulated(byte[] secret, byte[] ciphertext) {
        /** Says the length of the ciphertext only. */
        @Override
        public String toString() {
            return "Encapsulated[" + ciphertext.length + " bytes]";
        }
    }

    /**
     * Makes a shared secret for the owner of an encapsulation key; the randomness is libcrypto's.
     *
     * @param key a public key, or the pair
     * @throws IllegalArgumentException if it is no key of ML-KEM
     */
    public static Encapsulated encapsulate(EvpKey key) {
        requireMlKem(key);
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long context = PkeyOperation.context(call, pointer);
            call.check(LibcryptoPostQuantumSymbols.EVP_PKEY_encapsulate_init(context, 0), "EVP_PKEY_encapsulate_init");
            NativeBuffer ciphertextLength = call.cell(0);
            NativeBuffer secretLength = call.cell(0);
            call.check(
                    LibcryptoPostQuantumSymbols.EVP_PKEY_encapsulate(
                            context, 0, ciphertextLength.address(), 0, secretLength.address()),
                    "EVP_PKEY_encapsulate");
            int size = (int) ciphertextLength.getLong(0);
            NativeBuffer ciphertext = call.out(size);
            NativeBuffer secret = call.out(SECRET_BYTES);
            secretLength.putLong(0, SECRET_BYTES);
            call.check(
                    LibcryptoPostQuantumSymbols.EVP_PKEY_encapsulate(
                            context,
                            ciphertext.address(),
                            ciphertextLength.address(),
                            secret.address(),
                            secretLength.address()),
                    "EVP_PKEY_encapsulate");
            return new Encapsulated(secret.bytes(0, SECRET_BYTES), ciphertext.bytes(0, size));
        } finally {
            key.release();
        }
    }

    /**
     * Recovers a shared secret. A ciphertext that was not made for the key gives another secret that nobody knows, without a
     * difference in time.
     *
     * @param key a private key
     * @param ciphertext as long as the parameter set says
     * @return 32 bytes; the caller wipes them
     * @throws LibcryptoException if the ciphertext has another length
     * @throws IllegalArgumentException if it is no private key of ML-KEM
     */
    public static byte[] decapsulate(EvpKey key, byte[] ciphertext) {
        requireMlKem(key);
        key.requirePrivate();
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long context = PkeyOperation.context(call, pointer);
            call.check(LibcryptoPostQuantumSymbols.EVP_PKEY_decapsulate_init(context, 0), "EVP_PKEY_decapsulate_init");
            NativeBuffer input = call.in(ciphertext);
            NativeBuffer secret = call.out(SECRET_BYTES);
            NativeBuffer length = call.cell(SECRET_BYTES);
            call.check(
                    LibcryptoPostQuantumSymbols.EVP_PKEY_decapsulate(
                            context, secret.address(), length.address(), input.address(), ciphertext.length),
                    "EVP_PKEY_decapsulate");
            return secret.bytes(0, SECRET_BYTES);
        } finally {
            key.release();
        }
    }

    private static void requireMlKem(EvpKey key) {
        key.requireType(Arrays.stream(KeyType.values()).filter(KeyType::isMlKem).toArray(KeyType[]::new));
    }
}
