package org.wardkey.nativebridge.libcrypto;

import java.util.Optional;
import org.wardkey.nativebridge.libcrypto.Preparation.Operation;

/** RSA signatures over a digest that the caller made. Source: RFC 8017 §8. */
public final class RsaSignature {
    /** What PKCS#1 v1.5 type 1 padding adds at least. */
    private static final int PKCS1_OVERHEAD_BYTES = 11;

    private RsaSignature() {}

    /**
     * The parameters of RSASSA-PSS; the trailer field is always 0xBC.
     *
     * @param digest what made the digest
     * @param mgf1Digest the digest inside MGF1
     * @param saltSizeBytes exact, when signing and when verifying
     */
    public record PssParameters(Digest digest, Digest mgf1Digest, int saltSizeBytes) {
        /** Refuses a negative salt size, which libcrypto would take for a mode. */
        public PssParameters {
            if (saltSizeBytes < 0) {
                throw new IllegalArgumentException("a salt of " + saltSizeBytes + " bytes");
            }
        }
    }

    /** Signs with RSASSA-PKCS1-v1_5; libcrypto adds the {@code DigestInfo}. */
    public static byte[] signPkcs1(EvpKey key, Digest digest, byte[] value) {
        requireDigest(digest, value);
        return sign(key, value, Preparation.pkcs1(Operation.SIGN, Optional.of(digest)));
    }

    /** Verifies RSASSA-PKCS1-v1_5. */
    public static boolean verifyPkcs1(EvpKey key, Digest digest, byte[] value, byte[] signature) {
        requireDigest(digest, value);
        return verify(key, value, signature, Preparation.pkcs1(Operation.VERIFY, Optional.of(digest)));
    }

    /**
     * Signs the bytes themselves with PKCS#1 v1.5 padding and no {@code DigestInfo} (the JCA's {@code NONEwithRSA}).
     *
     * @param value at most 11 bytes less than the modulus
     */
    public static byte[] signRaw(EvpKey key, byte[] value) {
        requireRawSize(key, value);
        return sign(key, value, Preparation.pkcs1(Operation.SIGN, Optional.empty()));
    }

    /** Verifies what {@link #signRaw} made. */
    public static boolean verifyRaw(EvpKey key, byte[] value, byte[] signature) {
        requireRawSize(key, value);
        return verify(key, value, signature, Preparation.pkcs1(Operation.VERIFY, Optional.empty()));
    }

    /** Signs with RSASSA-PSS. */
    public static byte[] signPss(EvpKey key, PssParameters parameters, byte[] value) {
        requireDigest(parameters.digest(), value);
        return sign(key, value, Preparation.pss(Operation.SIGN, parameters));
    }

    /** Verifies RSASSA-PSS; a salt of another length is false. */
    public static boolean verifyPss(EvpKey key, PssParameters parameters, byte[] value, byte[] signature) {
        requireDigest(parameters.digest(), value);
        return verify(key, value, signature, Preparation.pss(Operation.VERIFY, parameters));
    }

    private static byte[] sign(EvpKey key, byte[] value, Preparation preparation) {
        requireRsa(key, preparation);
        return PkeyOperation.sign(key, value, PkeyOperation.modulusBytes(key), preparation);
    }

    /** RFC 8017 §8.2.2 step 1: "If the length of the signature S is not k octets, output 'invalid signature' and stop." */
    private static boolean verify(EvpKey key, byte[] value, byte[] signature, Preparation preparation) {
        requireRsa(key, preparation);
        return signature.length == PkeyOperation.modulusBytes(key)
                && PkeyOperation.verify(key, value, signature, preparation);
    }

    private static void requireRsa(EvpKey key, Preparation preparation) {
        if (preparation.padding() == Preparation.Padding.PSS) {
            key.requireType(KeyType.RSA, KeyType.RSA_PSS);
        } else {
            key.requireType(KeyType.RSA);
        }
    }

    private static void requireDigest(Digest digest, byte[] value) {
        if (value.length != digest.sizeBytes()) {
            throw new IllegalArgumentException(
                    "a " + digest + " value has " + digest.sizeBytes() + " bytes, not " + value.length);
        }
    }

    private static void requireRawSize(EvpKey key, byte[] value) {
        int maxBytes = PkeyOperation.modulusBytes(key) - PKCS1_OVERHEAD_BYTES;
        if (value.length > maxBytes) {
            throw new IllegalArgumentException("at most " + maxBytes + " bytes can be signed, not " + value.length);
        }
    }
}
