package org.wardkey.nativebridge.libcrypto;

import org.wardkey.nativebridge.libcrypto.LibcryptoCapabilities.Algorithm;

/** Tries an algorithm once and notes the reason if it fails. */
final class CapabilityProbe {
    private final Libcrypto libcrypto;

    CapabilityProbe(Libcrypto libcrypto) {
        this.libcrypto = libcrypto;
    }

    /** Returns why the algorithm does not work; an empty text if it does. */
    String reason(Algorithm algorithm) {
        try {
            attempt(algorithm);
            return "";
        } catch (LibcryptoException | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void attempt(Algorithm algorithm) {
        switch (algorithm) {
            case SHA1, SHA224, SHA256, SHA384, SHA512, SHA512_224, SHA512_256 -> digest(algorithm);
            case HMAC -> hmac();
            case P256, P384, P521 -> sign(Curve.valueOf(algorithm.name()));
            case RSA -> rsa();
            case ED25519, ED448, X25519, X448 ->
                EvpKey.generate(libcrypto, KeyType.valueOf(algorithm.name())).close();
            case AES_GCM -> gcm();
            case AES_KW -> wrap(AesKeyWrap.KW);
            case AES_KWP -> wrap(AesKeyWrap.KWP);
        }
    }

    private void digest(Algorithm algorithm) {
        long pointer = libcrypto.digest(Digest.valueOf(algorithm.name()));
        assert pointer != 0;
    }

    private void wrap(AesKeyWrap algorithm) {
        byte[] wrapped = algorithm.wrap(libcrypto, new byte[16], new byte[16]);
        assert wrapped.length > 0;
    }

    private void sign(Curve curve) {
        try (EvpKey key = EvpKey.generateEc(libcrypto, curve)) {
            Ecdsa.sign(key, new byte[32]);
        }
    }

    /** Making a key takes too long; a context that accepts key sizes shows that the library knows RSA. */
    private void rsa() {
        try (Call call = new Call()) {
            EvpKey.keygenContext(call, libcrypto, KeyType.RSA);
        }
    }

    private void hmac() {
        try (HmacContext hmac = HmacContext.of(libcrypto, Digest.SHA256, new byte[32])) {
            hmac.finish();
        }
    }

    private void gcm() {
        for (int keySizeBytes = 16; keySizeBytes <= 32; keySizeBytes += 8) {
            try (GcmContext gcm = GcmContext.of(libcrypto, new byte[keySizeBytes])) {
                gcm.seal(new byte[12], new byte[0], new byte[1]);
            }
        }
    }
}
