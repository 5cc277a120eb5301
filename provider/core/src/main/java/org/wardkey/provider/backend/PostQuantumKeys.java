package org.wardkey.provider.backend;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.wardkey.provider.operation.KeyType;

/**
 * The encodings of ML-KEM's, ML-DSA's and SLH-DSA's keys, whose object identifier says the parameter set and has no
 * parameters.
 *
 * <table>
 * <caption>What the encodings hold</caption>
 * <tr><td>public key, in the BIT STRING</td><td>the bytes of the standard</td></tr>
 * <tr><td>private key of SLH-DSA, in the OCTET STRING</td><td>the 4n bytes of the standard</td></tr>
 * <tr><td>private key of ML-KEM and ML-DSA, there</td><td>a choice of seed, expanded key and both: {@link ModuleLatticeKeys}</td></tr>
 * </table>
 *
 * <p>Source: RFC 5958, RFC 9935 (ML-KEM), RFC 9881 (ML-DSA), RFC 9909 (SLH-DSA).
 */
public final class PostQuantumKeys {
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final byte NULL = 0x05;
    private static final int BIT_STRING = 0x03;
    private static final int ATTRIBUTES = 0xa0;
    private static final int PUBLIC_KEY = 0x81;
    private static final byte[] VERSION = {INTEGER, 1, 0};

    private PostQuantumKeys() {}

