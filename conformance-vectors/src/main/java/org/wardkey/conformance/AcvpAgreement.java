package org.wardkey.conformance;

import java.util.Map;
import java.util.Optional;

/** Shared secrets: {@code KAS-ECC-SSC} on NIST prime curves and {@code XECDH SSC} on X25519 and X448. */
final class AcvpAgreement implements AcvpFamily {
    /** Whose public key and which private key of ours enter Z. Source: SP 800-56A r3 §6.1.2, §6.2.2, §6.3. */
    private record Roles(String server, String own) {}

    private static final Map<String, Roles> ROLES = Map.of(
            "ephemeralUnified", new Roles("ephemeral", "ephemeral"),
            "staticUnified", new Roles("static", "static"),
            "onePassDh initiator", new Roles("static", "ephemeral"),
            "onePassDh responder", new Roles("ephemeral", "static"));

    @Override
    public String name() {
        return "ECDH/X25519/X448 shared secret";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject known = question.projection().test().has("privateIut")
                ? question.projection().test()
                : question.test();
        if (!isMontgomery(question) || !known.has("privateIut")) {
            return AcvpFamily.super.judge(question);
        }
        Optional<Verdict> outside = outsideMontgomery(question);
        if (outside.isPresent()) {
            return outside.get();
        }
        return Judge.output(
                FlagPolicy.Demand.ACCEPT,
                (known.has("z") ? known : question.answer()).hex("z"),
                montgomery(question, known.hex("privateIut")).agree(question.subject(), question));
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        if (!isMontgomery(question)) {
            return weierstrass(question);
        }
        Optional<Verdict> outside = outsideMontgomery(question);
        return outside.isPresent()
                ? new Response.NotRun(outside.get())
                : montgomery(question, new byte[0]).generated(question);
    }

    private static boolean isMontgomery(Question question) throws VectorFormatException {
        return question.header().text("algorithm").equals("XECDH");
    }

    private static Optional<Verdict> outsideMontgomery(Question question) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        return Question.firstOutside(
                question.capability().outsideCurve(curve), question.subject().missing("KeyAgreement", curve));
    }

    private static SharedSecret montgomery(Question question, byte[] scalar) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        byte[] peer = Encodings.publicKey(curve, question.test().hex("publicServer"));
        byte[] own = Encodings.edwardsPrivateKey(curve, scalar);
        return new SharedSecret(
                curve,
                WycheproofXdh.algorithm(question.subject(), question.pattern(), curve),
                engines -> engines.publicKey(curve, peer),
                engines -> engines.privateKey(curve, own),
                engines -> engines.curveKeyPair(curve),
                key -> Fields.octets("publicIut", Encodings.rawPublicKey(curve, key.getEncoded())),
                (engines, fields) -> engines.publicKey(curve, Encodings.publicKey(curve, fields.due("publicIut"))));
    }

    private static Response weierstrass(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        String curve = Names.curve(group.text("domainParameterGenerationMode"));
        String scheme = group.text("scheme");
        Roles byScheme = ROLES.get(scheme);
        Roles roles = byScheme != null ? byScheme : ROLES.get(scheme + " " + group.text("kasRole"));
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideCurve(curve),
                question.subject().missing("KeyAgreement", "ECDH"),
                roles == null ? Optional.of("key agreement scheme " + scheme) : Optional.empty());
        if (outside.isPresent() || roles == null) {
            return new Response.NotRun(outside.orElseGet(() -> Verdict.outside("key agreement scheme " + scheme)));
        }
        JsonObject test = question.test();
        byte[] x = test.hex(roles.server() + "PublicServerX");
        byte[] y = test.hex(roles.server() + "PublicServerY");
        byte[] scalar = test.hexOrEmpty(roles.own() + "PrivateIut");
        String publicField = roles.own() + "PublicIut";
        SharedSecret agreement = new SharedSecret(
                curve,
                "ECDH",
                engines -> AgreementCalls.ecPublic(engines, curve, x, y),
                engines -> AgreementCalls.ecPrivate(engines, curve, scalar),
                engines -> engines.curveKeyPair(curve),
                key -> Encodings.coordinates(publicField, curve, key.getEncoded()),
                (engines, fields) -> AgreementCalls.ecPublic(
                        engines, curve, fields.due(publicField + "X"), fields.due(publicField + "Y")));
        if (test.truthOr("ownKeyInvalid", false)) {
            return Response.notExpressible("KeyAgreement takes no public key of its own");
        }
        return group.text("testType").equals("VAL") ? agreement.validity(question) : agreement.generated(question);
    }
}
