package org.wardkey.provider.operation;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is computed, parsed once from the JCA's name and parameters.
 *
 * @param family the algorithm
 * @param digest its hash function; {@link Digest#NONE} where there is none
 * @param mgf1Digest the hash function of MGF1 for PSS and OAEP; {@link Digest#NONE} elsewhere
 * @param saltSizeBytes the length of the salt for PSS; 0 elsewhere
 */
public record Mechanism(Family family, Digest digest, Digest mgf1Digest, int saltSizeBytes) {
    private static final Pattern TEXT =
            Pattern.compile("([^, ]+)(?: with ([^, ]+))?(?:, MGF1 ([^, ]+))?(?:, salt ([0-9]{1,9}))?");

    /** An algorithm, apart from its hash function and sizes: the unit of self-tests and of engine order. */
    public enum Family {
        /** SHA-2. Source: FIPS 180-4. */
        SHA_2("SHA-2", Kind.HASH),
        /** SHA-1. Source: FIPS 180-4. */
        SHA_1("SHA-1", Kind.HASH),
        /** SHA-3. Source: FIPS 202. */
        SHA_3("SHA-3", Kind.HASH),
        /** SHAKE128 and SHAKE256 with outputs of 256 and 512 bits. Source: FIPS 202 §6.2. */
        SHAKE("SHAKE", Kind.HASH),
        /** HMAC over SHA-1, SHA-2 and SHA-3. Source: FIPS 198-1. */
        HMAC("HMAC", Kind.MAC),
        /** CMAC with AES. Source: SP 800-38B. */
        AES_CMAC("AES-CMAC", Kind.MAC),
        /** GMAC with AES: AES-GCM of a message that is all associated data. Source: SP 800-38D §3. */
        AES_GMAC("AES-GMAC", Kind.MAC),
        /** KMAC128, with output lengths and customization strings. Source: SP 800-185 §4. */
        KMAC128("KMAC128", Kind.MAC),
        /** KMAC256, with output lengths and customization strings. Source: SP 800-185 §4. */
        KMAC256("KMAC256", Kind.MAC),
        /** PBKDF2 with HMAC. Source: SP 800-132 §5.3. */
        PBKDF2("PBKDF2", Kind.KEY_DERIVATION),
        /** AES-GCM. Source: SP 800-38D. */
        AES_GCM("AES-GCM", Kind.CIPHER),
        /** ChaCha20-Poly1305. Source: RFC 8439 §2.8. */
        CHACHA20_POLY1305("ChaCha20-Poly1305", Kind.CIPHER),
        /** AES-CCM. Source: SP 800-38C. */
        AES_CCM("AES-CCM", Kind.CIPHER),
        /** AES-CBC, with the padding of PKCS #7 or without. Source: SP 800-38A §6.2. */
        AES_CBC("AES-CBC", Kind.CIPHER),
        /** AES-CTR, with a counter of 128 bits. Source: SP 800-38A §6.5. */
        AES_CTR("AES-CTR", Kind.CIPHER),
        /** AES-ECB. Source: SP 800-38A §6.1. */
        AES_ECB("AES-ECB", Kind.CIPHER),
        /** AES-XTS. Source: IEEE 1619, SP 800-38E. */
        AES_XTS("AES-XTS", Kind.CIPHER),
        /** AES key wrap, KW. Source: SP 800-38F §6.2. */
        AES_KW("AES-KW", Kind.KEY_WRAP),
        /** AES key wrap with padding, KWP. Source: SP 800-38F §6.3. */
        AES_KWP("AES-KWP", Kind.KEY_WRAP),
        /** ECDSA on P-256, P-384, P-521. Source: FIPS 186-5 §6. */
        ECDSA("ECDSA", Kind.SIGNATURE),
        /** Deterministic ECDSA on P-256, P-384, P-521; its signatures are verified as ECDSA's. Source: FIPS 186-5 §6.3.2. */
        DET_ECDSA("DetECDSA", Kind.SIGNATURE),
        /** ECDH on P-256, P-384, P-521 (cofactor 1: ECC CDH). Source: SP 800-56A §5.7.1.2. */
        ECDH("ECDH", Kind.KEY_AGREEMENT),
        /** RSASSA-PKCS1-v1_5. Source: RFC 8017 §8.2. */
        RSA_PKCS1("RSASSA-PKCS1-v1_5", Kind.SIGNATURE),
        /** RSASSA-PSS. Source: RFC 8017 §8.1. */
        RSA_PSS("RSASSA-PSS", Kind.SIGNATURE),
        /** RSAES-OAEP. Source: RFC 8017 §7.1. */
        RSA_OAEP("RSAES-OAEP", Kind.KEY_TRANSPORT),
        /** Ed25519. Source: RFC 8032 §5.1. */
        ED25519("Ed25519", Kind.SIGNATURE),
        /** Ed448. Source: RFC 8032 §5.2. */
        ED448("Ed448", Kind.SIGNATURE),
        /** X25519. Source: RFC 7748 §5. */
        X25519("X25519", Kind.KEY_AGREEMENT),
        /** X448. Source: RFC 7748 §5. */
        X448("X448", Kind.KEY_AGREEMENT),
        /** ML-DSA-44, pure. Source: FIPS 204 §5.2. */
        ML_DSA_44("ML-DSA-44", Kind.SIGNATURE),
        /** ML-DSA-65, pure. Source: FIPS 204 §5.2. */
        ML_DSA_65("ML-DSA-65", Kind.SIGNATURE),
        /** ML-DSA-87, pure. Source: FIPS 204 §5.2. */
        ML_DSA_87("ML-DSA-87", Kind.SIGNATURE),
        /** SLH-DSA, whose parameter set is that of the key. Source: FIPS 205 §10. */
        SLH_DSA("SLH-DSA", Kind.SIGNATURE),
        /** LMS and HSS, as HSS; verified, never made. Source: RFC 8554 §6.3, SP 800-208 §4. */
        LMS("LMS", Kind.SIGNATURE),
        /** ML-KEM-512. Source: FIPS 203 §7. */
        ML_KEM_512("ML-KEM-512", Kind.KEY_ENCAPSULATION),
        /** ML-KEM-768. Source: FIPS 203 §7. */
        ML_KEM_768("ML-KEM-768", Kind.KEY_ENCAPSULATION),
        /** ML-KEM-1024. Source: FIPS 203 §7. */
        ML_KEM_1024("ML-KEM-1024", Kind.KEY_ENCAPSULATION),
        /** Hash_DRBG. Source: SP 800-90A §10.1.1. */
        HASH_DRBG("Hash_DRBG", Kind.RANDOM);

        private final String standardName;
        private final Kind kind;

        Family(String standardName, Kind kind) {
            this.standardName = standardName;
            this.kind = kind;
        }

        /**
         * The family of a hash function.
         *
         * @param digest a hash function
         * @return its family
         */
        public static Family of(Digest digest) {
            return switch (digest) {
                case NONE -> throw new IllegalArgumentException("Expected a hash function, got none.");
                case SHA_1 -> SHA_1;
                case SHA_224, SHA_256, SHA_384, SHA_512, SHA_512_224, SHA_512_256 -> SHA_2;
                case SHA3_224, SHA3_256, SHA3_384, SHA3_512 -> SHA_3;
                case SHAKE128_256, SHAKE256_512 -> SHAKE;
            };
        }

        /** @return the standard's name */
        public String standardName() {
            return standardName;
        }

        /** @return whether it is ML-DSA, whose parameter set is that of the key. Source: FIPS 204 */
        public boolean isMlDsa() {
            return this == ML_DSA_44 || this == ML_DSA_65 || this == ML_DSA_87;
        }

        /** @return whether messages can be hashed first, by a hash function of the caller's choice. Source: FIPS 204 §5.4, FIPS 205 §10.2.2 */
        public boolean takesPreHash() {
            return isMlDsa() || this == SLH_DSA;
        }

        /** @return whether it is ML-KEM, whose parameter set is that of the key. Source: FIPS 203 */
        public boolean isMlKem() {
            return this == ML_KEM_512 || this == ML_KEM_768 || this == ML_KEM_1024;
        }

        /** @return whether it is EdDSA, whose curve is that of the key. Source: RFC 8032 */
        public boolean isEdDsa() {
            return this == ED25519 || this == ED448;
        }

        /** @return whether it makes ECDSA signatures, with random nonces or deterministic ones */
        public boolean isEcdsa() {
            return this == ECDSA || this == DET_ECDSA;
        }

        /** @return whether it is KMAC, whose output length and customization string are parameters. Source: SP 800-185 */
        public boolean isKmac() {
            return this == KMAC128 || this == KMAC256;
        }

        /** @return what it is for */
        public Kind kind() {
            return kind;
        }
    }

    /** What a family is for. */
    public enum Kind {
        /** Hash functions. */
        HASH,
        /** Message authentication codes. */
        MAC,
        /** Encryption of messages. */
        CIPHER,
        /** Wrapping of keys with a secret key. */
        KEY_WRAP,
        /** Signatures. */
        SIGNATURE,
        /** Agreement on a shared secret. */
        KEY_AGREEMENT,
        /** Shared secrets for a public key. */
        KEY_ENCAPSULATION,
        /** Encryption of keys to a public key. */
        KEY_TRANSPORT,
        /** Derivation of keys from secrets and passwords. */
        KEY_DERIVATION,
        /** Random bits. */
        RANDOM
    }

    /**
     * A mechanism that its family alone describes.
     *
     * @param family the algorithm
     * @return the mechanism
     */
    public static Mechanism of(Family family) {
        return new Mechanism(family, Digest.NONE, Digest.NONE, 0);
    }

    /**
     * A mechanism with a hash function.
     *
     * @param family the algorithm
     * @param digest its hash function
     * @return the mechanism
     */
    public static Mechanism of(Family family, Digest digest) {
        return new Mechanism(family, digest, Digest.NONE, 0);
    }

    /**
     * RSASSA-PSS with MGF1.
     *
     * @param digest the hash function of the message
     * @param mgf1Digest the hash function of MGF1
     * @param saltSizeBytes the length of the salt
     * @return the mechanism
     */
    public static Mechanism pss(Digest digest, Digest mgf1Digest, int saltSizeBytes) {
        return new Mechanism(Family.RSA_PSS, digest, mgf1Digest, saltSizeBytes);
    }

    /**
     * RSAES-OAEP with MGF1.
     *
     * @param digest the hash function of the label
     * @param mgf1Digest the hash function of MGF1
     * @return the mechanism
     */
    public static Mechanism oaep(Digest digest, Digest mgf1Digest) {
        return new Mechanism(Family.RSA_OAEP, digest, mgf1Digest, 0);
    }

    /** @return whether it is a signature over SHA-1, which is verified and never made. Source: SP 800-131A table 8 */
    public boolean isSha1Signature() {
        return family.kind() == Kind.SIGNATURE && digest == Digest.SHA_1;
    }

    /** @return why signatures over SHA-1 are not made, for messages */
    public String sha1Refusal() {
        return "Asked to sign with " + this + "; signatures over SHA-1 are verified, never made (SP 800-131A table 8)."
                + " Use SHA-256.";
    }

    /** @return the padding, where the family is one */
    public Padding padding() {
        return switch (family) {
            case RSA_PKCS1 -> Padding.PKCS1;
            case RSA_PSS -> Padding.PSS;
            case RSA_OAEP -> Padding.OAEP;
            default -> Padding.NONE;
        };
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param text such as {@code RSASSA-PSS with SHA-256, MGF1 SHA-256, salt 32}
     * @return the mechanism; MGF1's hash function and the salt are none and 0 if the text has none
     * @throws IllegalArgumentException if it is not such a text
     */
    public static Mechanism parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Expected a mechanism such as ECDSA with SHA-256, got another text.");
        }
        Family family = Arrays.stream(Family.values())
                .filter(candidate -> candidate.standardName().equals(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected the name of a family, got another."));
        int salt = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
        return new Mechanism(family, digest(matcher.group(2)), digest(matcher.group(3)), salt);
    }

    private static Digest digest(@Nullable String name) {
        if (name == null) {
            return Digest.NONE;
        }
        return Digest.named(name)
                .orElseThrow(() -> new IllegalArgumentException("Expected the name of a hash function, got another."));
    }

    /**
     * @return the mechanism in a few words for messages and records, such as {@code ECDSA with SHA-256}
     *     or {@code RSASSA-PSS with SHA-256, MGF1 SHA-256, salt 32}; {@link #parse} reads it
     */
    @Override
    public String toString() {
        return family.standardName()
                + (digest == Digest.NONE ? "" : " with " + digest.standardName())
                + (mgf1Digest == Digest.NONE ? "" : ", MGF1 " + mgf1Digest.standardName())
                + (saltSizeBytes == 0 && family != Family.RSA_PSS ? "" : ", salt " + saltSizeBytes);
    }
}
