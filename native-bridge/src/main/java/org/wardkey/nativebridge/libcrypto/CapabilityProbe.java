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
            case SHAKE -> shake();
            case HMAC -> hmac();
            case P256, P384, P521 -> sign(Curve.valueOf(algorithm.name()));
            case DETERMINISTIC_ECDSA -> signDeterministically();
            case RSA -> rsa();
            case ED25519, ED448, X25519, X448 -> generate(KeyType.valueOf(algorithm.name()));
            case AES_GCM -> gcm();
            case CHACHA20_POLY1305 -> chaCha20Poly1305();
            case AES_CCM -> ccm();
            case AES_CBC, AES_CTR, AES_ECB ->
                mode(AesMode.valueOf(algorithm.name().substring(4)), 16, 24, 32);
            case AES_XTS -> mode(AesMode.XTS, 32, 64);
            case AES_CMAC -> cmac();
            case KMAC -> kmac();
            case AES_KW -> wrap(AesKeyWrap.KW);
            case AES_KWP -> wrap(AesKeyWrap.KWP);
            case ML_KEM -> generate(KeyType.ML_KEM_512);
            case ML_DSA -> generate(KeyType.ML_DSA_44);
            // The two with the smallest trees: the others take milliseconds more.
            case SLH_DSA -> {
                generate(KeyType.SLH_DSA_SHA2_128F);
                generate(KeyType.SLH_DSA_SHAKE_128F);
            }
        }
    }

    private void digest(Algorithm algorithm) {
        long pointer = libcrypto.digest(Digest.valueOf(algorithm.name()));
        assert pointer != 0;
    }

    private void generate(KeyType type) {
        EvpKey.generate(libcrypto, type).close();
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

    private void signDeterministically() {
        for (Curve curve : Curve.values()) {
            try (EvpKey key = EvpKey.generateEc(libcrypto, curve)) {
                DeterministicEcdsa.sign(key, Digest.SHA256, new byte[32]);
            }
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
            try (AeadContext gcm = AeadContext.gcm(libcrypto, new byte[keySizeBytes])) {
                gcm.seal(new byte[12], new byte[0], new byte[1]);
            }
        }
    }

    private void chaCha20Poly1305() {
        try (AeadContext cipher = AeadContext.chaCha20Poly1305(libcrypto, new byte[32])) {
            cipher.seal(new byte[12], new byte[0], new byte[1]);
        }
    }

    private void cmac() {
        for (int keySizeBytes = 16; keySizeBytes <= 32; keySizeBytes += 8) {
            try (CmacContext cmac = CmacContext.of(libcrypto, new byte[keySizeBytes])) {
                cmac.finish();
            }
        }
    }

    private void shake() {
        for (Shake function : Shake.values()) {
            try (ShakeContext shake = ShakeContext.of(libcrypto, function)) {
                shake.finish(1);
            }
        }
    }

    private void kmac() {
        for (Shake function : Shake.values()) {
            try (KmacContext kmac = KmacContext.of(libcrypto, function, new byte[16], 1, new byte[0])) {
                kmac.finish();
            }
        }
    }

    private void ccm() {
        for (int keySizeBytes = 16; keySizeBytes <= 32; keySizeBytes += 8) {
            byte[] sealed =
                    AesCcm.seal(libcrypto, new byte[keySizeBytes], new byte[12], new byte[0], new byte[1], 0, 1, 16);
            assert sealed.length > 0;
        }
    }

    private void mode(AesMode mode, int... keySizesBytes) {
        for (int keySizeBytes : keySizesBytes) {
            byte[] key = new byte[keySizeBytes];
            key[0] = 1; // The two keys of XTS must differ.
            try (ModeContext context = ModeContext.of(libcrypto, mode, ModeContext.Direction.ENCRYPT, key)) {
                context.start(new byte[mode.ivBytes()], false);
                context.update(new byte[16], 0, 16, new byte[16], 0);
            }
        }
    }
}
