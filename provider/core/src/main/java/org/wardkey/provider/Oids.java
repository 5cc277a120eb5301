package org.wardkey.provider;

import org.wardkey.provider.backend.PostQuantumKeys;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;

/** Object identifiers. Source: NIST CSOR (hashes, signatures with SHA-3), RFC 8018 §B.1.2 (HMAC), RFC 5758 §3.2 (ECDSA), RFC 8017 §A.2.4 (RSA). */
final class Oids {
    /** PBKDF2, whose parameters say which HMAC; by itself HMAC-SHA-1. Source: RFC 8018 §A.2. */
    static final String PBKDF2 = "1.2.840.113549.1.5.12";

    private Oids() {}

    static String of(Digest digest) {
        return "2.16.840.1.101.3.4.2."
                + switch (digest) {
                    case SHA_256 -> 1;
                    case SHA_384 -> 2;
                    case SHA_512 -> 3;
                    case SHA_224 -> 4;
                    case SHA_512_224 -> 5;
                    case SHA_512_256 -> 6;
                    case SHA3_224 -> 7;
                    case SHA3_256 -> 8;
                    case SHA3_384 -> 9;
                    case SHA3_512 -> 10;
                    case SHAKE128_256 -> 11;
                    case SHAKE256_512 -> 12;
                    case NONE, SHA_1 ->
                        throw new IllegalArgumentException("Expected SHA-2, SHA-3 or SHAKE, got " + digest + ".");
                };
    }

    static String ofHmac(Digest digest) {
        return switch (digest) {
            case SHA3_224 -> "2.16.840.1.101.3.4.2.13";
            case SHA3_256 -> "2.16.840.1.101.3.4.2.14";
            case SHA3_384 -> "2.16.840.1.101.3.4.2.15";
            case SHA3_512 -> "2.16.840.1.101.3.4.2.16";
            default -> ofRsadsiHmac(digest);
        };
    }

    private static String ofRsadsiHmac(Digest digest) {
        return "1.2.840.113549.2."
                + switch (digest) {
                    case SHA_1 -> 7;
                    case SHA_224 -> 8;
                    case SHA_256 -> 9;
                    case SHA_384 -> 10;
                    case SHA_512 -> 11;
                    case SHA_512_224 -> 12;
                    case SHA_512_256 -> 13;
                    default ->
                        throw new IllegalArgumentException("Expected a hash function of HMAC, got " + digest + ".");
                };
    }

    /** Source: RFC 8702 §2 (id-KmacWithSHAKE), NIST CSOR (id-KMAC). */
    static String[] ofKmac(Family family) {
        return family == Family.KMAC128
                ? new String[] {"2.16.840.1.101.3.4.2.19", "2.16.840.1.101.3.4.2.21"}
                : new String[] {"2.16.840.1.101.3.4.2.20", "2.16.840.1.101.3.4.2.22"};
    }

    static String[] ofEcdsa(Digest digest) {
        return switch (digest) {
            case SHA_224 -> new String[] {"1.2.840.10045.4.3.1"};
            case SHA_256 -> new String[] {"1.2.840.10045.4.3.2"};
            case SHA_384 -> new String[] {"1.2.840.10045.4.3.3"};
            case SHA_512 -> new String[] {"1.2.840.10045.4.3.4"};
            case SHA_1 -> new String[] {"1.2.840.10045.4.1"};
            case SHA3_224 -> new String[] {"2.16.840.1.101.3.4.3.9"};
            case SHA3_256 -> new String[] {"2.16.840.1.101.3.4.3.10"};
            case SHA3_384 -> new String[] {"2.16.840.1.101.3.4.3.11"};
            case SHA3_512 -> new String[] {"2.16.840.1.101.3.4.3.12"};
            default -> new String[0];
        };
    }

    static String[] ofRsa(Digest digest) {
        return switch (digest) {
            case SHA_256 -> new String[] {"1.2.840.113549.1.1.11"};
            case SHA_384 -> new String[] {"1.2.840.113549.1.1.12"};
            case SHA_512 -> new String[] {"1.2.840.113549.1.1.13"};
            case SHA_224 -> new String[] {"1.2.840.113549.1.1.14"};
            case SHA_512_224 -> new String[] {"1.2.840.113549.1.1.15"};
            case SHA_512_256 -> new String[] {"1.2.840.113549.1.1.16"};
            case SHA_1 -> new String[] {"1.2.840.113549.1.1.5", "1.3.14.3.2.29"};
            case SHA3_224 -> new String[] {"2.16.840.1.101.3.4.3.13"};
            case SHA3_256 -> new String[] {"2.16.840.1.101.3.4.3.14"};
            case SHA3_384 -> new String[] {"2.16.840.1.101.3.4.3.15"};
            case SHA3_512 -> new String[] {"2.16.840.1.101.3.4.3.16"};
            default -> new String[0];
        };
    }

    /** id-alg-hss-lms-hashsig. Source: RFC 9708 §3. */
    static final String HSS_LMS = "1.2.840.113549.1.9.16.3.17";

    /** Source: RFC 9935 §3, RFC 9881 §2, RFC 9909 §3. */
    static String of(KeyType parameterSet) {
        return PostQuantumKeys.objectIdentifier(parameterSet);
    }
}
