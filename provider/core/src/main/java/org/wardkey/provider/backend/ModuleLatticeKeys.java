package org.wardkey.provider.backend;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.wardkey.provider.operation.KeyType;

/**
 * The encodings of ML-KEM's and ML-DSA's keys: private ones come as a seed, as the expanded key, or as both. The JDK reads
 * and writes expanded ones alone; OpenSSL writes both.
 *
 * <p>Source: RFC 9935 §6 (ML-KEM), RFC 9881 §6 (ML-DSA).
 */
public final class ModuleLatticeKeys {
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int SEED = 0x80;
    private static final int ATTRIBUTES = 0xa0;
    private static final int PUBLIC_KEY = 0x81;
    private static final int ALGORITHM_BYTES = 13;
    /** Of an OCTET STRING or SEQUENCE of 256 to 65 535 bytes. */
    private static final int HEADER_BYTES = 4;

    /** Of PKCS#8, before the expanded key. */
    private static final int PRIVATE_HEADER_BYTES = HEADER_BYTES + 3 + ALGORITHM_BYTES + 2 * HEADER_BYTES;

    /** Of a SubjectPublicKeyInfo, before the key. */
    private static final int PUBLIC_HEADER_BYTES = 22;

    /**
     * The expanded keys of the RFCs' examples, whose seed is 00 01 02 ..., hashed with SHA-256: that the JDK's generators read
     * d and z, or the seed, from their source in this order is no promise of theirs. Source: RFC 9935 appendix C, RFC 9881
     * appendix C.
     */
    private static final Map<KeyType, String> SEED_ANSWERS = Map.of(
            KeyType.ML_KEM_512,
            "17fb29b8c4baf74fb81eea15ffd583b3e37f5a5b8dcf6db96c72c3b3751d6f17",
            KeyType.ML_KEM_768,
            "dac268bde6a8dd238e9887117d6b664e7a7a9350ad6b7c08a948e504809572a5",
            KeyType.ML_KEM_1024,
            "3a2a676c5a242ee683cb6097c8f3e64fbef4d90267f9250ec2beab8f99621fad",
            KeyType.ML_DSA_44,
            "04bf6b9f579166a627961dfc5c3bf9717df868db88863856356c4668c8b56b0b",
            KeyType.ML_DSA_65,
            "9f1e24f47795fe50040384e3d6183988047170fa2d866406b70fe0a3f8216063",
            KeyType.ML_DSA_87,
            "764d3e223ed90c07bc91a0ab6ecd170e5c66ffe39f7039298596039a36005435");

    private static final int POLYNOMIAL_COEFFICIENTS = 256;

    /** Behind rho, K and tr. Source: FIPS 204 algorithm 24. */
    private static final int SHORT_VECTORS_AT = 32 + 32 + 64;

    private ModuleLatticeKeys() {}

    /**
     * Tells whether a type has keys of this kind.
     *
     * @param type any type
     * @return whether it is ML-KEM or ML-DSA
     */
    public static boolean has(KeyType type) {
        return type.isMlKem() || type.isMlDsa();
    }

    /**
     * The types that a name of the JCA stands for.
     *
     * @param algorithm a name
     * @return the parameter sets of an algorithm, or one; empty for other names
     */
    public static Set<KeyType> named(String algorithm) {
        Set<KeyType> types = EnumSet.noneOf(KeyType.class);
        for (KeyType type : KeyType.values()) {
            if (has(type) && (type.algorithm().equals(algorithm) || type.curve().equals(algorithm))) {
                types.add(type);
            }
        }
        return types;
    }

    private static int seedBytes(KeyType type) {
        return type.isMlKem() ? 64 : 32;
    }

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

    /**
     * Reads which parameter set a private key is of, and refuses others.
     *
     * @param pkcs8 DER; kept by the caller
     * @param among the types that it can be
     * @return the type
     * @throws InvalidKeySpecException if it is none of them
     */
    public static KeyType requireAmong(byte[] pkcs8, Collection<KeyType> among) throws InvalidKeySpecException {
        DerInput all = new DerInput(pkcs8).enter(SEQUENCE);
        all.skip(INTEGER);
        byte[] identifier = all.take(SEQUENCE);
        for (KeyType type : among) {
            byte[] known = algorithm(type);
            if (Arrays.equals(identifier, 0, identifier.length, known, 2, known.length)) {
                return type;
            }
        }
        throw new InvalidKeySpecException("Expected a private key of "
                + among.stream().map(KeyType::curve).collect(Collectors.joining(" or ")) + ", got another.");
    }

