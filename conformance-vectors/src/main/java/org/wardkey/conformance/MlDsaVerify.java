package org.wardkey.conformance;

import java.util.Optional;

/** Verification of ML-DSA: {@code MlDsaVerify} groups of Wycheproof and ACVP's {@code ML-DSA sigVer}. */
final class MlDsaVerify implements Family {
    @Override
    public String name() {
        return "ML-DSA verify";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        return question.group().has("parameterSet") ? acvp(question) : wycheproof(question);
    }

    private static Verdict acvp(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        if (group.textOr("signatureInterface", "").equals("internal")) {
            return Verdict.notExpressible("the JCA has no internal interface of ML-DSA");
        }
        if (!group.textOr("preHash", "pure").equals("pure")) {
            return Verdict.notExpressible("the JCA has no HashML-DSA");
        }
        Optional<Verdict> noAnswer = Acvp.noAnswer(question);
        if (noAnswer.isPresent()) {
            return noAnswer.get();
        }
        FlagPolicy.Demand demand =
                question.answer().truth("testPassed") ? FlagPolicy.Demand.ACCEPT : FlagPolicy.Demand.REFUSE;
        String parameterSet = group.text("parameterSet");
        return verify(
                question,
                parameterSet,
                Encodings.publicKey(parameterSet, test.hex("pk")),
                test.hex("message"),
                test.hex("signature"),
                demand);
    }

    private static Verdict wycheproof(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        String parameterSet = question.header().text("algorithm");
        return verify(
                question,
                parameterSet,
                Encodings.publicKey(parameterSet, question.group().hex("publicKey")),
                test.hex("msg"),
                test.hex("sig"),
                FlagPolicy.demand(test));
    }

    private static Verdict verify(
            Question question,
            String parameterSet,
            byte[] subjectPublicKeyInfo,
            byte[] message,
            byte[] signature,
            FlagPolicy.Demand demand)
            throws VectorFormatException {
        JsonObject test = question.test();
        String field = test.has("ctx") ? "ctx" : "context";
        if (test.has(field) && test.hexOrEmpty(field).length > 0) {
            return Verdict.notExpressible("the JCA has no context of ML-DSA");
        }
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideCurve(parameterSet),
                question.subject().missing("Signature", parameterSet));
        if (outside.isPresent()) {
            return outside.get();
        }
        // Both names that applications use.
        String algorithm = question.pattern().split() ? "ML-DSA" : parameterSet;
        Attempt<Boolean> attempt = SignatureCalls.plain(algorithm)
                .verify(
                        question.subject(),
                        question.pattern(),
                        () -> question.subject().publicKey(parameterSet, subjectPublicKeyInfo),
                        message,
                        signature);
        return Judge.verification(demand, attempt);
    }
}
