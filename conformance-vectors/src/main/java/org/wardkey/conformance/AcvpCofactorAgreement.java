package org.wardkey.conformance;

import java.util.Optional;
import java.util.Set;

/**
 * The cofactor Diffie-Hellman primitive: {@code KAS-ECC CDH-Component}, and CAVP's {@code KAS_ECC_CDH_PrimitiveTest}. The
 * curves of FIPS 186-4 that no standard approves any more are asked where the provider has them.
 *
 * <p>Source: ACVP specification "KAS-ECC"; SP 800-56A r3 §5.7.1.2.
 */
final class AcvpCofactorAgreement implements AcvpFamily {
    private static final Set<String> OLD_CURVES = Set.of(
            "P-192", "P-224", "K-163", "K-233", "K-283", "K-409", "K-571", "B-163", "B-233", "B-283", "B-409", "B-571");

    @Override
    public String name() {
        return "ECDH with cofactor";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        // On curves of a prime number of points the cofactor is 1, and the primitive is the one that all have.
        String algorithm = curve.startsWith("P-") ? "ECDH" : "ECCDH";
        Optional<String> noCurve = OLD_CURVES.contains(curve)
                ? missingCurve(question, curve)
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
                key -> Encodings.coordinates("publicIut", curve, key.getEncoded()));
        return scalar.length == 0
                ? agreement.generated(question)
                : Response.octets("z", agreement.agree(question.subject(), question));
    }

    private static Optional<String> missingCurve(Question question, String curve) throws VectorFormatException {
        return Attempt.of(() -> question.subject().curve(curve)) instanceof Attempt.Returned
                ? Optional.empty()
                : question.capability().outsideCurve(curve);
    }
}
