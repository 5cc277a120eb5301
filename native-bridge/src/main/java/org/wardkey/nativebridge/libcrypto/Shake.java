package org.wardkey.nativebridge.libcrypto;

/** The functions of SHA-3 whose output has any length, alone and in KMAC. Source: FIPS 202 §6.2, SP 800-185 §4. */
public enum Shake {
    /** SHAKE128, of KMAC128. */
    SHAKE128("SHAKE128", "KMAC-128"),
    /** SHAKE256, of KMAC256. */
    SHAKE256("SHAKE256", "KMAC-256");

    private final String digestName;
    private final String macName;

    Shake(String digestName, String macName) {
        this.digestName = digestName;
        this.macName = macName;
    }

    String digestName() {
        return digestName;
    }

    String macName() {
        return macName;
    }
}
