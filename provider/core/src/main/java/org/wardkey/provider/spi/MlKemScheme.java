package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.wardkey.provider.backend.EncapsulatedSecret;
import org.wardkey.provider.backend.ModuleLatticeKeys;
import org.wardkey.provider.backend.PostQuantumKeys;
import org.wardkey.provider.gate.OperationGate;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.secret.Encodings;

/** ML-KEM. Source: FIPS 203 §7. */
public final class MlKemScheme implements KemScheme {
    private static final int SECRET_BYTES = 32;
    private static final int HASH_BYTES = 32;
    private static final int MODULUS = 3329;
    private static final int POLYNOMIAL_BYTES = 384;

    private final SpiContext context;
    private final Set<KeyType> types;

    /**
     * Sets the mechanism up.
     *
     * @param context what it needs
     * @param types the parameter sets that it takes
     */
    public MlKemScheme(SpiContext context, Set<KeyType> types) {
        this.context = context;
        this.types = types;
    }

    private OperationGate gate() {
        return context.gate();
    }

    /** Parameter k. Source: FIPS 203 table 2. */
    private static int dimension(KeyType type) {
        return switch (type) {
            case ML_KEM_512 -> 2;
            case ML_KEM_768 -> 3;
            case ML_KEM_1024 -> 4;
            default -> throw new IllegalArgumentException("Expected ML-KEM, got " + type + ".");
        };
    }

    private static Mechanism mechanism(KeyType type) {
        return Mechanism.of(
                switch (type) {
                    case ML_KEM_512 -> Family.ML_KEM_512;
                    case ML_KEM_768 -> Family.ML_KEM_768;
                    default -> Family.ML_KEM_1024;
                });
    }

    private KeyType type(Key key) throws InvalidKeyException {
        return KeyType.of(key)
                .filter(types::contains)
                .orElseThrow(() -> new InvalidKeyException("Expected a key of "
                        + types.stream().map(KeyType::curve).sorted().collect(Collectors.joining(" or ")) + ", got "
                        + key.getAlgorithm() + "."));
    }

    private static KeyType checked(Key key) {
        return KeyType.of(key).orElseThrow(() -> new IllegalStateException("Expected a key that was checked."));
    }

    /** Type and modulus. Source: FIPS 203 §7.2. */
    @Override
    public void requirePublic(PublicKey key) throws InvalidKeyException {
        KeyType type = type(key);
        byte[] encoded = encoding(key);
        try {
            requireReduced(PostQuantumKeys.publicBytes(type, encoded), dimension(type));
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("Expected an encapsulation key of " + type.curve() + ".", e);
        }
    }

    private static void requireReduced(byte[] key, int dimension) throws InvalidKeyException {
        for (int i = 0; i < dimension * POLYNOMIAL_BYTES; i += 3) {
            int first = (key[i] & 0xff) | ((key[i + 1] & 0x0f) << 8);
            int second = ((key[i + 1] & 0xf0) >> 4) | ((key[i + 2] & 0xff) << 4);
            if (first >= MODULUS || second >= MODULUS) {
                throw new InvalidKeyException("Expected an encapsulation key whose coefficients are below " + MODULUS
                        + ", got a larger one (FIPS 203 section 7.2).");
            }
        }
    }

    private static byte[] encoding(Key key) throws InvalidKeyException {
        byte[] encoded = Encodings.of(key);
        if (encoded == null) {
            throw new InvalidKeyException("Expected a key with an encoding, or one of Wardkey.");
        }
        return encoded;
    }

    /** Type and hash. Source: FIPS 203 §7.3. Managed keys were made by engines, or checked when they came. */
    @Override
    public Decapsulation decapsulation(PrivateKey key) throws InvalidKeyException {
        KeyType type = type(key);
        if (!(key instanceof WardkeyKey)) {
            requireValid(key, type);
        }
        return ciphertext -> gate().decapsulate(key, mechanism(type), ciphertext);
    }

    private void requireValid(PrivateKey key, KeyType type) throws InvalidKeyException {
        byte[] encoded = encoding(key);
        byte[] expanded = {};
        try {
            // Of a seed alone, the JDK makes the key itself.
            expanded = ModuleLatticeKeys.expandedBytes(type, encoded).orElse(expanded);
            if (expanded.length > 0) {
                requireHash(expanded, dimension(type));
            }
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("Expected a decapsulation key of " + type.curve() + ".", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
            Arrays.fill(expanded, (byte) 0);
        }
    }

    private void requireHash(byte[] expanded, int dimension) throws InvalidKeyException {
        int publicAt = dimension * POLYNOMIAL_BYTES;
        int hashAt = publicAt + dimension * POLYNOMIAL_BYTES + HASH_BYTES;
        MessageDigest sha3 = gate().digest(Digest.SHA3_256);
        sha3.update(expanded, publicAt, hashAt - publicAt);
        byte[] kept = Arrays.copyOfRange(expanded, hashAt, hashAt + HASH_BYTES);
        if (!MessageDigest.isEqual(sha3.digest(), kept)) {
            throw new InvalidKeyException("Expected a decapsulation key with the hash of its encapsulation key, got"
                    + " another (FIPS 203 section 7.3). The key is damaged.");
        }
    }

    @Override
    public int secretBytes(Key key) {
        return SECRET_BYTES;
    }

    /** Source: FIPS 203 table 3. */
    @Override
    public int encapsulationBytes(Key key) {
        return switch (checked(key)) {
            case ML_KEM_512 -> 768;
            case ML_KEM_768 -> 1088;
            default -> 1568;
        };
    }

    @Override
    public EncapsulatedSecret encapsulate(PublicKey key) throws GeneralSecurityException {
        return gate().encapsulate(key, mechanism(checked(key)));
    }
}
