package org.wardkey.nativebridge.libcrypto;

import java.util.Arrays;
import org.wardkey.nativebridge.NativeBuffer;

/** ML-DSA and SLH-DSA; from OpenSSL 3.5 on. Sources: FIPS 204 §5, FIPS 205 §10. */
public final class PostQuantumSignature {
    private static final int MAX_CONTEXT_BYTES = 255;
    private static final int MU_BYTES = 64;

    private PostQuantumSignature() {}

    /** What the bytes are that are signed. */
    public enum Input {
        /** A message: pure ML-DSA or SLH-DSA, with a context string. Source: FIPS 204 algorithm 2, FIPS 205 algorithm 22 */
        MESSAGE,
        /** What the standard writes M': the caller has put context string, and hash function where there is one, before. Source: FIPS 204 algorithm 7 */
        FORMATTED,
        /** The 64 bytes μ of ML-DSA, which the caller has computed from public key, context string and message. Source: FIPS 204 algorithm 7 line 6 */
        MU
    }

    /**
     * Signs.
     *
     * @param key a private key
     * @param input what {@code message} is
     * @param context up to 255 bytes; empty unless a message is signed
     * @param deterministic whether the same signature is to come out each time, which the standards allow where there is no good
     *     source of random bits
     * @throws IllegalArgumentException if the key is none of ML-DSA or SLH-DSA, or an argument has another length than it may have
     */
    public static byte[] sign(EvpKey key, Input input, byte[] context, byte[] message, boolean deterministic) {
        key.requirePrivate();
        require(key, input, context, message);
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long operation = PkeyOperation.context(call, pointer);
            Parameters parameters = parameters(call, input, context);
            if (deterministic) {
                parameters.size("deterministic", 1);
            }
            call.check(
                    LibcryptoPostQuantumSymbols.EVP_PKEY_sign_message_init(
                            operation, key.libcrypto().signature(call, key.type()), parameters.address()),
                    "EVP_PKEY_sign_message_init");
            int size = LibcryptoPostQuantumSymbols.EVP_PKEY_get_size(pointer);
            NativeBuffer bytes = call.in(message);
            NativeBuffer signature = call.out(size);
            NativeBuffer length = call.cell(size);
            call.check(
                    LibcryptoSymbols.EVP_PKEY_sign(
                            operation, signature.address(), length.address(), bytes.address(), message.length),
                    "EVP_PKEY_sign");
            return signature.bytes(0, (int) length.getLong(0));
        } finally {
            key.release();
        }
    }

    /** Verifies; arguments as with {@link #sign}. A malformed signature is false. */
    public static boolean verify(EvpKey key, Input input, byte[] context, byte[] message, byte[] signature) {
        require(key, input, context, message);
        long pointer = key.acquire();
        try (Call call = new Call()) {
            long operation = PkeyOperation.context(call, pointer);
            call.check(
                    LibcryptoPostQuantumSymbols.EVP_PKEY_verify_message_init(
                            operation,
                            key.libcrypto().signature(call, key.type()),
                            parameters(call, input, context).address()),
                    "EVP_PKEY_verify_message_init");
            NativeBuffer bytes = call.in(message);
            NativeBuffer claimed = call.in(signature);
            return LibcryptoSymbols.EVP_PKEY_verify(
                            operation, claimed.address(), signature.length, bytes.address(), message.length)
                    == 1;
        } finally {
            key.release();
        }
    }

    private static Parameters parameters(Call call, Input input, byte[] context) {
        Parameters parameters = Parameters.of(call);
        switch (input) {
            case MESSAGE -> parameters.octets("context-string", context);
            case FORMATTED -> parameters.size("message-encoding", 0);
            case MU -> parameters.size("mu", 1);
        }
        return parameters;
    }

    private static void require(EvpKey key, Input input, byte[] context, byte[] message) {
        key.requireType(Arrays.stream(KeyType.values())
                .filter(type -> type.isMlDsa() || (type.isSlhDsa() && input != Input.MU))
                .toArray(KeyType[]::new));
        if (context.length > (input == Input.MESSAGE ? MAX_CONTEXT_BYTES : 0)) {
            throw new IllegalArgumentException("a context string of " + context.length + " bytes for " + input);
        }
        if (input == Input.MU && message.length != MU_BYTES) {
            throw new IllegalArgumentException("expected " + MU_BYTES + " bytes, got " + message.length);
        }
    }
}
