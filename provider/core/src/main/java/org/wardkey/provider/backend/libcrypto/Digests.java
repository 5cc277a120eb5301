package org.wardkey.provider.backend.libcrypto;

import org.wardkey.nativebridge.libcrypto.Digest;

/** Hash functions under libcrypto's names. */
final class Digests {
    private Digests() {}

    static Digest of(org.wardkey.provider.operation.Digest digest) {
        return switch (digest) {
            case SHA_1 -> Digest.SHA1;
            case SHA_224 -> Digest.SHA224;
            case SHA_256 -> Digest.SHA256;
            case SHA_384 -> Digest.SHA384;
            case SHA_512 -> Digest.SHA512;
            case SHA_512_224 -> Digest.SHA512_224;
            case SHA_512_256 -> Digest.SHA512_256;
            case SHA3_224 -> Digest.SHA3_224;
            case SHA3_256 -> Digest.SHA3_256;
            case SHA3_384 -> Digest.SHA3_384;
            case SHA3_512 -> Digest.SHA3_512;
            case NONE, SHAKE128_256, SHAKE256_512 ->
                throw new UnsupportedOperationException(
                        "Expected SHA-1, SHA-2 or SHA-3, got " + digest.standardName() + ".");
        };
    }
}
