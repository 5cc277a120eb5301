package org.wardkey.provider;

import org.wardkey.provider.operation.Digest;

/** Object identifiers. Source: NIST CSOR (hashes), RFC 8018 §B.1.2 (HMAC), RFC 5758 §3.2 (ECDSA), RFC 8017 §A.2.4 (RSA). */
final class Oids {
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
                    case NONE, SHA_1 -> throw new IllegalArgumentException("Expected SHA-2, got " + digest + ".");
                };
    }

    static String ofHmac(Digest digest) {
        return "1.2.840.113549.2."
                + switch (digest) {
                    case SHA_224 -> 8;
                    case SHA_256 -> 9;
                    case SHA_384 -> 10;
                    case SHA_512 -> 11;
                    case SHA_512_224 -> 12;
                    case SHA_512_256 -> 13;
                    case NONE, SHA_1 -> throw new IllegalArgumentException("Expected SHA-2, got " + digest + ".");
                };
    }

    static String[] ofEcdsa(Digest digest) {
        return switch (digest) {
            case SHA_224 -> new String[] {"1.2.840.10045.4.3.1"};
            case SHA_256 -> new String[] {"1.2.840.10045.4.3.2"};
            case SHA_384 -> new String[] {"1.2.840.10045.4.3.3"};
            case SHA_512 -> new String[] {"1.2.840.10045.4.3.4"};
            case NONE, SHA_1, SHA_512_224, SHA_512_256 -> new String[0];
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
            case NONE, SHA_1 -> new String[0];
        };
    }
}
