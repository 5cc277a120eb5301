package org.wardkey.conformance;

import java.util.Optional;

/** Verification of ML-DSA: {@code MlDsaVerify} groups of Wycheproof and ACVP's {@code ML-DSA sigVer}. */
final class MlDsaVerify implements AcvpFamily {
    @Override
    public String name() {
        return "ML-DSA verify";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        return question.group().has("parameterSet") ? AcvpFamily.super.judge(question) : wycheproof(question);
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        if (group.textOr("signatureInterface", "").equals("internal")) {
            return Response.notExpressible("the JCA has no internal interface of ML-DSA");
        }
        if (!group.textOr("preHash", "pure").equals("pure")) {
            return Response.notExpressible("the JCA has no HashML-DSA");
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

    private static Optional<Verdict> outside(Question question, String parameterSet) throws VectorFormatException {
        JsonObject test = question.test();
        String field = test.has("ctx") ? "ctx" : "context";
        return test.hexOrEmpty(field).length > 0
                ? Optional.of(Verdict.notExpressible("the JCA has no context of ML-DSA"))
                : Question.firstOutside(
                        question.capability().outsideCurve(parameterSet),
                        question.subject().missing("Signature", parameterSet));
    }

    private static Attempt<Boolean> verify(
            Question question, String parameterSet, byte[] subjectPublicKeyInfo, byte[] message, byte[] signature)
            throws VectorFormatException {
        // Both names that applications use.
        String algorithm = question.pattern().split() ? "ML-DSA" : parameterSet;
        return SignatureCalls.plain(algorithm)
                .verify(
                        question.subject(),
                        question.pattern(),
                        () -> question.subject().publicKey(parameterSet, subjectPublicKeyInfo),
                        message,
                        signature);
    }
}
