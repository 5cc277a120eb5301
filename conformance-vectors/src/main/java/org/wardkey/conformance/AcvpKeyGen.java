package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Optional;

/**
 * {@code keyGen} of ECDSA, EdDSA and RSA: a new key pair for each test. The second provider builds both halves from the
 * numbers that are answered, signs with one and verifies with the other.
 *
 * <p>Source: ACVP specifications "ECDSA", "EDDSA" and "RSA", sections on keyGen.
 */
final class AcvpKeyGen implements AcvpFamily {
    private final String name;

    AcvpKeyGen(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    /** What one group asks for. */
    private record Asked(String keyAlgorithm, String curve, int modulusBits) {
        KeyPair generate(Engines engines) throws GeneralSecurityException {
            return modulusBits > 0 ? engines.newRsaKeyPair(modulusBits) : engines.newCurveKeyPair(curve);
        }

        Fields fields(KeyPair pair) throws GeneralSecurityException {
            return switch (keyAlgorithm) {
                case "RSA" -> KeyFields.rsa(pair);
                case "EC" -> KeyFields.ecdsa(curve, pair);
                default -> KeyFields.edwards(curve, pair);
            };
        }
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        boolean rsa = question.header().text("algorithm").equals("RSA");
        Optional<Response> cannotAsk = rsa ? cannotAskRsa(group) : cannotAskCurve(group);
        if (cannotAsk.isPresent()) {
            return cannotAsk.get();
        }
        String curve = rsa ? "" : Names.curve(group.text("curve"));
        Asked asked =
                new Asked(rsa ? "RSA" : curve.startsWith("P-") ? "EC" : curve, curve, rsa ? group.size("modulo") : 0);
        Optional<Verdict> outside = Question.firstOutside(
                rsa
                        ? question.capability().outsideRsa(asked.modulusBits())
                        : question.capability().outsideCurve(curve),
                question.subject().missing("KeyPairGenerator", asked.keyAlgorithm()));
        return outside.isPresent() ? new Response.NotRun(outside.get()) : generated(question, asked);
    }

    private static Optional<Response> cannotAskCurve(JsonObject group) {
        String mode = group.textOr("secretGenerationMode", "testing candidates");
        return mode.equals("testing candidates")
                ? Optional.empty()
                : Optional.of(Response.notExpressible("the JCA cannot choose how private keys are made: " + mode));
    }

    private static Optional<Response> cannotAskRsa(JsonObject group) {
        String primes = group.textOr("randPQ", "probable");
        if (group.truthOr("infoGeneratedByServer", false)) {
            return Optional.of(Response.notExpressible("RSA keys from given seeds"));
        }
        if (!primes.equals("probable") && !primes.equals("B.3.3")) {
            return Optional.of(Response.notExpressible("RSA keys with the seeds that they come from: " + primes));
        }
        if (group.textOr("keyFormat", "standard").equals("crt")) {
            return Optional.of(Response.outside("RSA key format crt"));
        }
        boolean congruent = !group.textOr("pMod8", "0").equals("0")
                || !group.textOr("qMod8", "0").equals("0");
        return congruent ? Optional.of(Response.notExpressible("RSA primes with a given remainder")) : Optional.empty();
    }

    private static Response generated(Question question, Asked asked) throws VectorFormatException {
        Attempt<KeyPair> generation = Attempt.of(() -> asked.generate(question.subject()));
        if (generation instanceof Attempt.Refused<KeyPair> refused) {
            return new Response.Unanswered("a key pair", true, refused);
        }
        KeyPair pair = ((Attempt.Returned<KeyPair>) generation).value();
        if (KeyFields.staysInside(pair.getPrivate())) {
            return Response.notExpressible("generated private key stays inside "
                    + question.subject().provider().getName());
        }
        Attempt<Fields> shown = Attempt.of(() -> asked.fields(pair));
        if (shown instanceof Attempt.Refused<Fields> refused) {
            return new Response.Faulty(Verdict.fail("a key pair that can be read", refused.shown()));
        }
        Fields fields = ((Attempt.Returned<Fields>) shown).value();
        return Response.random(
                Fields.NONE,
                fields,
                second -> KeyPairCheck.of(asked.keyAlgorithm(), asked.curve(), asked.modulusBits(), fields)
                        .by(second));
    }
}
