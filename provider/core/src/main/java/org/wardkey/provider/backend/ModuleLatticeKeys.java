package org.wardkey.provider.backend;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.wardkey.provider.operation.KeyType;

/**
 * The private keys of ML-KEM and ML-DSA, which come as a seed, as the expanded key, or as both. The JDK reads and writes
 * expanded ones alone; OpenSSL writes both.
 *
 * <p>Source: RFC 9935 §6 (ML-KEM), RFC 9881 §6 (ML-DSA).
 */
public final class ModuleLatticeKeys {
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int SEED = 0x80;
    private static final int POLYNOMIAL_COEFFICIENTS = 256;

    /** Behind rho, K and tr. Source: FIPS 204 algorithm 24. */
    private static final int SHORT_VECTORS_AT = 32 + 32 + 64;

    private ModuleLatticeKeys() {}

    /** Source: FIPS 203 table 3, FIPS 204 table 2. */
    private static int expandedSize(KeyType type) {
        return switch (type) {
            case ML_KEM_512 -> 1632;
            case ML_KEM_768 -> 2400;
            case ML_KEM_1024 -> 3168;
            case ML_DSA_44 -> 2560;
            case ML_DSA_65 -> 4032;
            case ML_DSA_87 -> 4896;
            default -> throw new IllegalArgumentException("Expected ML-KEM or ML-DSA, got " + type + ".");
        };
    }