    /** Reads which parameter set a public key is of, and refuses others. */
    static KeyType requirePublicAmong(byte[] subjectPublicKeyInfo, Collection<KeyType> among)
            throws InvalidKeySpecException {
        for (KeyType type : among) {
            int size = type.sizeBits() / Byte.SIZE;
            byte[] start = ByteBuffer.allocate(PUBLIC_HEADER_BYTES)
                    .put(header(SEQUENCE, PUBLIC_HEADER_BYTES - HEADER_BYTES + size))
                    .put(algorithm(type))
                    .put(header(BIT_STRING, 1 + size))
                    .array();
            if (subjectPublicKeyInfo.length == PUBLIC_HEADER_BYTES + size
                    && Arrays.equals(start, 0, start.length, subjectPublicKeyInfo, 0, start.length)) {
                return type;
            }
        }
        throw new InvalidKeySpecException("Expected a public key of "
                + among.stream().map(KeyType::curve).collect(Collectors.joining(" or ")) + ", got another.");
    }

    /** Refuses what is none of the three forms of a private key. */
    static void requireForm(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
        Optional<byte[]> expanded = expandedBytes(type, pkcs8);
        if (expanded.isPresent()) {
            Arrays.fill(expanded.get(), (byte) 0);
            return;
        }
        byte[] choice = privateKey(type, pkcs8);
        byte[] seed = {};
        try {
            DerInput input = new DerInput(choice);
            seed = input.take(SEED);
            input.requireEnd();
            if (seed.length != seedBytes(type)) {
                throw new InvalidKeySpecException("Expected a seed of " + type.curve() + " of " + seedBytes(type)
                        + " bytes, got " + seed.length + ".");
            }
        } finally {
            Arrays.fill(choice, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * The encapsulation key or verification key of a public key.
     *
     * @param type its type
     * @param subjectPublicKeyInfo DER
     * @return the bytes of the standard; the caller's
     * @throws InvalidKeySpecException if it has another length
     */
    public static byte[] publicBytes(KeyType type, byte[] subjectPublicKeyInfo) throws InvalidKeySpecException {
        int expected = PUBLIC_HEADER_BYTES + type.sizeBits() / Byte.SIZE;
        if (subjectPublicKeyInfo.length != expected) {
            throw new InvalidKeySpecException("Expected a public key of " + type.curve() + " of " + expected
                    + " bytes, got " + subjectPublicKeyInfo.length + ".");
        }
        return Arrays.copyOfRange(subjectPublicKeyInfo, PUBLIC_HEADER_BYTES, expected);
    }

    /**
     * The encoding of an encapsulation key or verification key.
     *
     * @param type its type
     * @param publicBytes the bytes of the standard, as long as the type wants
     * @return DER; the caller's
     */
    public static byte[] subjectPublicKeyInfo(KeyType type, byte[] publicBytes) {
        int size = publicBytes.length;
        return ByteBuffer.allocate(PUBLIC_HEADER_BYTES + size)
                .put(header(SEQUENCE, ALGORITHM_BYTES + HEADER_BYTES + 1 + size))
                .put(algorithm(type))
                .put(header(BIT_STRING, 1 + size))
                .put((byte) 0)
                .put(publicBytes)
                .array();
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
        byte[] choice = privateKey(type, pkcs8);
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
    public static byte[] readable(KeyType type, byte[] pkcs8) throws GeneralSecurityException {
        if (isRead(type, pkcs8)) {
            // The JDK's factories do not look at the length of an expanded key.
            expandedBytes(type, pkcs8).ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
            return pkcs8.clone();
        }
        byte[] choice = privateKey(type, pkcs8);
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
    public static byte[] expandedAlone(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
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
        int size = expanded.length;
        return ByteBuffer.allocate(PRIVATE_HEADER_BYTES + size)
                .put(header(SEQUENCE, 3 + ALGORITHM_BYTES + 2 * HEADER_BYTES + size))
                .put(new byte[] {INTEGER, 1, 0})
                .put(algorithm(type))
                .put(header(OCTET_STRING, HEADER_BYTES + size))
                .put(header(OCTET_STRING, size))
                .put(expanded)
                .array();
    }

    private static byte[] header(int tag, int size) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put((byte) tag)
                .put((byte) 0x82)
                .putShort((short) size)
                .array();
    }

    /** The AlgorithmIdentifier; its parameters are absent. */
    private static byte[] algorithm(KeyType type) {
        int arc = type.isMlKem() ? 4 : 3;
        int number = switch (type) {
            case ML_KEM_512 -> 1;
            case ML_KEM_768 -> 2;
            case ML_KEM_1024 -> 3;
            case ML_DSA_44 -> 17;
            case ML_DSA_65 -> 18;
            case ML_DSA_87 -> 19;
            default -> throw new IllegalArgumentException("Expected ML-KEM or ML-DSA, got " + type + ".");
        };
        return new byte[] {SEQUENCE, 11, 6, 9, 0x60, (byte) 0x86, 0x48, 1, 0x65, 3, 4, (byte) arc, (byte) number};
    }

    /** The content of the field privateKey. Source: RFC 5958 §2. */
    private static byte[] privateKey(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
        requireAmong(pkcs8, List.of(type));
        DerInput outer = new DerInput(pkcs8);
        DerInput all = outer.enter(SEQUENCE);
        outer.requireEnd();
        byte[] version = all.take(INTEGER);
        if (version.length != 1 || version[0] < 0 || version[0] > 1) {
            throw new InvalidKeySpecException("Expected PKCS #8 of version 0 or 1, got another.");
        }
        all.skip(SEQUENCE);
        byte[] content = all.take(OCTET_STRING);
        for (int optional : new int[] {ATTRIBUTES, PUBLIC_KEY}) {
            if (all.tag() == optional) {
                all.skip(optional);
            }
        }
        all.requireEnd();
        return content;
    }

    private static byte[] expanded(KeyType type, byte[] choice) throws GeneralSecurityException {
        DerInput input = new DerInput(choice);
        return switch (input.tag()) {
            case SEED -> {
                byte[] seed = input.take(SEED);
                input.requireEnd();
                yield fromSeed(type, seed);
            }
            case OCTET_STRING -> alone(type, input);
            case SEQUENCE -> {
                byte[][] both = both(type, input);
                byte[] made = fromSeed(type, both[0]);
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

    private static byte[] fromSeed(KeyType type, byte[] seed) throws GeneralSecurityException {
        try {
            SeedAnswers.require(type);
            return generatedBytes(type, seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static KeyPair generated(KeyType type, byte[] seed) throws GeneralSecurityException {
        if (seed.length != seedBytes(type)) {
            throw new InvalidKeySpecException("Expected a seed of " + type.curve() + " of " + seedBytes(type)
                    + " bytes, got " + seed.length + ".");
        }
        KeyPairGenerator generator = PlainKeys.generator(type.algorithm());
        GivenBytes source = new GivenBytes(seed);
        generator.initialize(new NamedParameterSpec(type.curve()), source);
        KeyPair pair = generator.generateKeyPair();
        source.requireSpent();
        return pair;
    }

    /** Never from the seed again: a JDK that gives keys out as seeds reads them, too. */
    private static byte[] generatedBytes(KeyType type, byte[] seed) throws GeneralSecurityException {
        byte[] pkcs8 = generated(type, seed).getPrivate().getEncoded();
        try {
            return expandedBytes(type, pkcs8)
                    .orElseThrow(() -> new InvalidKeySpecException(
                            "Expected a form that this Java reads: it gives no expanded keys out."));
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** Whether this JDK makes of a seed what the standard says. */
    private static final class SeedAnswers {
        private static final Map<KeyType, Boolean> KNOWN = new ConcurrentHashMap<>();

        static void require(KeyType type) throws InvalidKeySpecException {
            if (!KNOWN.computeIfAbsent(type, SeedAnswers::passes)) {
                throw new InvalidKeySpecException("Expected an expanded key: this Java makes another " + type.curve()
                        + " key of a seed than the standard.");
            }
        }

        private static boolean passes(KeyType type) {
            byte[] seed = new byte[seedBytes(type)];
            for (int i = 0; i < seed.length; i++) {
                seed[i] = (byte) i;
            }
            try {
                byte[] answer = MessageDigest.getInstance("SHA-256", JdkProviders.SUN.provider())
                        .digest(generatedBytes(type, seed));
                return HexFormat.of().formatHex(answer).equals(SEED_ANSWERS.get(type));
            } catch (GeneralSecurityException | RuntimeException e) {
                // Whatever it does instead, it is not the answer.
                return false;
            }
        }
    }
}
