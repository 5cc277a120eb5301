package org.wardkey.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Registers keys and signatures of ECDSA, EdDSA and RSA.
 *
 * <p>Source: ACVP specifications "ECDSA", "EDDSA" and "RSA", sections on capabilities registration.
 */
final class SignatureRegistration {
    private SignatureRegistration() {}

    static void add(RegistrationEntries entries) {
        ecdsa(entries);
        edwards(entries);
        rsa(entries);
    }

    private static void ecdsa(RegistrationEntries entries) {
        List<String> curves = entries.curves("P-");
        if (curves.isEmpty()) {
            return;
        }
        if (entries.offers("KeyPairGenerator", "EC")) {
            entries.add(
                    "ECDSA",
                    "keyGen",
                    "FIPS186-5",
                    "curve",
                    curves,
                    "secretGenerationMode",
                    List.of("testing candidates"));
        }
        if (entries.offers("KeyFactory", "EC")) {
            entries.add("ECDSA", "keyVer", "FIPS186-5", "curve", curves);
        }
        List<String> digests = entries.digests(digest -> Names.signature(digest, "ECDSA"));
        if (!digests.isEmpty()) {
            List<Object> pairs = List.of(RegistrationEntries.map("curve", curves, "hashAlg", digests));
            entries.add("ECDSA", "sigGen", "FIPS186-5", "capabilities", pairs, "componentTest", false);
            entries.add("ECDSA", "sigVer", "FIPS186-5", "capabilities", pairs, "componentTest", false);
        }
    }

    private static void edwards(RegistrationEntries entries) {
        List<String> curves = Stream.of("Ed25519", "Ed448")
                .filter(entries.capability().curves()::contains)
                .map(curve -> "ED-" + curve.substring(2))
                .toList();
        if (curves.isEmpty()) {
            return;
        }
        boolean preHash = entries.capability().curves().contains("Ed25519ph")
                || entries.capability().curves().contains("Ed448ph");
        entries.add("EDDSA", "keyGen", "1.0", "curve", curves);
        entries.add("EDDSA", "sigGen", "1.0", "curve", curves, "pure", true, "preHash", preHash);
        entries.add("EDDSA", "sigVer", "1.0", "curve", curves, "pure", true, "preHash", preHash);
    }

    private static void rsa(RegistrationEntries entries) {
        List<Integer> moduli = Stream.of(2048, 3072, 4096)
                .filter(bits -> entries.capability().outsideRsa(bits).isEmpty())
                .toList();
        if (moduli.isEmpty()) {
            return;
        }
        if (entries.offers("KeyPairGenerator", "RSA")) {
            rsaKeyGen(entries, moduli);
        }
        if (entries.offers("Cipher", AcvpRsaPrimitive.TRANSFORMATION)) {
            // decryptionPrimitive is not here: it wants refusals that nobody can be asked for (docs/conformance.md).
            entries.add(
                    "RSA",
                    "signaturePrimitive",
                    "2.0",
                    "keyFormat",
                    List.of("standard", "crt"),
                    "modulo",
                    moduli,
                    "pubExpMode",
                    "random");
        }
        List<Object> types = new ArrayList<>();
        List<String> pkcs1 = entries.digests(digest -> Names.signature(digest, "RSA"));
        if (!pkcs1.isEmpty()) {
            types.add(RegistrationEntries.map("sigType", "pkcs1v1.5", "properties", properties(moduli, pkcs1, false)));
        }
        if (entries.offers("Signature", "RSASSA-PSS")) {
            List<String> all = RegistrationEntries.sorted(entries.capability().digests()).stream()
                    .map(RegistrationEntries::acvpDigest)
                    .toList();
            types.add(RegistrationEntries.map("sigType", "pss", "properties", properties(moduli, all, true)));
        }
        if (!types.isEmpty()) {
            entries.add("RSA", "sigGen", "FIPS186-5", "capabilities", types);
            entries.add("RSA", "sigVer", "FIPS186-5", "pubExpMode", "random", "capabilities", types);
        }
    }

    private static void rsaKeyGen(RegistrationEntries entries, List<Integer> moduli) {
        List<Object> properties = new ArrayList<>();
        for (int modulus : moduli) {
            properties.add(RegistrationEntries.map("modulo", modulus, "primeTest", List.of("2powSecStr")));
        }
        entries.add(
                "RSA",
                "keyGen",
                "FIPS186-5",
                "infoGeneratedByServer",
                false,
                "pubExpMode",
                "fixed",
                "fixedPubExp",
                "010001",
                "keyFormat",
                "standard",
                "capabilities",
                List.of(RegistrationEntries.map("randPQ", "probable", "properties", properties)));
    }

    private static List<Object> properties(List<Integer> moduli, List<String> digests, boolean pss) {
        List<Object> properties = new ArrayList<>();
        for (int modulus : moduli) {
            List<Object> pairs = new ArrayList<>();
            for (String digest : digests) {
                int salt = pss ? RegistrationEntries.digestBits(Names.digest(digest)) / Byte.SIZE : 0;
                pairs.add(RegistrationEntries.map("hashAlg", digest, "saltLen", salt));
            }
            properties.add(
                    pss
                            ? RegistrationEntries.map(
                                    "modulo", modulus, "maskFunction", List.of("mgf1"), "hashPair", pairs)
                            : RegistrationEntries.map("modulo", modulus, "hashPair", pairs));
        }
        return properties;
    }
}
