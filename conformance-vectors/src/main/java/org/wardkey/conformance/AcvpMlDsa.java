package org.wardkey.conformance;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Optional;

/**
 * ML-DSA: keys from seeds, and signatures of given keys with given randomness (none is 32 zeros). Seeds and randomness
 * reach the provider through the {@code SecureRandom} that the JCA lets an application give.
 *
 * <p>Source: ACVP specification "ML-DSA"; FIPS 204 §5.1, §5.2.
 */
final class AcvpMlDsa implements AcvpFamily {
    private static final int RANDOM_BYTES = 32;

    private final String name;

    AcvpMlDsa(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        String set = question.group().text("parameterSet");
        boolean keyGen = question.header().text("mode").equals("keyGen");
        Optional<Verdict> cannotAsk = keyGen ? Optional.empty() : MlDsaVerify.cannotAsk(question);
        Optional<Verdict> outside = cannotAsk.or(() -> Question.firstOutside(
                question.capability().outsideCurve(set),
                question.subject().missing(keyGen ? "KeyPairGenerator" : "Signature", set)));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        return keyGen ? keyGen(question, set) : sign(question, set);
    }

    private static Response keyGen(Question question, String set) throws VectorFormatException {
        GivenRandom random = GivenRandom.of(question.test().hex("seed"));
        Attempt<Fields> attempt = Attempt.of(() -> {
            KeyPair pair = question.subject().keyPair(set, random);
            return Fields.octets("pk", Encodings.rawKey(pair.getPublic()))
                    .with("sk", Encodings.rawKey(pair.getPrivate()));
        });
        return AcvpMlKem.seeded(attempt, random);
    }

    private static Response sign(Question question, String set) throws VectorFormatException {
        JsonObject test = question.test();
        boolean deterministic = question.group().truthOr("deterministic", false);
        GivenRandom random = GivenRandom.of(deterministic ? new byte[RANDOM_BYTES] : test.hex("rnd"));
        byte[] key = Encodings.edwardsPrivateKey(set, test.hex("sk"));
        byte[] message = test.hex("message");
        CallPattern pattern = question.pattern().onNewObject();
        Attempt<Fields> attempt = Attempt.of(() -> {
            PrivateKey privateKey = question.subject().privateKey(set, key);
            Signature signature = question.subject().signature(set, pattern);
            signature.initSign(privateKey, random);
            pattern.feed(message, signature::update);
            return Fields.octets("signature", signature.sign());
        });
        return AcvpMlKem.seeded(attempt, random);
    }
}
