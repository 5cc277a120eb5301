package org.wardkey.conformance;

import java.util.List;

/**
 * Registers hash functions, HMAC, KMAC, CMAC and password-based key derivation.
 *
 * <p>Source: ACVP specifications "Secure Hash", "SHA3 and SHAKE", "Message Authentication", "PBKDF", sections on
 * capabilities registration.
 */
final class HashRegistration {
    private HashRegistration() {}

    static void add(RegistrationEntries entries) {
        for (String digest : RegistrationEntries.sorted(entries.capability().plainDigests())) {
            digest(entries, digest);
        }
        shake(entries, "SHAKE-128", AcvpShake.DIGEST_128, AcvpShake.BITS_128);
        shake(entries, "SHAKE-256", AcvpShake.DIGEST_256, AcvpShake.BITS_256);
        kmac(entries, "KMAC-128", "KMAC128", 256);
        kmac(entries, "KMAC-256", "KMAC256", 512);
        cmac(entries);
        pbkdf(entries);
        hkdf(entries);
    }

    private static void digest(RegistrationEntries entries, String digest) {
        String name = RegistrationEntries.acvpDigest(digest);
        if (entries.offers("MessageDigest", digest)) {
            entries.add(
                    name,
                    "",
                    digest.startsWith("SHA3") ? "2.0" : "1.0",
                    "messageLength",
                    RegistrationEntries.range(0, 65528, 8));
        }
        if (entries.offers("Mac", Names.hmac(digest))) {
            entries.add(
                    "HMAC-" + name,
                    "",
                    "2.0",
                    "keyLen",
                    RegistrationEntries.range(8, 2048, 8),
                    "macLen",
                    RegistrationEntries.range(80, RegistrationEntries.digestBits(digest), 8),
                    "msgLen",
                    RegistrationEntries.range(0, 65528, 8));
        }
    }

    private static void shake(RegistrationEntries entries, String name, String digest, int bits) {
        if (entries.offers("MessageDigest", digest)) {
            entries.add(
                    name,
                    "",
                    "1.0",
                    "inBit",
                    false,
                    "outBit",
                    false,
                    "inEmpty",
                    true,
                    "outputLen",
                    RegistrationEntries.range(bits, bits, 8));
        }
    }

    private static void kmac(RegistrationEntries entries, String name, String mac, int bits) {
        if (entries.offers("Mac", mac)) {
            entries.add(
                    name,
                    "",
                    "1.0",
                    "xof",
                    List.of(false),
                    "hexCustomization",
                    false,
                    "msgLen",
                    RegistrationEntries.range(0, 65536, 8),
                    "keyLen",
                    RegistrationEntries.range(128, 1024, 8),
                    "macLen",
                    RegistrationEntries.range(bits, bits, 8));
        }
    }

    private static void cmac(RegistrationEntries entries) {
        if (entries.offers("Mac", "AESCMAC")) {
            entries.add(
                    "CMAC-AES",
                    "",
                    "1.0",
                    "capabilities",
                    List.of(RegistrationEntries.map(
                            "direction",
                            List.of("gen", "ver"),
                            "keyLen",
                            entries.aesKeys(),
                            "msgLen",
                            RegistrationEntries.range(0, 65536, 8),
                            "macLen",
                            RegistrationEntries.range(128, 128, 8))));
        }
    }

    private static void pbkdf(RegistrationEntries entries) {
        List<String> digests = RegistrationEntries.sorted(entries.capability().plainDigests()).stream()
                .filter(digest -> entries.offers("SecretKeyFactory", "PBKDF2With" + Names.hmac(digest)))
                .map(RegistrationEntries::acvpDigest)
                .toList();
        if (!digests.isEmpty()) {
            entries.add(
                    "PBKDF",
                    "",
                    "1.0",
                    "capabilities",
                    List.of(RegistrationEntries.map(
                            "iterationCount", RegistrationEntries.range(1, 10000, 1),
                            "keyLen", RegistrationEntries.range(112, 4096, 8),
                            "passwordLen", RegistrationEntries.range(8, 128, 1),
                            "saltLen", RegistrationEntries.range(128, 4096, 8),
                            "hmacAlg", digests)));
        }
    }

    private static void hkdf(RegistrationEntries entries) {
        List<String> digests = RegistrationEntries.sorted(entries.capability().plainDigests()).stream()
                .map(RegistrationEntries::acvpDigest)
                .filter(digest -> HkdfCalls.available() && entries.offers("KDF", HkdfCalls.algorithm(digest)))
                .toList();
        if (!digests.isEmpty()) {
            entries.add(
                    "KDA",
                    "HKDF",
                    "Sp800-56Cr1",
                    "fixedInfoPattern",
                    "uPartyInfo||vPartyInfo",
                    "encoding",
                    List.of("concatenation"),
                    "hmacAlg",
                    digests,
                    "macSaltMethods",
                    List.of("default", "random"),
                    "l",
                    2048,
                    "z",
                    RegistrationEntries.range(224, 8192, 8));
        }
    }
}
