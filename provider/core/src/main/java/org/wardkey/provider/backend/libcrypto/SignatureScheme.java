package org.wardkey.provider.backend.libcrypto;

import java.security.InvalidKeyException;
import org.wardkey.nativebridge.libcrypto.DeterministicEcdsa;
import org.wardkey.nativebridge.libcrypto.Ecdsa;
import org.wardkey.nativebridge.libcrypto.EdDsa;
import org.wardkey.nativebridge.libcrypto.EvpKey;
import org.wardkey.nativebridge.libcrypto.KeyType;
import org.wardkey.nativebridge.libcrypto.RsaSignature;
import org.wardkey.nativebridge.libcrypto.RsaSignature.PssParameters;
import org.wardkey.provider.backend.GrowingBuffer;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * How libcrypto signs and verifies under one mechanism.
 *
 * @param signer makes a signature
 * @param verifier false for everything that is not a signature of the input, malformed or not
 * @param limitBytes how much may be signed where the input is not hashed first
 */
record SignatureScheme(Signer signer, Verifier verifier, int limitBytes) {
    /** What SunEC's NONEwithECDSA takes: the length of the longest hash value. */
    private static final int RAW_ECDSA_BYTES = 64;

    /** RFC 8017 §9.2: the padding of EMSA-PKCS1-v1_5 has at least 11 bytes. */
    private static final int PKCS1_PADDING_BYTES = 11;

    /** RFC 8017 §9.2 note 1: what {@code DigestInfo} adds to a hash value of SHA-2; SHA-1's is 4 shorter. */
    private static final int DIGEST_INFO_BYTES = 19;

    @FunctionalInterface
    interface Signer {
        byte[] sign(EvpKey key, byte[] input);
    }

    @FunctionalInterface
    interface Verifier {
        boolean verify(EvpKey key, byte[] input, byte[] signature);
    }

    static SignatureScheme of(Mechanism mechanism, EvpKey key) throws InvalidKeyException {
        return switch (mechanism.family()) {
            case ECDSA -> {
                requireType(mechanism, key, KeyType.EC);
                yield new SignatureScheme(Ecdsa::sign, Ecdsa::verify, RAW_ECDSA_BYTES);
            }
            case DET_ECDSA -> {
                requireType(mechanism, key, KeyType.EC);
                org.wardkey.nativebridge.libcrypto.Digest digest = Digests.of(mechanism.digest());
                yield new SignatureScheme(
                        (own, hash) -> DeterministicEcdsa.sign(own, digest, hash), Ecdsa::verify, RAW_ECDSA_BYTES);
            }
            case ED25519, ED448 -> {
                requireType(mechanism, key, KeyType.valueOf(mechanism.family().name()));
                yield new SignatureScheme(EdDsa::sign, EdDsa::verify, GrowingBuffer.LARGEST_BYTES);
            }
            case ML_DSA_44, ML_DSA_65, ML_DSA_87, SLH_DSA -> {
                requireContextual(mechanism, key);
                yield ContextMessage.pure();
            }
            case RSA_PKCS1 -> {
                requireType(mechanism, key, KeyType.RSA);
                yield pkcs1(mechanism, key);
            }
            case RSA_PSS -> {
                if (key.type() != KeyType.RSA_PSS) {
                    requireType(mechanism, key, KeyType.RSA);
                }
                yield pss(mechanism, key);
            }
            default -> throw new UnsupportedOperationException(mechanism + " makes no signatures.");
        };
    }

    /** ML-DSA of the mechanism's parameter set, or SLH-DSA of any. */
    static void requireContextual(Mechanism mechanism, EvpKey key) throws InvalidKeyException {
        if (mechanism.family() != Family.SLH_DSA) {
            requireType(mechanism, key, KeyImport.lattice(mechanism.family()));
            return;
        }
        if (!key.type().isSlhDsa()) {
            throw new InvalidKeyException("Expected a key of SLH-DSA, got " + key + ".");
        }
    }

    static void requireType(Mechanism mechanism, EvpKey key, KeyType type) throws InvalidKeyException {
        if (key.type() != type) {
            throw new InvalidKeyException(
                    "Expected a key of type " + type + " for " + mechanism + ", got " + key + ".");
        }
    }

    private static SignatureScheme pkcs1(Mechanism mechanism, EvpKey key) throws InvalidKeyException {
        int modulusBytes = (key.sizeBits() + 7) / 8;
        if (mechanism.digest() == Digest.NONE) {
            return new SignatureScheme(
                    RsaSignature::signRaw, RsaSignature::verifyRaw, modulusBytes - PKCS1_PADDING_BYTES);
        }
        requireSize(
                mechanism,
                modulusBytes,
                PKCS1_PADDING_BYTES + DIGEST_INFO_BYTES + mechanism.digest().sizeBytes());
        org.wardkey.nativebridge.libcrypto.Digest digest = Digests.of(mechanism.digest());
        return new SignatureScheme(
                (owner, value) -> RsaSignature.signPkcs1(owner, digest, value),
                (owner, value, signature) -> RsaSignature.verifyPkcs1(owner, digest, value, signature),
                0);
    }

    /** RFC 8017 §9.1.1 step 3: "If emLen < hLen + sLen + 2, output 'encoding error' and stop", with emLen = ceil((modBits - 1) / 8). */
    private static SignatureScheme pss(Mechanism mechanism, EvpKey key) throws InvalidKeyException {
        int encodedBytes = (key.sizeBits() - 1 + 7) / 8;
        requireSize(mechanism, encodedBytes, mechanism.digest().sizeBytes() + mechanism.saltSizeBytes() + 2);
        PssParameters parameters = new PssParameters(
                Digests.of(mechanism.digest()), Digests.of(mechanism.mgf1Digest()), mechanism.saltSizeBytes());
        return new SignatureScheme(
                (owner, value) -> RsaSignature.signPss(owner, parameters, value),
                (owner, value, signature) -> RsaSignature.verifyPss(owner, parameters, value, signature),
                0);
    }

    private static void requireSize(Mechanism mechanism, int available, int needed) throws InvalidKeyException {
        if (available < needed) {
            throw new InvalidKeyException("Expected a modulus with room for " + needed + " bytes for " + mechanism
                    + ", got one for " + available + ".");
        }
    }
}
