package org.wardkey.provider.backend.libcrypto;

import java.nio.ByteBuffer;
import org.wardkey.nativebridge.libcrypto.PostQuantumSignature;
import org.wardkey.nativebridge.libcrypto.PostQuantumSignature.Input;
import org.wardkey.provider.backend.GrowingBuffer;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.Digest;

/** What ML-DSA and SLH-DSA sign under their parameters. Source: FIPS 204 §5, FIPS 205 §10. */
final class ContextMessage {
    private static final int MU_BYTES = 64;
    private static final byte PRE_HASHED = 1;

    private ContextMessage() {}

    /** Without a context string. */
    static SignatureScheme pure() {
        return scheme(Input.MESSAGE, new byte[0], new byte[0], GrowingBuffer.LARGEST_BYTES);
    }

    static SignatureScheme scheme(ContextParameters parameters) {
        byte[] context = parameters.context();
        if (parameters.isExternalMu()) {
            return scheme(Input.MU, new byte[0], new byte[0], MU_BYTES);
        }
        if (parameters.preHash() == Digest.NONE) {
            return scheme(Input.MESSAGE, context, new byte[0], GrowingBuffer.LARGEST_BYTES);
        }
        return scheme(Input.FORMATTED, new byte[0], prefix(parameters.preHash(), context), 0);
    }

    private static SignatureScheme scheme(Input input, byte[] context, byte[] prefix, int limitBytes) {
        return new SignatureScheme(
                (key, message) -> PostQuantumSignature.sign(key, input, context, behind(prefix, message), false),
                (key, message, signature) ->
                        PostQuantumSignature.verify(key, input, context, behind(prefix, message), signature),
                limitBytes);
    }

    /** The message itself, or a hash value behind its prefix, which tells nobody the message. */
    private static byte[] behind(byte[] prefix, byte[] message) {
        if (prefix.length == 0) {
            return message;
        }
        return ByteBuffer.allocate(prefix.length + message.length)
                .put(prefix)
                .put(message)
                .array();
    }

    /** What stands before the hash value. Source: FIPS 204 algorithm 4 line 23, FIPS 205 algorithm 23 line 24. */
    private static byte[] prefix(Digest digest, byte[] context) {
        byte[] identifier = identifier(digest);
        return ByteBuffer.allocate(2 + context.length + identifier.length)
                .put(PRE_HASHED)
                .put((byte) context.length)
                .put(context)
                .put(identifier)
                .array();
    }

    /** Source: NIST, Computer Security Objects Register, hash algorithms: 2.16.840.1.101.3.4.2. */
    private static byte[] identifier(Digest digest) {
        int number = switch (digest) {
            case SHA_256 -> 1;
            case SHA_384 -> 2;
            case SHA_512 -> 3;
            case SHA_224 -> 4;
            case SHA_512_224 -> 5;
            case SHA_512_256 -> 6;
            case SHA3_224 -> 7;
            case SHA3_256 -> 8;
            case SHA3_384 -> 9;
            case SHA3_512 -> 10;
            case SHAKE128_256 -> 11;
            case SHAKE256_512 -> 12;
            case NONE, SHA_1 ->
                throw new IllegalArgumentException("Expected SHA-2, SHA-3 or SHAKE, got " + digest + ".");
        };
        return new byte[] {6, 9, 0x60, (byte) 0x86, 0x48, 1, 0x65, 3, 4, 2, (byte) number};
    }
}
