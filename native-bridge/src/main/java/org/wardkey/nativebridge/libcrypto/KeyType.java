package org.wardkey.nativebridge.libcrypto;

/** What an {@link EvpKey} can be. */
public enum KeyType {
    /** RSA with {@code rsaEncryption}, for any scheme. */
    RSA("rsaEncryption"),
    /** RSA restricted to PSS by {@code id-RSASSA-PSS}. */
    RSA_PSS("RSASSA-PSS"),
    /** A key on one of {@link Curve}. */
    EC("id-ecPublicKey"),
    /** Ed25519. */
    ED25519("ED25519"),
    /** Ed448. */
    ED448("ED448"),
    /** X25519. */
    X25519("X25519"),
    /** X448. */
    X448("X448"),
    /** ML-KEM-512. */
    ML_KEM_512("ML-KEM-512"),
    /** ML-KEM-768. */
    ML_KEM_768("ML-KEM-768"),
    /** ML-KEM-1024. */
    ML_KEM_1024("ML-KEM-1024"),
    /** ML-DSA-44. */
    ML_DSA_44("ML-DSA-44"),
    /** ML-DSA-65. */
    ML_DSA_65("ML-DSA-65"),
    /** ML-DSA-87. */
    ML_DSA_87("ML-DSA-87"),
    /** SLH-DSA-SHA2-128s. */
    SLH_DSA_SHA2_128S("SLH-DSA-SHA2-128s"),
    /** SLH-DSA-SHA2-128f. */
    SLH_DSA_SHA2_128F("SLH-DSA-SHA2-128f"),
    /** SLH-DSA-SHA2-192s. */
    SLH_DSA_SHA2_192S("SLH-DSA-SHA2-192s"),
    /** SLH-DSA-SHA2-192f. */
    SLH_DSA_SHA2_192F("SLH-DSA-SHA2-192f"),
    /** SLH-DSA-SHA2-256s. */
    SLH_DSA_SHA2_256S("SLH-DSA-SHA2-256s"),
    /** SLH-DSA-SHA2-256f. */
    SLH_DSA_SHA2_256F("SLH-DSA-SHA2-256f"),
    /** SLH-DSA-SHAKE-128s. */
    SLH_DSA_SHAKE_128S("SLH-DSA-SHAKE-128s"),
    /** SLH-DSA-SHAKE-128f. */
    SLH_DSA_SHAKE_128F("SLH-DSA-SHAKE-128f"),
    /** SLH-DSA-SHAKE-192s. */
    SLH_DSA_SHAKE_192S("SLH-DSA-SHAKE-192s"),
    /** SLH-DSA-SHAKE-192f. */
    SLH_DSA_SHAKE_192F("SLH-DSA-SHAKE-192f"),
    /** SLH-DSA-SHAKE-256s. */
    SLH_DSA_SHAKE_256S("SLH-DSA-SHAKE-256s"),
    /** SLH-DSA-SHAKE-256f. */
    SLH_DSA_SHAKE_256F("SLH-DSA-SHAKE-256f");

    private final String libcryptoName;

    KeyType(String libcryptoName) {
        this.libcryptoName = libcryptoName;
    }

    /** Returns the short name of the object identifier, whose number differs between libraries, or the name of a type that has no number. */
    String libcryptoName() {
        return libcryptoName;
    }

    /** Returns whether it is a parameter set of ML-KEM. Source: FIPS 203 */
    public boolean isMlKem() {
        return libcryptoName.startsWith("ML-KEM-");
    }

    /** Returns whether it is a parameter set of ML-DSA. Source: FIPS 204 */
    public boolean isMlDsa() {
        return libcryptoName.startsWith("ML-DSA-");
    }

    /** Returns whether it is a parameter set of SLH-DSA. Source: FIPS 205 */
    public boolean isSlhDsa() {
        return libcryptoName.startsWith("SLH-DSA-");
    }

    /** Returns whether libcrypto knows it by its name alone: keys of OpenSSL's providers have no number. */
    boolean isNamed() {
        return isMlKem() || isMlDsa() || isSlhDsa();
    }
}
