package org.wardkey.provider.backend.libcrypto;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.security.auth.Destroyable;
import org.wardkey.nativebridge.libcrypto.Curve;
import org.wardkey.nativebridge.libcrypto.EvpKey;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.EdwardsPoints;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.secret.Encodings;
import org.wardkey.provider.secret.SecretBytes;

/** Makes keys of libcrypto out of encodings, and wipes the copies. */
final class KeyImport {
    private KeyImport() {}

    static BackendKey adopt(Libcrypto libcrypto, KeyType type, SecretBytes material) throws InvalidKeyException {
        byte[] encoded = material.copy();
        try {
            return switch (type) {
                case AES -> {
                    LibcryptoSecret.requireAesSize(encoded.length);
                    yield LibcryptoSecret.copyOf(encoded, false);
                }
                case AES_XTS, CHACHA20, HMAC, KMAC -> LibcryptoSecret.copyOf(encoded, false);
                default -> new LibcryptoPkey(privateKey(libcrypto, type, encoded), false);
            };
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** Makes a pair; the caller closes it. */
    static EvpKey generate(Libcrypto libcrypto, KeyType type, int sizeBits) {
        return switch (type.kind()) {
            case EC -> EvpKey.generateEc(libcrypto, curve(type).orElseThrow());
            case RSA -> EvpKey.generateRsa(libcrypto, sizeBits);
            case EDDSA, XDH, ML_DSA, ML_KEM, SLH_DSA ->
                EvpKey.generate(libcrypto, org.wardkey.nativebridge.libcrypto.KeyType.valueOf(type.name()));
            default ->
                throw new IllegalArgumentException(
                        "Expected a type of key pairs that libcrypto serves, got " + type + ".");
        };
    }

    private static EvpKey privateKey(Libcrypto libcrypto, KeyType type, byte[] pkcs8) throws InvalidKeyException {
        EvpKey key = fromPkcs8(libcrypto, pkcs8);
        if (isOfType(key, type)) {
            return key;
        }
        key.close();
        throw new InvalidKeyException("Expected the material of a key of type " + type + ", got " + key + ".");
    }

    /** What a key says of itself chose the mechanism: its encoding must not be another's. */
    private static EvpKey asNamed(EvpKey read, Key key) throws InvalidKeyException {
        Optional<KeyType> named = KeyType.of(key).filter(type -> type.kind() == KeyType.Kind.SLH_DSA);
        if (named.isPresent() && !isOfType(read, named.get())) {
            String got = read.toString();
            read.close();
            throw new InvalidKeyException("Expected a key of " + named.get().curve()
                    + ", as its algorithm says, got the encoding of " + got + ".");
        }
        return read;
    }

    private static boolean isOfType(EvpKey key, KeyType type) {
        return switch (key.type()) {
            case RSA, RSA_PSS -> type == KeyType.RSA;
            case EC -> key.curve().equals(curve(type));
            default -> type.name().equals(key.type().name());
        };
    }

    /** libcrypto's type of keys for ML-DSA or ML-KEM. */
    static org.wardkey.nativebridge.libcrypto.KeyType lattice(Family family) {
        return org.wardkey.nativebridge.libcrypto.KeyType.valueOf(family.name());
    }

    private static Optional<Curve> curve(KeyType type) {
        return switch (type) {
            case EC_P256 -> Optional.of(Curve.P256);
            case EC_P384 -> Optional.of(Curve.P384);
            case EC_P521 -> Optional.of(Curve.P521);
            default -> Optional.empty();
        };
    }

    static BackendKey plain(Libcrypto libcrypto, Key key) throws InvalidKeyException {
        if (key instanceof Destroyable destroyable && destroyable.isDestroyed()) {
            throw new InvalidKeyException("Expected a key that is alive; this one was destroyed.");
        }
        byte[] encoded = Encodings.of(key);
        if (encoded == null) {
            throw new InvalidKeyException("Expected a key with an encoding; this one of algorithm " + key.getAlgorithm()
                    + " and class " + key.getClass().getName() + " has none.");
        }
        if (key instanceof EdECPublicKey point) {
            EdwardsPoints.require(point);
        }
        if (key instanceof PublicKey) {
            return new LibcryptoPkey(asNamed(fromSpki(libcrypto, encoded), key), true);
        }
        try {
            if (key instanceof PrivateKey) {
                return new LibcryptoPkey(asNamed(fromPkcs8(libcrypto, encoded), key), true);
            }
            if (key instanceof SecretKey) {
                return LibcryptoSecret.copyOf(encoded, true);
            }
            throw new InvalidKeyException("Expected a public, private or secret key, got "
                    + key.getClass().getName() + ".");
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static EvpKey fromPkcs8(Libcrypto libcrypto, byte[] pkcs8) throws InvalidKeyException {
        try {
            return EvpKey.fromPkcs8(libcrypto, pkcs8);
        } catch (LibcryptoException | IllegalArgumentException e) {
            throw new InvalidKeyException("libcrypto does not take the PKCS#8 encoding: " + e.getMessage(), e);
        }
    }

    private static EvpKey fromSpki(Libcrypto libcrypto, byte[] subjectPublicKeyInfo) throws InvalidKeyException {
        try {
            return EvpKey.fromSpki(libcrypto, subjectPublicKeyInfo);
        } catch (LibcryptoException | IllegalArgumentException e) {
            throw new InvalidKeyException("libcrypto does not take the X.509 encoding: " + e.getMessage(), e);
        }
    }
}
