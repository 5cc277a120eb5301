package org.wardkey.conformance;

import java.security.KeyPair;
import java.util.Optional;

/**
 * {@code XECDH keyGen}: a new key pair of X25519 or X448 for each test. The second provider builds both halves from the
 * octets that are answered, and has to reach one secret with them from either side of an agreement.
 *
 * <p>Source: ACVP specification "XECDH", section on keyGen; RFC 7748 §6.
 */
final class AcvpXecdhKeyGen implements AcvpFamily {
    @Override
    public String name() {
        return "X25519/X448 keys";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideCurve(curve), question.subject().missing("KeyPairGenerator", curve));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        Attempt<KeyPair> generation = Attempt.of(() -> question.subject().newCurveKeyPair(curve));
        if (generation instanceof Attempt.Refused<KeyPair> refused) {
            return new Response.Unanswered("a key pair", true, refused);
        }
        KeyPair pair = ((Attempt.Returned<KeyPair>) generation).value();
        if (KeyFields.staysInside(pair.getPrivate())) {
            return Response.notExpressible("generated private key stays inside "
                    + question.subject().provider().getName());
        }
        Attempt<Fields> shown = Attempt.of(() -> Fields.octets("privateKey", Encodings.rawKey(pair.getPrivate()))
                .with("publicKey", Encodings.rawKey(pair.getPublic())));
        if (shown instanceof Attempt.Refused<Fields> refused) {
            return new Response.Faulty(Verdict.fail("a key pair that can be read", refused.shown()));
        }
        Fields fields = ((Attempt.Returned<Fields>) shown).value();
        CallPattern pattern = question.pattern();
        return Response.random(Fields.NONE, fields, second -> check(second, pattern, curve, fields));
    }

    private static Verdict check(Engines second, CallPattern pattern, String curve, Fields fields)
            throws VectorFormatException {
        Optional<Verdict> outside = Question.firstOutside(second.missing("KeyAgreement", curve));
        if (outside.isPresent()) {
            return outside.get();
        }
        byte[] own = Encodings.edwardsPrivateKey(curve, fields.due("privateKey"));
        byte[] shown = Encodings.publicKey(curve, fields.due("publicKey"));
        Attempt<byte[]> ours = AgreementCalls.agree(
                second,
                pattern,
                curve,
                () -> second.privateKey(curve, own),
                () -> second.curveKeyPair(curve).getPublic());
        Attempt<byte[]> theirs = AgreementCalls.agree(
                second,
                pattern,
                curve,
                () -> second.curveKeyPair(curve).getPrivate(),
                () -> second.publicKey(curve, shown));
        return theirs instanceof Attempt.Returned<byte[]> secret
                ? Judge.output(FlagPolicy.Demand.ACCEPT, secret.value(), ours)
                : Verdict.fail("a public key that " + second.provider().getName() + " takes", Verdict.hex(shown));
    }
}
