package org.wardkey.conformance;

import java.util.Set;

/** The mistakes that the faulty provider makes, each with where the runners must notice it. */
enum Fault {
    ECDSA_VERIFY_ACCEPTS_EVERYTHING("ECDSA verify", "invalid signature accepted", "ecdsa_secp256r1_sha256_test"),
    ED25519_ACCEPTS_MALLEABLE_SIGNATURES("EdDSA verify", "invalid signature accepted", "ed25519_test"),
    RSA_PKCS1_IGNORES_TRAILING_BYTES(
            "RSA-PKCS1 verify", "invalid signature accepted", "rsa_signature_3072_sha256_test"),
    GCM_ACCEPTS_WRONG_TAGS("AES-GCM", "accepted, giving", "aes_gcm_test"),
    GCM_COMPARES_PART_OF_THE_TAG("AES-GCM", "accepted, giving", "aes_gcm_test"),
    GCM_RELEASES_PLAINTEXT_EARLY("AES-GCM", "bytes released", "aes_gcm_test"),
    KEY_WRAP_IGNORES_INTEGRITY("AES-KW", "accepted, giving", "aes_wrap_test"),
    HMAC_CUTS_LONG_KEYS("HMAC", "", "hmac_sha256_test"),
    HMAC_KEEPS_STATE_WHEN_REUSED("HMAC", "", "hmac_sha256_test"),
    ECDH_ACCEPTS_POINTS_OFF_THE_CURVE("ECDH", "accepted, giving", "ecdh_secp256r1_test"),
    X25519_GIVES_ZERO_SECRETS("X25519/X448", "accepted, giving", "x25519_test"),
    SHA_DROPS_ALL_BUT_THE_LAST_UPDATE("SHA", "", ""),
    ECB_KEEPS_THE_KEY_OF_A_REUSED_OBJECT("AES-ECB", "", ""),
    CBC_CHAINS_ACROSS_MESSAGES("AES-CBC", "", ""),
    CBC_IGNORES_PADDING("AES-CBC-PKCS5", "accepted, giving", "aes_cbc_pkcs5_test"),
    CTR_DOES_NOT_CARRY("AES-CTR", "", ""),
    CCM_ACCEPTS_WRONG_TAGS("AES-CCM", "accepted, giving", ""),
    XTS_KEEPS_THE_TWEAK("AES-XTS", "", ""),
    CMAC_USES_ONE_SUBKEY("AES-CMAC", "", "aes_cmac_test"),
    GMAC_IGNORES_THE_IV("AES-GMAC", "", "aes_gmac_test"),
    CHACHA20_POLY1305_ACCEPTS_WRONG_TAGS("ChaCha20-Poly1305", "accepted, giving", "chacha20_poly1305_test"),
    KMAC_IS_HMAC("KMAC", "", ""),
    TDES_IGNORES_THE_THIRD_KEY("TDES-CBC", "", ""),
    DSA_VERIFY_ACCEPTS_EVERYTHING("DSA verify", "accepted", ""),
    DSA_SIGNATURES_ARE_WRONG("DSA sign", "verify returned false", ""),
    DH_DROPS_LEADING_ZEROS("DH shared secret", "testPassed false", ""),
    XDH_KEY_PAIR_DOES_NOT_MATCH("ECDH/X25519/X448 shared secret", "", ""),
    EC_KEY_PAIR_DOES_NOT_MATCH(Set.of("ECDH/X25519/X448 shared secret", "ECDSA sign"), "", ""),
    DH_KEY_PAIR_DOES_NOT_MATCH(Set.of("DH shared secret", "DH keys"), "another y", ""),
    DSA_VERIFY_TAKES_ANOTHER_DOMAIN("DSA verify", "", ""),
    DSA_KEYS_HAVE_ANOTHER_DOMAIN(Set.of("DSA keys", "DSA sign"), "another y", ""),
    TDES_ECB_IGNORES_THE_THIRD_KEY("TDES-ECB", "", ""),
    TDES_CFB64_FEEDS_BACK_BYTES("TDES-CFB64", "", ""),
    TDES_OFB_IS_CFB("TDES-OFB", "", ""),
    TDES_CMAC_USES_ONE_SUBKEY("TDES-CMAC", "", ""),
    RSA_OAEP_MASKS_WITH_SHA1(Set.of("RSA key transport", "RSA-OAEP"), "", "rsa_oaep_2048_sha256_mgf1sha256_test"),
    RSA_SECRET_DROPS_LEADING_ZEROS("RSA shared secret", "", ""),
    PATH_BUILDER_IGNORES_REVOCATION("x509-limbo", "CertPathBuilder accepted an invalid path", ""),
    PATH_VALIDATOR_ACCEPTS_EVERYTHING("x509-limbo", "CertPathValidator accepted an invalid path", "");

    @SuppressWarnings("ImmutableEnumChecker") // Set.of has no other kind
    private final Set<String> families;

    private final String symptom;
    private final String wycheproofFile;

    Fault(String family, String symptom, String wycheproofFile) {
        this(Set.of(family), symptom, wycheproofFile);
    }

    Fault(Set<String> families, String symptom, String wycheproofFile) {
        this.families = families;
        this.symptom = symptom;
        this.wycheproofFile = wycheproofFile;
    }

    /** Where it shows, and nowhere else. */
    Set<String> families() {
        return families;
    }

    String symptom() {
        return symptom;
    }

    String wycheproofFile() {
        return wycheproofFile;
    }
}
