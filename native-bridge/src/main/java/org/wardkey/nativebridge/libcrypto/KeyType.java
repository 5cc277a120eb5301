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
    X448("X448");

    private final String libcryptoName;

    KeyType(String libcryptoName) {
        this.libcryptoName = libcryptoName;
    }

    /** Returns the short name of the object identifier: its number differs between libraries. */
    String libcryptoName() {
        return libcryptoName;
    }
}
