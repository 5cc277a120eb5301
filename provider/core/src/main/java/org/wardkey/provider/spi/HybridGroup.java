package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.util.Arrays;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.backend.PostQuantumKeys;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.secret.Encodings;

/**
 * A curve and ML-KEM together, whose secret is safe as long as one of both is.
 *
 * <p>Source: draft-ietf-tls-ecdhe-mlkem §4.
 */
public enum HybridGroup {
    /** X25519 and ML-KEM-768; here ML-KEM comes first. */
    X25519_MLKEM768("X25519MLKEM768", KeyType.X25519, 32, KeyType.ML_KEM_768, 1088, true),
    /** P-256 and ML-KEM-768. */
    SECP256R1_MLKEM768("SecP256r1MLKEM768", KeyType.EC_P256, 65, KeyType.ML_KEM_768, 1088, false),
    /** P-384 and ML-KEM-1024. */
    SECP384R1_MLKEM1024("SecP384r1MLKEM1024", KeyType.EC_P384, 97, KeyType.ML_KEM_1024, 1568, false);

    private static final int ML_KEM_SECRET_BYTES = 32;

    private final String standardName;
    private final KeyType curve;
    private final int pointBytes;
    private final KeyType mlKem;
    private final int ciphertextBytes;
    private final boolean mlKemFirst;

    HybridGroup(
            String standardName,
            KeyType curve,
            int pointBytes,
            KeyType mlKem,
            int ciphertextBytes,
            boolean mlKemFirst) {
        this.standardName = standardName;
        this.curve = curve;
        this.pointBytes = pointBytes;
        this.mlKem = mlKem;
        this.ciphertextBytes = ciphertextBytes;
        this.mlKemFirst = mlKemFirst;
    }

    /** @return the name in TLS, which the JCA takes over */
    public String standardName() {
        return standardName;
    }

    KeyType curve() {
        return curve;
    }

    KeyType mlKem() {
        return mlKem;
    }

    /** The length of a public key: the key share of a client. */
    int publicBytes() {
        return pointBytes + mlKem.sizeBits() / Byte.SIZE;
    }

    /** The length of an encapsulation: the key share of a server. */
    int encapsulationBytes() {
        return pointBytes + ciphertextBytes;
    }

    /** The length of the shared secret. */
    int secretBytes() {
        return (curve.sizeBits() + 7) / Byte.SIZE + ML_KEM_SECRET_BYTES;
    }

    /** Both parts in their order; the caller wipes the result if it is secret. */
    byte[] joined(byte[] ofCurve, byte[] ofMlKem) {
        byte[] first = mlKemFirst ? ofMlKem : ofCurve;
        byte[] second = mlKemFirst ? ofCurve : ofMlKem;
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** The curve's part of a public key or an encapsulation. */
    byte[] ofCurve(byte[] joined) {
        return mlKemFirst
                ? Arrays.copyOfRange(joined, joined.length - pointBytes, joined.length)
                : Arrays.copyOf(joined, pointBytes);
    }

    /** ML-KEM's part of a public key or an encapsulation. */
    byte[] ofMlKem(byte[] joined) {
        return mlKemFirst
                ? Arrays.copyOf(joined, joined.length - pointBytes)
                : Arrays.copyOfRange(joined, pointBytes, joined.length);
    }

    /**
     * Reads a public key; whether both parts are valid, the mechanism checks.
     *
     * @throws InvalidKeyException if it has another length, or is none at all
     */
    HybridKey.Public publicKey(byte[] encoded) throws InvalidKeyException {
        if (encoded.length != publicBytes()) {
            throw new InvalidKeyException("Expected a public key of " + standardName + " of " + publicBytes()
                    + " bytes, got " + encoded.length + ".");
        }
        try {
            PublicKey point = PublicPoints.publicKey(curve, ofCurve(encoded));
            PeerKeys.check(point);
            byte[] spki = PostQuantumKeys.subjectPublicKeyInfo(mlKem, ofMlKem(encoded));
            return new HybridKey.Public(this, point, PlainKeys.publicKey(mlKem, spki));
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("Expected a valid public key of " + standardName + ".", e);
        }
    }

    /** The bytes of a public key. */
    byte[] encoding(PublicKey point, PublicKey encapsulationKey) throws GeneralSecurityException {
        byte[] spki = Encodings.of(encapsulationKey);
        if (spki == null) {
            throw new InvalidKeyException("Expected a key with an encoding.");
        }
        return joined(PublicPoints.bytes(curve, point), PostQuantumKeys.publicBytes(mlKem, spki));
    }

    /** Whether a key goes by this name. */
    boolean isNamed(Key key) {
        return standardName.equalsIgnoreCase(key.getAlgorithm());
    }
}
