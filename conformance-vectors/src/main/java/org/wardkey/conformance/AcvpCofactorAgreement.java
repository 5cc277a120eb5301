package org.wardkey.conformance;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The cofactor Diffie-Hellman primitive: {@code KAS-ECC CDH-Component}, and CAVP's {@code KAS_ECC_CDH_PrimitiveTest}. The
 * curves of FIPS 186-4 that no standard approves any more are asked where the provider has them.
 *
 * <p>Source: ACVP specification "KAS-ECC"; SP 800-56A r3 §5.7.1.2.
 */
final class AcvpCofactorAgreement implements AcvpFamily {
    /** All curves of FIPS 186-4. */
    static final List<String> CURVES = List.of(
            "P-192", "P-224", "P-256", "P-384", "P-521", "K-163", "K-233", "K-283", "K-409", "K-571", "B-163", "B-233",
            "B-283", "B-409", "B-571");

    private static final Set<String> CURRENT = Set.of("P-256", "P-384", "P-521");

    @Override
    public String name() {
        return "ECDH with cofactor";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        String algorithm = algorithm(curve);
        Optional<String> noCurve = hasOld(question.subject(), curve)
                ? Optional.empty()
                : question.capability().outsideCurve(curve);
        Optional<Verdict> outside =
                Question.firstOutside(noCurve, question.subject().missing("KeyAgreement", algorithm));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        JsonObject test = question.test();
        byte[] x = test.hex("publicServerX");
        byte[] y = test.hex("publicServerY");
        byte[] scalar = test.hexOrEmpty("privateIut");
        SharedSecret agreement = new SharedSecret(
                curve,
                algorithm,
                engines -> AgreementCalls.ecPublic(engines, curve, x, y),
                engines -> AgreementCalls.ecPrivate(engines, curve, scalar),
                engines -> engines.curveKeyPair(curve),
                key -> Encodings.coordinates("publicIut", curve, key.getEncoded()),
                (engines, fields) ->
                        AgreementCalls.ecPublic(engines, curve, fields.due("publicIutX"), fields.due("publicIutY")));
        return scalar.length == 0
                ? agreement.generated(question)
                : Response.octets("z", agreement.agree(question.subject(), question));
    }

    /** On curves of a prime number of points the cofactor is 1, and the primitive is the one that all have. */
    static String algorithm(String curve) {
        return curve.startsWith("P-") ? "ECDH" : "ECCDH";
    }

    /** Whether this is an old curve that a key pair can be made on: names and parameters alone outlive what uses them. */
    static boolean hasOld(Engines engines, String curve) {
        return CURVES.contains(curve)
                && !CURRENT.contains(curve)
                && CapabilityProbe.works(() -> engines.curveKeyPair(curve));
    }
}
