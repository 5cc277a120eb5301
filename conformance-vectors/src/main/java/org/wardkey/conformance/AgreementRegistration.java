package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Registers shared secrets.
 *
 * <p>Source: ACVP specifications "KAS-ECC-SSC Sp800-56Ar3", "KAS-FFC-SSC Sp800-56Ar3", "safePrimes", "KAS-ECC", "KAS-IFC-SSC" and "XECDH", sections on capabilities registration.
 */
final class AgreementRegistration {
    private AgreementRegistration() {}

    static void add(RegistrationEntries entries) {
        List<String> curves = entries.curves("P-");
        if (!curves.isEmpty() && entries.offers("KeyAgreement", "ECDH")) {
            Map<String, Object> role = RegistrationEntries.map("kasRole", List.of("initiator", "responder"));
            entries.add(
                    "KAS-ECC-SSC",
                    "",
                    "Sp800-56Ar3",
                    "domainParameterGenerationMethods",
                    curves,
                    "scheme",
                    RegistrationEntries.map("ephemeralUnified", role, "onePassDh", role, "staticUnified", role));
        }
        List<String> montgomery = Stream.of("X25519", "X448")
                .filter(entries.capability().curves()::contains)
                .map(curve -> "Curve" + curve.substring(1))
                .toList();
        if (!montgomery.isEmpty()) {
            entries.add("XECDH", "SSC", "RFC7748", "curve", montgomery);
        }
        List<String> generated = Stream.of("X25519", "X448")
                .filter(entries.capability().curves()::contains)
                .filter(curve -> entries.offers("KeyPairGenerator", curve))
                .map(curve -> "Curve" + curve.substring(1))
                .toList();
        if (!generated.isEmpty()) {
            entries.add("XECDH", "keyGen", "RFC7748", "curve", generated);
        }
        finiteField(entries);
        cofactor(entries);
        rsa(entries);
    }

    private static void rsa(RegistrationEntries entries) {
        List<Integer> moduli = Stream.of(2048, 3072, 4096)
                .filter(bits -> entries.capability().outsideRsa(bits).isEmpty())
                .toList();
        if (moduli.isEmpty() || !entries.offers("Cipher", AcvpRsaPrimitive.TRANSFORMATION)) {
            return;
        }
        Map<String, Object> role = RegistrationEntries.map("kasRole", List.of("initiator", "responder"));
        entries.add(
                "KAS-IFC-SSC",
                "",
                "Sp800-56Br2",
                "scheme",
                RegistrationEntries.map("KAS1", role, "KAS2", role),
                "keyGenerationMethods",
                List.of("rsakpg1-basic"),
                "modulo",
                moduli,
                "fixedPubExp",
                "010001");
    }

    private static void finiteField(RegistrationEntries entries) {
        List<String> groups = entries.offers("KeyPairGenerator", AgreementCalls.DIFFIE_HELLMAN)
                ? SafePrimes.names().stream()
                        .filter(name -> CapabilityProbe.works(() -> initialised(entries.engines(), name)))
                        .toList()
                : List.of();
        if (groups.isEmpty()) {
            return;
        }
        entries.add("safePrimes", "keyGen", "1.0", "safePrimeGroups", groups);
        if (entries.offers("KeyAgreement", AgreementCalls.DIFFIE_HELLMAN)) {
            Map<String, Object> role = RegistrationEntries.map("kasRole", List.of("initiator", "responder"));
            entries.add(
                    "KAS-FFC-SSC",
                    "",
                    "Sp800-56Ar3",
                    "domainParameterGenerationMethods",
                    groups,
                    "scheme",
                    RegistrationEntries.map("dhEphem", role, "dhOneFlow", role, "dhStatic", role));
        }
    }

    /** Generators look at sizes when they are initialised; a key pair of 8192 bits takes some of them seconds. */
    private static KeyPairGenerator initialised(Engines engines, String group) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(AgreementCalls.DIFFIE_HELLMAN, engines.provider());
        generator.initialize(SafePrimes.group(group).orElseThrow());
        return generator;
    }

    private static void cofactor(RegistrationEntries entries) {
        List<String> curves = AcvpCofactorAgreement.CURVES.stream()
                .filter(curve -> entries.offers("KeyAgreement", AcvpCofactorAgreement.algorithm(curve)))
                .filter(curve -> entries.capability().outsideCurve(curve).isEmpty()
                        || AcvpCofactorAgreement.hasOld(entries.engines(), curve))
                .toList();
        if (!curves.isEmpty() && entries.offers("KeyPairGenerator", "EC")) {
            entries.add("KAS-ECC", "CDH-Component", "Sp800-56Ar3", "function", List.of("keyPairGen"), "curve", curves);
        }
    }
}
