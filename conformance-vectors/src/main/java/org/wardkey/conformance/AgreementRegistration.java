package org.wardkey.conformance;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Registers shared secrets.
 *
 * <p>Source: ACVP specifications "KAS-ECC-SSC Sp800-56Ar3" and "XECDH", sections on capabilities registration.
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
    }
}