    /** Refuses what is none of the three forms of a private key. */
    static void requireForm(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
        Optional<byte[]> expanded = expandedBytes(type, pkcs8);
        if (expanded.isPresent()) {
            Arrays.fill(expanded.get(), (byte) 0);
            return;
        }
        byte[] choice = PostQuantumKeys.privateKey(type, pkcs8);
        byte[] seed = {};
        try {
            DerInput input = new DerInput(choice);
            seed = input.take(SEED);
            input.requireEnd();
            if (seed.length != ModuleLatticeSeeds.seedBytes(type)) {
                throw new InvalidKeySpecException("Expected a seed of " + type.curve() + " of "
                        + ModuleLatticeSeeds.seedBytes(type) + " bytes, got " + seed.length + ".");
            }
        } finally {
            Arrays.fill(choice, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * The expanded private key of the standard, where an encoding holds one.
     *
     * @param type its type
     * @param pkcs8 DER; kept by the caller
     * @return the bytes of the standard, which the caller wipes; empty if there is a seed alone
     * @throws InvalidKeySpecException if it is not such a key
     */
    public static Optional<byte[]> expandedBytes(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
        byte[] choice = PostQuantumKeys.privateKey(type, pkcs8);
        try {
            DerInput input = new DerInput(choice);
            if (input.tag() == SEED) {
                return Optional.empty();
            }
            if (input.tag() == SEQUENCE) {
                byte[][] both = both(type, input);
                Arrays.fill(both[0], (byte) 0);
                return Optional.of(both[1]);
            }
            return Optional.of(alone(type, input));
        } finally {
            Arrays.fill(choice, (byte) 0);
        }
    }

    private static byte[] alone(KeyType type, DerInput input) throws InvalidKeySpecException {
        byte[] expanded = input.take(OCTET_STRING);
        input.requireEnd();
        return sized(type, expanded);
    }

    /** Seed and expanded key. */
    private static byte[][] both(KeyType type, DerInput input) throws InvalidKeySpecException {
        DerInput inner = input.enter(SEQUENCE);
        input.requireEnd();
        byte[] seed = inner.take(OCTET_STRING);
        byte[] expanded = inner.take(OCTET_STRING);
        inner.requireEnd();
        return new byte[][] {seed, sized(type, expanded)};
    }

    /**
     * The form that the JDK reads: as it came if the JDK reads that, and expanded otherwise.
     *
     * @param type the key's type
     * @param pkcs8 DER, in any of the three forms; kept by the caller
     * @return PKCS#8; the caller wipes it
     * @throws GeneralSecurityException if it is no such key, or the seed is one of another expanded key
     */
    static byte[] readable(KeyType type, byte[] pkcs8) throws GeneralSecurityException {
        if (isRead(type, pkcs8)) {
            // The JDK's factories do not look at the length of an expanded key.
            expandedBytes(type, pkcs8).ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
            return pkcs8.clone();
        }
        byte[] choice = PostQuantumKeys.privateKey(type, pkcs8);
        byte[] expanded = {};
        try {
            expanded = expanded(type, choice);
            return pkcs8(type, expanded);
        } finally {
            Arrays.fill(choice, (byte) 0);
            Arrays.fill(expanded, (byte) 0);
        }
    }

    /**
     * The form that every engine and JDK reads, of an encoding that has the expanded key.
     *
     * @param type the key's type
     * @param pkcs8 DER; wiped
     * @return PKCS#8 with the expanded key alone; the caller wipes it
     * @throws InvalidKeySpecException if it is no such key, or a seed alone
     */
    static byte[] expandedAlone(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
        byte[] expanded = {};
        try {
            expanded = expandedBytes(type, pkcs8)
                    .orElseThrow(() -> new InvalidKeySpecException("Expected an expanded key, got a seed alone."));
            return pkcs8(type, expanded);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
            Arrays.fill(expanded, (byte) 0);
        }
    }

    private static boolean isRead(KeyType type, byte[] pkcs8) throws GeneralSecurityException {
        if (!PlainKeys.isOfJdk(type)) {
            requireForm(type, pkcs8);
            return true;
        }
        try {
            return KeyType.of(PlainKeys.factory(type).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)))
                    .filter(type::equals)
                    .isPresent();
        } catch (InvalidKeySpecException e) {
            // In another form, or no key at all: which of the two, who reads it next says.
            return false;
        }
    }

    /**
     * The encoding of an expanded key.
     *
     * @param type its type
     * @param expanded the private key of the standard; kept by the caller
     * @return PKCS#8 with the expanded key alone; the caller wipes it
     */
    public static byte[] pkcs8(KeyType type, byte[] expanded) {
        return PostQuantumKeys.pkcs8(type, PostQuantumKeys.header(OCTET_STRING, expanded.length), expanded);
    }

    private static byte[] expanded(KeyType type, byte[] choice) throws GeneralSecurityException {
        DerInput input = new DerInput(choice);
        return switch (input.tag()) {
            case SEED -> {
                byte[] seed = input.take(SEED);
                input.requireEnd();
                yield ModuleLatticeSeeds.expanded(type, seed);
            }
            case OCTET_STRING -> alone(type, input);
            case SEQUENCE -> {
                byte[][] both = both(type, input);
                byte[] made = ModuleLatticeSeeds.expanded(type, both[0]);
                boolean same = MessageDigest.isEqual(made, both[1]);
                Arrays.fill(both[1], (byte) 0);
                if (!same) {
                    Arrays.fill(made, (byte) 0);
                    throw new InvalidKeySpecException(
                            "Expected a seed and the expanded key that it gives, got one of another key.");
                }
                yield made;
            }
            default ->
                throw new InvalidKeySpecException("Expected a seed, an expanded key or both of " + type.curve()
                        + ", got the tag 0x" + Integer.toHexString(input.tag()) + ".");
        };
    }

    private static byte[] sized(KeyType type, byte[] expanded) throws InvalidKeySpecException {
        if (expanded.length != expandedSize(type)) {
            int got = expanded.length;
            Arrays.fill(expanded, (byte) 0);
            throw new InvalidKeySpecException("Expected an expanded key of " + type.curve() + " of "
                    + expandedSize(type) + " bytes, got " + got + ".");
        }
        if (type.isMlDsa() && !isShort(type, expanded)) {
            Arrays.fill(expanded, (byte) 0);
            throw new InvalidKeySpecException(
                    "Expected an expanded key of " + type.curve() + " whose vectors s1 and s2 are"
                            + " short, got one with larger coefficients (FIPS 204 algorithm 25).");
        }
        return expanded;
    }

    /**
     * Whether no coefficient of s1 and s2 is beyond eta: they are packed as eta less the coefficient, in 3 bits where eta is 2
     * and in 4 where it is 4, which have room for more. Looks at all of them, without branches. Source: FIPS 204 table 1,
     * algorithm 25.
     */
    private static boolean isShort(KeyType type, byte[] expanded) {
        int bits = type == KeyType.ML_DSA_65 ? 4 : 3;
        int largest = type == KeyType.ML_DSA_65 ? 8 : 4;
        int polynomials = switch (type) {
            case ML_DSA_44 -> 4 + 4;
            case ML_DSA_65 -> 6 + 5;
            default -> 8 + 7;
        };
        int beyond = 0;
        for (int i = 0; i < polynomials * POLYNOMIAL_COEFFICIENTS; i++) {
            int at = SHORT_VECTORS_AT * Byte.SIZE + i * bits;
            int octet = at / Byte.SIZE;
            int two = (expanded[octet] & 0xff) | ((expanded[octet + 1] & 0xff) << Byte.SIZE);
            int coefficient = (two >> (at % Byte.SIZE)) & ((1 << bits) - 1);
            beyond |= largest - coefficient;
        }
        return beyond >= 0;
    }
}
