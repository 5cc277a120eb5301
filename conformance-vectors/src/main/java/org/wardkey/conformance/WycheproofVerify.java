package org.wardkey.conformance;

import java.util.Optional;

/** Signature verification: ECDSA and DSA in both encodings, Ed25519, RSA PKCS#1 v1.5 and RSA-PSS. */
final class WycheproofVerify implements Family {
    private final String name;
    private final Scheme scheme;

    /** How a group's key and calls are found. */
    enum Scheme {
        ECDSA_DER,
        ECDSA_P1363,
        DSA_DER,
        DSA_P1363,
        EDDSA,
        RSA_PKCS1,
        RSA_PSS,
        RSA_PSS_WITH_PARAMETERS
    }

    /** The calls of a group: which signature, which key factory, and why not if not. */
    private record Plan(SignatureCalls calls, String keyAlgorithm, Optional<Verdict> outside) {}

    WycheproofVerify(String name, Scheme scheme) {
        this.name = name;
        this.scheme = scheme;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        Plan plan = plan(question);
        if (plan.outside().isPresent()) {
            return plan.outside().get();
        }
        JsonObject group = question.group();
        byte[] key = group.hex(group.has("publicKeyDer") ? "publicKeyDer" : "keyDer");
        JsonObject test = question.test();
        byte[] message = test.hex("msg");
        byte[] signature = test.hex("sig");
        Attempt<Boolean> attempt = plan.calls()
                .verify(
                        question.subject(),
                        question.pattern(),
                        () -> question.subject().publicKey(plan.keyAlgorithm(), key),
                        message,
                        signature);
        return Judge.verification(FlagPolicy.demand(test), attempt);
    }

    private Plan plan(Question question) throws VectorFormatException {
        return switch (scheme) {
            case ECDSA_DER -> ecdsa(question, "ECDSA");
            case ECDSA_P1363 -> ecdsa(question, "ECDSAinP1363Format");
            case DSA_DER -> dsa(question, "DSA");
            case DSA_P1363 -> dsa(question, "DSAinP1363Format");
            case EDDSA -> edwards(question);
            case RSA_PKCS1 -> rsa(question);
            case RSA_PSS -> pss(question, "RSA");
            case RSA_PSS_WITH_PARAMETERS -> pss(question, "RSASSA-PSS");
        };
    }

    private static Plan ecdsa(Question question, String algorithm) throws VectorFormatException {
        String digest = Names.digest(question.group().text("sha"));
        String curve = Names.curve(keyObject(question.group()).text("curve"));
        String signature = Names.signature(digest, algorithm);
        return new Plan(
                SignatureCalls.plain(signature),
                "EC",
                Question.firstOutside(
                        question.capability().outsideDigest(digest),
                        question.capability().outsideCurve(curve),
                        question.subject().missing("Signature", signature)));
    }

    private static Plan dsa(Question question, String algorithm) throws VectorFormatException {
        String digest = Names.digest(question.group().text("sha"));
        String signature = Names.signature(digest, algorithm);
        return new Plan(
                SignatureCalls.plain(signature),
                "DSA",
                Question.firstOutside(
                        question.capability().outsideDigest(digest),
                        question.subject().missing("Signature", signature)));
    }

    private static Plan edwards(Question question) throws VectorFormatException {
        String curve = Names.curve(keyObject(question.group()).text("curve"));
        return new Plan(
                SignatureCalls.plain(curve),
                curve,
                Question.firstOutside(
                        question.capability().outsideCurve(curve),
                        question.subject().missing("Signature", curve)));
    }

    private static Plan rsa(Question question) throws VectorFormatException {
        String digest = Names.digest(question.group().text("sha"));
        String signature = Names.signature(digest, "RSA");
        return new Plan(
                SignatureCalls.plain(signature),
                "RSA",
                Question.firstOutside(
                        question.capability().outsideDigest(digest),
                        question.capability().outsideRsa(question.group().size("keySize")),
                        question.subject().missing("Signature", signature)));
    }

    private static Plan pss(Question question, String keyAlgorithm) throws VectorFormatException {
        JsonObject group = question.group();
        String digest = Names.digest(group.text("sha"));
        String maskDigest = Names.digest(group.text("mgfSha"));
        Optional<String> mask = group.text("mgf").equals("MGF1")
                ? question.capability().outsideMaskDigest(maskDigest)
                : Optional.of("mask function " + group.text("mgf"));
        return new Plan(
                SignatureCalls.pss(digest, maskDigest.isEmpty() ? digest : maskDigest, group.size("sLen")),
                keyAlgorithm,
                Question.firstOutside(
                        question.capability().outsideDigest(digest),
                        mask,
                        question.capability().outsideRsa(group.size("keySize")),
                        question.subject().missing("Signature", "RSASSA-PSS")));
    }

    private static JsonObject keyObject(JsonObject group) throws VectorFormatException {
        return group.object(group.has("publicKey") ? "publicKey" : "key");
    }
}
