package org.wardkey.conformance;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;

/**
 * SLH-DSA: keys from seeds, and signatures of given keys with given randomness; the deterministic ones have the public
 * seed for it.
 *
 * <p>Source: ACVP specification "SLH-DSA"; FIPS 205 §9.1, §9.2, §10.1, §10.2.1.
 */
final class AcvpSlhDsa implements AcvpFamily {
    private final String name;

    AcvpSlhDsa(String name) {
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
        JsonObject test = question.test();
        GivenRandom random =
                GivenRandom.of(Encodings.concat(test.hex("skSeed"), test.hex("skPrf"), test.hex("pkSeed")));
        Attempt<Fields> attempt = Attempt.of(() -> {
            KeyPair pair = question.subject().keyPair(set, random);
            return Fields.octets("pk", Encodings.rawKey(pair.getPublic()))
                    .with("sk", Encodings.bareKey(pair.getPrivate()));
        });
        return AcvpMlKem.seeded(attempt, random);
    }

    private static Response sign(Question question, String set) throws VectorFormatException {
        JsonObject test = question.test();
        byte[] raw = test.hex("sk");
        byte[] publicSeed = Arrays.copyOfRange(raw, raw.length / 2, raw.length * 3 / 4);
        boolean deterministic = question.group().truthOr("deterministic", false);
        GivenRandom random = GivenRandom.of(deterministic ? publicSeed : test.hex("additionalRandomness"));
        byte[] key = Encodings.barePrivateKey(set, raw);
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
