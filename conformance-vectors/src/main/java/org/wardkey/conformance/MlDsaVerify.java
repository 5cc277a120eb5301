package org.wardkey.conformance;

import java.util.Optional;

/**
 * Verification of ML-DSA and SLH-DSA: {@code MlDsaVerify} groups of Wycheproof, and {@code sigVer} of ACVP.
 *
 * <p>Source: ACVP specifications "ML-DSA" and "SLH-DSA", sections on sigVer.
 */
final class MlDsaVerify implements AcvpFamily {
    private final String algorithm;

    MlDsaVerify(String algorithm) {
        this.algorithm = algorithm;
    }

    @Override
    public String name() {
        return algorithm + " verify";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        return question.group().has("parameterSet") ? AcvpFamily.super.judge(question) : wycheproof(question);
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        Optional<Verdict> cannotAsk = cannotAsk(question);
        if (cannotAsk.isPresent()) {
            return new Response.NotRun(cannotAsk.get());
        }
        String parameterSet = group.text("parameterSet");
        Optional<Verdict> outside = outside(question, parameterSet);
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        byte[] key = Encodings.publicKey(parameterSet, test.hex("pk"));
        return Response.validity(verify(question, parameterSet, key, test.hex("message"), test.hex("signature")));
    }

    private static Verdict wycheproof(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        String parameterSet = question.header().text("algorithm");
        Optional<Verdict> outside = outside(question, parameterSet);
        if (outside.isPresent()) {
            return outside.get();
        }
        byte[] key = Encodings.publicKey(parameterSet, question.group().hex("publicKey"));
        return Judge.verification(
                FlagPolicy.demand(test), verify(question, parameterSet, key, test.hex("msg"), test.hex("sig")));
    }

    /** What the JCA has no words for. */
    static Optional<Verdict> cannotAsk(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        String algorithm = question.header().textOr("algorithm", "");
        // Sets of before the final standards name no interface: it is the internal one.
        if (!group.textOr("signatureInterface", "internal").equals("external")) {
            return Optional.of(Verdict.notExpressible("the JCA has no internal interface of " + algorithm));
        }
        if (!group.textOr("preHash", "pure").equals("pure")) {
            return Optional.of(Verdict.notExpressible("the JCA has no Hash" + algorithm));
        }
        return question.test().hexOrEmpty("context").length > 0
                ? Optional.of(Verdict.notExpressible("the JCA has no context of " + algorithm))
                : Optional.empty();
    }

    private static Optional<Verdict> outside(Question question, String parameterSet) throws VectorFormatException {
        return question.test().hexOrEmpty("ctx").length > 0
                ? Optional.of(Verdict.notExpressible("the JCA has no context of ML-DSA"))
                : Question.firstOutside(
                        question.capability().outsideCurve(parameterSet),
                        question.subject().missing("Signature", parameterSet));
    }

    private static Attempt<Boolean> verify(
            Question question, String parameterSet, byte[] subjectPublicKeyInfo, byte[] message, byte[] signature)
            throws VectorFormatException {
        // Both names that applications use.
        String family = parameterSet.startsWith("SLH") ? "SLH-DSA" : "ML-DSA";
        String algorithm = question.pattern().split() ? family : parameterSet;
        return SignatureCalls.plain(algorithm)
                .verify(
                        question.subject(),
                        question.pattern(),
                        () -> question.subject().publicKey(parameterSet, subjectPublicKeyInfo),
                        message,
                        signature);
    }
}
