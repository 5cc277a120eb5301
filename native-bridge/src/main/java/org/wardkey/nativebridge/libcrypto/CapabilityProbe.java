package org.wardkey.nativebridge.libcrypto;

import java.util.EnumMap;
import java.util.Map;
import org.wardkey.nativebridge.libcrypto.LibcryptoCapabilities.Algorithm;

/** Tries each algorithm once and notes the reason of those that fail. Takes a few milliseconds. */
final class CapabilityProbe {
    private final Libcrypto libcrypto;
    private final EnumMap<Algorithm, String> absent = new EnumMap<>(Algorithm.class);

    CapabilityProbe(Libcrypto libcrypto) {
        this.libcrypto = libcrypto;
    }

    Map<Algorithm, String> absent() {
        for (Digest digest : Digest.values()) {
            attempt(Algorithm.valueOf(digest.name()), () -> libcrypto.digest(digest));
        }
        for (Curve curve : Curve.values()) {
            attempt(Algorithm.valueOf(curve.name()), () -> sign(curve));
        }
        attempt(Algorithm.HMAC, this::hmac);
        attempt(Algorithm.RSA, this::rsa);
        attempt(Algorithm.ED25519, () -> EvpKey.generateEd25519(libcrypto).close());
        attempt(Algorithm.X25519, () -> EvpKey.generateX25519(libcrypto).close());
        attempt(Algorithm.AES_GCM, this::gcm);
        attempt(Algorithm.AES_KW, () -> AesKeyWrap.KW.wrap(libcrypto, new byte[16], new byte[16]));
        attempt(Algorithm.AES_KWP, () -> AesKeyWrap.KWP.wrap(libcrypto, new byte[16], new byte[16]));
        return absent;
    }

    private void attempt(Algorithm algorithm, Runnable trial) {
        try {
            trial.run();
        } catch (LibcryptoException | IllegalArgumentException e) {
            absent.put(algorithm, String.valueOf(e.getMessage()));
        }
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
