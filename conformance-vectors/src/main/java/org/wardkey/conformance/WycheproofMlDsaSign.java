package org.wardkey.conformance;

import java.security.PrivateKey;
import java.security.Signature;
import java.util.Optional;

/**
 * Signatures of ML-DSA with given keys, expanded or as seeds, and given randomness; none is 32 zeros.
 *
 * <p>Source: FIPS 204 §5.2 and §6.2; the deterministic variant has zeros for rnd.
 */
final class WycheproofMlDsaSign implements Family {
    private static final int RANDOM_BYTES = 32;

    @Override
    public String name() {
        return "ML-DSA sign";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        JsonObject group = question.group();
        String set = question.header().text("algorithm");
        if (!test.has("msg")) {
            return Verdict.notExpressible("the JCA has no external mu of ML-DSA");
        }
        if (test.hexOrEmpty("ctx").length > 0) {
            return Verdict.notExpressible("the JCA has no context of ML-DSA");
        }
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideCurve(set), question.subject().missing("Signature", set));
        if (outside.isPresent()) {
            return outside.get();
        }
        boolean fromSeed = group.has("privateSeed");
        byte[] given = group.hex(fromSeed ? "privateSeed" : "privateKey");
        Optional<String> cannotGive = fromSeed ? SeedKeys.cannotGive(question.subject(), set, given) : Optional.empty();
        if (cannotGive.isPresent()) {
            return Verdict.notExpressible(cannotGive.get());
        }
        return signed(question, set, fromSeed, given);
    }

    private static Verdict signed(Question question, String set, boolean fromSeed, byte[] given)
            throws VectorFormatException {
        JsonObject test = question.test();
        byte[] message = test.hex("msg");
        GivenRandom random = GivenRandom.of(test.has("rnd") ? test.hex("rnd") : new byte[RANDOM_BYTES]);
        CallPattern pattern = question.pattern().onNewObject();
        Attempt<byte[]> attempt = Attempt.of(() -> {
            PrivateKey key = fromSeed
                    ? SeedKeys.of(question.subject(), set, given)
                    : question.subject().privateKey(set, Encodings.edwardsPrivateKey(set, given));
            Signature signature = question.subject().signature(set, pattern);
            signature.initSign(key, random);
            pattern.feed(message, signature::update);
            return signature.sign();
        });
        FlagPolicy.Demand demand = FlagPolicy.demand(test);
        boolean answered = attempt instanceof Attempt.Returned<byte[]> && demand != FlagPolicy.Demand.REFUSE;
        return answered && !random.takenExactly()
                ? Verdict.notExpressible("the provider has randomness of its own, and takes none that is given")
                : Judge.output(demand, test.hexOrEmpty("sig"), attempt);
    }
}
