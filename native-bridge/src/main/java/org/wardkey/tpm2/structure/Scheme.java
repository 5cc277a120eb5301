package org.wardkey.tpm2.structure;

import java.util.Optional;

/**
 * TPMT_SIG_SCHEME, TPMT_RSA_DECRYPT, TPMT_ASYM_SCHEME, TPMT_KEYEDHASH_SCHEME and TPMT_KDF_SCHEME, which look alike on the wire. Source: TPM 2.0
 * Part 2 §11.1.20 to §11.2.4.
 *
 * @param kind the scheme
 * @param hash its hash algorithm, where it has one
 */
public record Scheme(Kind kind, Optional<HashAlgorithm> hash) implements TpmStructure {
    /** TPM_ALG_NULL: the key's own scheme, or none yet. */
    public static final Scheme NULL = new Scheme(Kind.NULL, Optional.empty());

    /** TPM_ALG_RSAES: RSAES-PKCS1-v1_5. */
    public static final Scheme RSAES = new Scheme(Kind.RSAES, Optional.empty());

    /** Refuses a hash where the scheme has none, and the reverse. */
    public Scheme {
        if (kind.hashes != hash.isPresent()) {
            throw new IllegalArgumentException(
                    "expected " + (kind.hashes ? "a" : "no") + " hash algorithm for " + kind);
        }
    }

    /** Returns a scheme with a hash algorithm. */
    public static Scheme of(Kind kind, HashAlgorithm hash) {
        return new Scheme(kind, Optional.of(hash));
    }

    /** Returns TPM_ALG_ECDSA. */
    public static Scheme ecdsa(HashAlgorithm hash) {
        return of(Kind.ECDSA, hash);
    }

    /** Returns TPM_ALG_RSASSA: RSASSA-PKCS1-v1_5. */
    public static Scheme rsassa(HashAlgorithm hash) {
        return of(Kind.RSASSA, hash);
    }

    /** Returns TPM_ALG_RSAPSS. TPMs choose the length of the salt; see Part 1 §B.7. */
    public static Scheme rsapss(HashAlgorithm hash) {
        return of(Kind.RSAPSS, hash);
    }

    /** Returns TPM_ALG_OAEP. */
    public static Scheme oaep(HashAlgorithm hash) {
        return of(Kind.OAEP, hash);
    }

    /** Returns TPM_ALG_HMAC. */
    public static Scheme hmac(HashAlgorithm hash) {
        return of(Kind.HMAC, hash);
    }

    /** Reads a scheme with its details. */
    public static Scheme read(TpmReader in) {
        Kind kind = Kind.of(in.u16("scheme"));
        return kind.hashes ? of(kind, HashAlgorithm.read(in, "scheme.hashAlg")) : new Scheme(kind, Optional.empty());
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u16(kind.id);
        hash.ifPresent(algorithm -> out.u16(algorithm.id()));
    }

    /** TPM_ALG_ID of a scheme. Source: Part 2 §6.3. */
    public enum Kind {
        /** TPM_ALG_HMAC. */
        HMAC(0x0005, true),
        /** TPM_ALG_MGF1. */
        MGF1(0x0007, true),
        /** TPM_ALG_NULL. */
        NULL(0x0010, false),
        /** TPM_ALG_RSASSA. */
        RSASSA(0x0014, true),
        /** TPM_ALG_RSAES. */
        RSAES(0x0015, false),
        /** TPM_ALG_RSAPSS. */
        RSAPSS(0x0016, true),
        /** TPM_ALG_OAEP. */
        OAEP(0x0017, true),
        /** TPM_ALG_ECDSA. */
        ECDSA(0x0018, true),
        /** TPM_ALG_ECDH. */
        ECDH(0x0019, true),
        /** TPM_ALG_ECSCHNORR. */
        ECSCHNORR(0x001C, true),
        /** TPM_ALG_KDF1_SP800_56A. */
        KDF1_SP800_56A(0x0020, true),
        /** TPM_ALG_KDF2. */
        KDF2(0x0021, true),
        /** TPM_ALG_KDF1_SP800_108. */
        KDF1_SP800_108(0x0022, true);

        private final int id;
        private final boolean hashes;

        Kind(int id, boolean hashes) {
            this.id = id;
            this.hashes = hashes;
        }

        /** Returns the TPM_ALG_ID. */
        public int id() {
            return id;
        }

        static Kind of(int id) {
            for (Kind kind : values()) {
                if (kind.id == id) {
                    return kind;
                }
            }
            throw new TpmFormatException(String.format("scheme: expected a known scheme, got TPM_ALG_ID 0x%04X", id));
        }
    }
}
