package org.wardkey.conformance;

import java.security.spec.EdDSAParameterSpec;
import java.util.Optional;

/**
 * The signature scheme of an ACVP group.
 *
 * @param calls how the JCA is called
 * @param curve the curve; empty for RSA
 * @param modulusBits the RSA modulus size; 0 for curves
 * @param outside why its tests do not run, if so
 */
record AcvpScheme(SignatureCalls calls, String curve, int modulusBits, Optional<Verdict> outside) {
    static AcvpScheme of(Question question) throws VectorFormatException {
        String algorithm = question.header().text("algorithm");
        if (question.group().textOr("conformance", "").equals("SP800-106")) {
            return new AcvpScheme(
                    SignatureCalls.plain(algorithm),
                    "",
                    0,
                    Optional.of(Verdict.notExpressible("randomised messages of SP 800-106")));
        }
        return switch (algorithm) {
            case "ECDSA" -> ecdsa(question);
            case "EDDSA" -> edwards(question);
            case "RSA" -> rsa(question);
            default -> throw new VectorFormatException(question.header().where(), "no signature: " + algorithm);
        };
    }

    private static AcvpScheme ecdsa(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        String digest = Names.digest(group.text("hashAlg"));
        String curve = Names.curve(group.text("curve"));
        String hash = group.truthOr("componentTest", false) ? "NONE" : digest;
        String der = Names.signature(hash, "ECDSA");
        String p1363 = Names.signature(hash, "ECDSAinP1363Format");
        // Both encodings of a signature are exercised where the provider has both.
        boolean useP1363 = question.pattern().split()
                && question.subject().missing("Signature", p1363).isEmpty()
                && question.second().missing("Signature", p1363).isEmpty();
        String name = useP1363 ? p1363 : der;
        return new AcvpScheme(
                SignatureCalls.plain(name),
                curve,
                0,
                Question.firstOutside(
                        question.capability().outsideDigest(digest),
                        question.capability().outsideCurve(curve),
                        question.subject().missing("Signature", name)));
    }

    private static AcvpScheme edwards(Question question) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        boolean preHash = question.group().truthOr("preHash", false);
        byte[] context = question.test().hexOrEmpty("context");
        // RFC 8032 §5.1: Ed25519ph and Ed25519ctx are schemes of their own, declared by their own names.
        String declared = preHash ? curve + "ph" : context.length > 0 ? curve + "ctx" : curve;
        SignatureCalls calls = preHash || context.length > 0
                ? SignatureCalls.with(curve, new EdDSAParameterSpec(preHash, context))
                : SignatureCalls.plain(curve);
        return new AcvpScheme(
                calls,
                curve,
                0,
                Question.firstOutside(
                        question.capability().outsideCurve(declared),
                        question.subject().missing("Signature", curve)));
    }

    private static AcvpScheme rsa(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        String digest = Names.digest(group.text("hashAlg"));
        String type = group.text("sigType");
        String mask = group.textOr("maskFunction", "mgf1");
        boolean pss = type.equals("pss");
        String name = pss ? "RSASSA-PSS" : Names.signature(digest, "RSA");
        Optional<String> scheme = pss || type.equals("pkcs1v1.5") ? Optional.empty() : Optional.of("RSA " + type);
        Optional<String> maskFunction =
                pss && !mask.equals("mgf1") ? Optional.of("mask function " + mask) : Optional.empty();
        int modulusBits = group.size("modulo");
        return new AcvpScheme(
                pss ? SignatureCalls.pss(digest, digest, group.size("saltLen")) : SignatureCalls.plain(name),
                "",
                modulusBits,
                Question.firstOutside(
                        scheme,
                        question.capability().outsideDigest(digest),
                        maskFunction,
                        question.capability().outsideRsa(modulusBits),
                        question.subject().missing("Signature", name)));
    }
}
