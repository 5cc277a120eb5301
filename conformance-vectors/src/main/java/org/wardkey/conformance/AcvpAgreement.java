package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
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

    /** One agreement: the curve, the JCA name, the peer's key, and how each provider decodes keys. */
    private record Agreement(String curve, String algorithm, PeerKey peer, OwnKey own) {}

    /** Decodes the peer's public key. */
    private interface PeerKey {
        PublicKey key(Engines engines) throws GeneralSecurityException;
    }

    /** Decodes a given private key of ours. */
    private interface OwnKey {
        PrivateKey key(Engines engines) throws GeneralSecurityException;
    }

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
                agree(question.subject(), question, montgomery(question, known.hex("privateIut"))));
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        if (!isMontgomery(question)) {
            return weierstrass(question);
        }
        Optional<Verdict> outside = outsideMontgomery(question);
        return outside.isPresent()
                ? new Response.NotRun(outside.get())
                : generated(question, montgomery(question, new byte[0]), "publicIut");
    }

    private static boolean isMontgomery(Question question) throws VectorFormatException {
        return question.header().text("algorithm").equals("XECDH");
    }

    private static Optional<Verdict> outsideMontgomery(Question question) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        return Question.firstOutside(
                question.capability().outsideCurve(curve), question.subject().missing("KeyAgreement", curve));
    }

    private static Agreement montgomery(Question question, byte[] scalar) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        byte[] peer = Encodings.publicKey(curve, question.test().hex("publicServer"));
        byte[] own = Encodings.edwardsPrivateKey(curve, scalar);
        return new Agreement(
                curve,
                WycheproofXdh.algorithm(question.subject(), question.pattern(), curve),
                engines -> engines.publicKey(curve, peer),
                engines -> engines.privateKey(curve, own));
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
        Agreement agreement = new Agreement(
                curve,
                "ECDH",
                engines -> AgreementCalls.ecPublic(engines, curve, x, y),
                engines -> AgreementCalls.ecPrivate(engines, curve, scalar));
        return group.text("testType").equals("VAL")
                ? validity(question, agreement)
                : generated(question, agreement, roles.own() + "PublicIut");
    }

    /** VAL: does the given secret belong to the given keys? Without published answers the second provider decides. */
    private static Response validity(Question question, Agreement agreement) throws VectorFormatException {
        byte[] z = question.test().hex(question.test().has("z") ? "z" : "hashZ");
        Attempt<byte[]> own = agree(question.subject(), question, agreement);
        if (own instanceof Attempt.Refused<byte[]> refused && !refused.proper()) {
            return Response.invalid(refused);
        }
        boolean came = matches(own, z);
        Response.Check check = second -> {
            boolean expected = matches(agree(second, question, agreement), z);
            return expected == came ? Verdict.pass() : Verdict.fail("testPassed " + expected, "testPassed " + came);
        };
        return new Response.Given(Fields.NONE, Fields.passed(came), "", Optional.of(check), false);
    }

    private static boolean matches(Attempt<byte[]> attempt, byte[] z) {
        return attempt instanceof Attempt.Returned<byte[]> returned && Arrays.equals(returned.value(), z);
    }

    /** AFT: the provider generates its key; the second provider must reach the same secret from the same keys. */
    private static Response generated(Question question, Agreement agreement, String publicField)
            throws VectorFormatException {
        Attempt<KeyPair> generation = Attempt.of(() -> question.subject().curveKeyPair(agreement.curve()));
        if (generation instanceof Attempt.Refused<KeyPair> refused) {
            return new Response.Unanswered("a key pair", true, refused);
        }
        KeyPair pair = ((Attempt.Returned<KeyPair>) generation).value();
        Agreement ours =
                new Agreement(agreement.curve(), agreement.algorithm(), agreement.peer(), engines -> pair.getPrivate());
        Attempt<byte[]> z = agree(question.subject(), question, ours);
        if (z instanceof Attempt.Refused<byte[]> refused) {
            return new Response.Unanswered("a shared secret", true, refused);
        }
        byte[] secret = ((Attempt.Returned<byte[]>) z).value();
        byte[] encoded = pair.getPublic().getEncoded();
        Fields key = isMontgomery(question)
                ? Fields.octets(publicField, Encodings.rawPublicKey(agreement.curve(), encoded))
                : Encodings.coordinates(publicField, agreement.curve(), encoded);
        return Response.random(
                Fields.NONE,
                key.with(isHashed(question) ? "hashZ" : "z", secret),
                second -> check(second, question, agreement, pair, secret));
    }

    private static Verdict check(Engines second, Question question, Agreement agreement, KeyPair pair, byte[] secret)
            throws VectorFormatException {
        byte[] encoded = pair.getPrivate().getEncoded();
        if (encoded == null) {
            return Verdict.notExpressible("generated private key stays inside "
                    + question.subject().provider().getName());
        }
        String keyAlgorithm = pair.getPrivate().getAlgorithm();
        Agreement theirs = new Agreement(
                agreement.curve(),
                agreement.algorithm(),
                agreement.peer(),
                engines -> engines.keyFactory(keyAlgorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        Attempt<byte[]> expected = agree(second, question, theirs);
        return expected instanceof Attempt.Returned<byte[]> z
                ? Judge.equal(z.value(), secret)
                : Verdict.outside("the second provider cannot agree on " + agreement.curve());
    }

    private static boolean isHashed(Question question) {
        return !question.group().textOr("hashFunctionZ", "none").equals("none");
    }

    private static Attempt<byte[]> agree(Engines engines, Question question, Agreement agreement)
            throws VectorFormatException {
        Attempt<byte[]> z = AgreementCalls.agree(
                engines,
                question.pattern(),
                agreement.algorithm(),
                () -> agreement.own().key(engines),
                () -> agreement.peer().key(engines));
        String hash = question.group().textOr("hashFunctionZ", "none");
        return hash.equals("none") || !(z instanceof Attempt.Returned<byte[]> returned)
                ? z
                : Attempt.of(() -> MessageDigest.getInstance(Names.digest(hash)).digest(returned.value()));
    }
}