    /**
     * Tells whether a type has keys of this kind.
     *
     * @param type any type
     * @return whether it is ML-KEM, ML-DSA or SLH-DSA
     */
    public static boolean has(KeyType type) {
        return switch (type.kind()) {
            case ML_KEM, ML_DSA, SLH_DSA -> true;
            case EC, RSA, EDDSA, XDH, AES, AES_XTS, CHACHA20, HMAC, KMAC, PASSWORD -> false;
        };
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
            if (has(type)
                    && (type.algorithm().equalsIgnoreCase(algorithm)
                            || type.curve().equalsIgnoreCase(algorithm))) {
                types.add(type);
            }
        }
        return types;
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
            byte[] start = publicStart(type);
            if (subjectPublicKeyInfo.length == start.length + publicSize(type)
                    && Arrays.equals(start, 0, start.length, subjectPublicKeyInfo, 0, start.length)) {
                return type;
            }
        }
        throw new InvalidKeySpecException("Expected a public key of "
                + among.stream().map(KeyType::curve).collect(Collectors.joining(" or ")) + ", got another.");
    }

    /**
     * A public key without the NULL that JDK 17 puts behind the object identifier of an algorithm without parameters when
     * it reads a certificate; any other encoding as it is.
     */
    static byte[] withoutNull(byte[] subjectPublicKeyInfo, Collection<KeyType> among) {
        for (KeyType type : among) {
            byte[] algorithm = algorithm(type);
            byte[] withNull = Arrays.copyOf(algorithm, algorithm.length + 2);
            withNull[1] = (byte) (algorithm[1] + 2);
            withNull[algorithm.length] = NULL;
            byte[] start = publicStart(type, withNull);
            if (subjectPublicKeyInfo.length == start.length + publicSize(type)
                    && Arrays.equals(start, 0, start.length, subjectPublicKeyInfo, 0, start.length)) {
                return subjectPublicKeyInfo(
                        type, Arrays.copyOfRange(subjectPublicKeyInfo, start.length, subjectPublicKeyInfo.length));
            }
        }
        return subjectPublicKeyInfo;
    }

    private static int publicSize(KeyType type) {
        return type.sizeBits() / Byte.SIZE;
    }

    /** What stands before the key in a SubjectPublicKeyInfo; the last byte says that the bits of the last one are all used. */
    private static byte[] publicStart(KeyType type) {
        return publicStart(type, algorithm(type));
    }

    private static byte[] publicStart(KeyType type, byte[] algorithm) {
        byte[] bits = header(BIT_STRING, 1 + publicSize(type));
        byte[] start = header(SEQUENCE, algorithm.length + bits.length + 1 + publicSize(type));
        return ByteBuffer.allocate(start.length + algorithm.length + bits.length + 1)
                .put(start)
                .put(algorithm)
                .put(bits)
                .array();
    }

    /** Refuses what is no form of a private key. */
    static void requireForm(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
        if (type.kind() == KeyType.Kind.SLH_DSA) {
            Arrays.fill(hashBased(type, pkcs8), (byte) 0);
            return;
        }
        ModuleLatticeKeys.requireForm(type, pkcs8);
    }

    /** The private key of SLH-DSA: SK.seed, SK.prf, PK.seed and PK.root. Source: FIPS 205 §9.1. */
    private static byte[] hashBased(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
        byte[] key = privateKey(type, pkcs8);
        int expected = 2 * publicSize(type);
        if (key.length != expected) {
            int got = key.length;
            Arrays.fill(key, (byte) 0);
            throw new InvalidKeySpecException(
                    "Expected a private key of " + type.curve() + " of " + expected + " bytes, got " + got + ".");
        }
        return key;
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
        int start = publicStart(type).length;
        int expected = start + publicSize(type);
        if (subjectPublicKeyInfo.length != expected) {
            throw new InvalidKeySpecException("Expected a public key of " + type.curve() + " of " + expected
                    + " bytes, got " + subjectPublicKeyInfo.length + ".");
        }
        return Arrays.copyOfRange(subjectPublicKeyInfo, start, expected);
    }

    /**
     * The encoding of an encapsulation key or verification key.
     *
     * @param type its type
     * @param publicBytes the bytes of the standard, as long as the type wants
     * @return DER; the caller's
     */
    public static byte[] subjectPublicKeyInfo(KeyType type, byte[] publicBytes) {
        byte[] start = publicStart(type);
        byte[] encoded = Arrays.copyOf(start, start.length + publicBytes.length);
        System.arraycopy(publicBytes, 0, encoded, start.length, publicBytes.length);
        return encoded;
    }

    /**
     * The form that the JDK, or our own key class, reads: as it came if that is one, and expanded or bare otherwise.
     *
     * @param type the key's type
     * @param pkcs8 DER, in any of the forms of the RFCs; kept by the caller
     * @return PKCS#8; the caller wipes it
     * @throws GeneralSecurityException if it is no such key, or the seed is one of another expanded key
     */
    public static byte[] readable(KeyType type, byte[] pkcs8) throws GeneralSecurityException {
        return type.kind() == KeyType.Kind.SLH_DSA ? bare(type, pkcs8) : ModuleLatticeKeys.readable(type, pkcs8);
    }

    /** Without attributes and public key. */
    private static byte[] bare(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
        byte[] key = hashBased(type, pkcs8);
        try {
            return pkcs8(type, new byte[0], key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * The form that every engine and JDK reads, of an encoding that an engine gave out.
     *
     * @param type the key's type
     * @param pkcs8 DER; wiped
     * @return PKCS#8 with the expanded key alone, or the bare key of SLH-DSA; the caller wipes it
     * @throws InvalidKeySpecException if it is no such key, or a seed alone
     */
    public static byte[] stored(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
        if (type.kind() != KeyType.Kind.SLH_DSA) {
            return ModuleLatticeKeys.expandedAlone(type, pkcs8);
        }
        try {
            return bare(type, pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** PKCS#8 whose field privateKey has a key behind some bytes. The caller wipes key and result. */
    static byte[] pkcs8(KeyType type, byte[] before, byte[] key) {
        byte[] algorithm = algorithm(type);
        byte[] octets = header(OCTET_STRING, before.length + key.length);
        int size = VERSION.length + algorithm.length + octets.length + before.length + key.length;
        byte[] start = header(SEQUENCE, size);
        return ByteBuffer.allocate(start.length + size)
                .put(start)
                .put(VERSION)
                .put(algorithm)
                .put(octets)
                .put(before)
                .put(key)
                .array();
    }

    /** Tag and length, of up to 65 535 bytes. Source: X.690 §10.1. */
    static byte[] header(int tag, int size) {
        if (size < 0x80) {
            return new byte[] {(byte) tag, (byte) size};
        }
        return size < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) size}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (size >> Byte.SIZE), (byte) size};
    }

    /** The AlgorithmIdentifier; its parameters are absent. */
    private static byte[] algorithm(KeyType type) {
        return new byte[] {
            SEQUENCE, 11, 6, 9, 0x60, (byte) 0x86, 0x48, 1, 0x65, 3, 4, (byte) arc(type), (byte) number(type)
        };
    }

    /**
     * The object identifier of a parameter set.
     *
     * @param type ML-KEM, ML-DSA or SLH-DSA
     * @return numbers and dots
     */
    public static String objectIdentifier(KeyType type) {
        return "2.16.840.1.101.3.4." + arc(type) + "." + number(type);
    }

    private static int arc(KeyType type) {
        return type.isMlKem() ? 4 : 3;
    }

    /** Source: NIST, Computer Security Objects Register, kems and sigAlgs. */
    private static int number(KeyType type) {
        return switch (type) {
            case ML_KEM_512 -> 1;
            case ML_KEM_768 -> 2;
            case ML_KEM_1024 -> 3;
            case ML_DSA_44 -> 17;
            case ML_DSA_65 -> 18;
            case ML_DSA_87 -> 19;
            case SLH_DSA_SHA2_128S -> 20;
            case SLH_DSA_SHA2_128F -> 21;
            case SLH_DSA_SHA2_192S -> 22;
            case SLH_DSA_SHA2_192F -> 23;
            case SLH_DSA_SHA2_256S -> 24;
            case SLH_DSA_SHA2_256F -> 25;
            case SLH_DSA_SHAKE_128S -> 26;
            case SLH_DSA_SHAKE_128F -> 27;
            case SLH_DSA_SHAKE_192S -> 28;
            case SLH_DSA_SHAKE_192F -> 29;
            case SLH_DSA_SHAKE_256S -> 30;
            case SLH_DSA_SHAKE_256F -> 31;
            default -> throw new IllegalArgumentException("Expected ML-KEM, ML-DSA or SLH-DSA, got " + type + ".");
        };
    }

    /** The content of the field privateKey. Source: RFC 5958 §2. */
    static byte[] privateKey(KeyType type, byte[] pkcs8) throws InvalidKeySpecException {
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
}
