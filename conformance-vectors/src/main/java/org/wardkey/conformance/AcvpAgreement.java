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
final class AcvpAgreement implements Family {
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
        return question.header().text("algorithm").equals("XECDH") ? montgomery(question) : weierstrass(question);
    }

    private static Verdict montgomery(Question question) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideCurve(curve), question.subject().missing("KeyAgreement", curve));
        if (outside.isPresent()) {
            return outside.get();
        }
        byte[] peer = Encodings.publicKey(curve, question.test().hex("publicServer"));
        JsonObject known = question.projection().test().has("privateIut")
                ? question.projection().test()
                : question.test();
        byte[] own = Encodings.edwardsPrivateKey(curve, known.hexOrEmpty("privateIut"));
        Agreement agreement = new Agreement(
                curve,
                WycheproofXdh.algorithm(question.subject(), question.pattern(), curve),
                engines -> engines.publicKey(curve, peer),
                engines -> engines.privateKey(curve, own));
        return known.has("privateIut")
                ? Judge.output(
                        FlagPolicy.Demand.ACCEPT,
                        (known.has("z") ? known : question.answer()).hex("z"),
                        agree(question.subject(), question, agreement))
                : generated(question, agreement);
    }

    private static Verdict weierstrass(Question question) throws VectorFormatException {
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
            return outside.orElseGet(() -> Verdict.outside("key agreement scheme " + scheme));
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
        return group.text("testType").equals("VAL") ? validity(question, agreement) : generated(question, agreement);
    }

    /** VAL: does the given secret belong to the given keys? Without published answers the second provider decides. */
    private static Verdict validity(Question question, Agreement agreement) throws VectorFormatException {
        byte[] z = question.test().hex(question.test().has("z") ? "z" : "hashZ");
        Attempt<byte[]> own = agree(question.subject(), question, agreement);
        if (own instanceof Attempt.Refused<byte[]> refused && !refused.proper()) {
            return Verdict.fail("an answer or a proper refusal", refused.shown());
        }
        boolean expected = question.answer().has("testPassed")
                ? question.answer().truth("testPassed")
                : matches(agree(question.second(), question, agreement), z);
        boolean came = matches(own, z);
        return expected == came ? Verdict.pass() : Verdict.fail("testPassed " + expected, "testPassed " + came);
    }

    private static boolean matches(Attempt<byte[]> attempt, byte[] z) {
        return attempt instanceof Attempt.Returned<byte[]> returned && Arrays.equals(returned.value(), z);
    }

    /** AFT: the provider generates its key; the second provider must reach the same secret from the same keys. */
    private static Verdict generated(Question question, Agreement agreement) throws VectorFormatException {
        Attempt<KeyPair> generation = Attempt.of(() -> question.subject().curveKeyPair(agreement.curve()));
        if (generation instanceof Attempt.Refused<KeyPair> refused) {
            return Verdict.fail("a key pair", refused.shown());
        }
        KeyPair pair = ((Attempt.Returned<KeyPair>) generation).value();
        byte[] encoded = pair.getPrivate().getEncoded();
        if (encoded == null) {
            return Verdict.notExpressible("generated private key stays inside "
                    + question.subject().provider().getName());
        }
        String keyAlgorithm = pair.getPrivate().getAlgorithm();
        Agreement ours =
                new Agreement(agreement.curve(), agreement.algorithm(), agreement.peer(), engines -> pair.getPrivate());
        Agreement theirs = new Agreement(
                agreement.curve(),
                agreement.algorithm(),
                agreement.peer(),
                engines -> engines.keyFactory(keyAlgorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        Attempt<byte[]> expected = agree(question.second(), question, theirs);
        return expected instanceof Attempt.Returned<byte[]> z
                ? Judge.output(FlagPolicy.Demand.ACCEPT, z.value(), agree(question.subject(), question, ours))
                : Verdict.outside("the second provider cannot agree on " + agreement.curve());
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
