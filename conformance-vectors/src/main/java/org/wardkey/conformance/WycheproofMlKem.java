package org.wardkey.conformance;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;

/** ML-KEM: keys from seeds, encapsulation with given randomness, decapsulation with seeds and with expanded keys. */
final class WycheproofMlKem implements Family {
    private static final String NO_RANDOMNESS = "the provider has randomness of its own, and takes none that is given";

    @Override
    public String name() {
        return "ML-KEM";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        String type = question.group().text("type");
        String set = question.group().text("parameterSet");
        boolean keyGen = type.equals("MLKEMKeyGen");
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideCurve(set),
                question.subject().missing(keyGen ? "KeyPairGenerator" : "KEM", set));
        if (outside.isPresent()) {
            return outside.get();
        }
        if (!keyGen && !KemCalls.available()) {
            return Verdict.notExpressible(KemCalls.unavailable());
        }
        return switch (type) {
            case "MLKEMKeyGen" -> keyGen(question, set);
            case "MLKEMEncapsTest" -> encapsulation(question, set);
            case "MLKEMTest" -> decapsulationFromSeed(question, set);
            default ->
                decapsulation(
                        question,
                        () -> question.subject()
                                .privateKey(
                                        set,
                                        Encodings.edwardsPrivateKey(
                                                set, question.test().hex("dk"))));
        };
    }

    private static Verdict keyGen(Question question, String set) throws VectorFormatException {
        byte[] seed = question.test().hex("seed");
        if (seed.length != SeedKeys.seedBytes(set)) {
            return Verdict.notExpressible("a key pair generator decides itself how much randomness it takes");
        }
        Response response = AcvpMlKem.keyPair(question.subject(), set, GivenRandom.of(seed));
        if (response instanceof Response.Given given
                && FlagPolicy.demand(question.test()) == FlagPolicy.Demand.REFUSE) {
            return Verdict.fail("refusal", "accepted, giving " + given.test());
        }
        return response instanceof Response.Given given
                ? given.test().against(question.test())
                : notGiven(question, response);
    }

    private static Verdict notGiven(Question question, Response response) throws VectorFormatException {
        return response instanceof Response.Unanswered unanswered
                ? Judge.output(
                        FlagPolicy.demand(question.test()),
                        question.test().hex("ek"),
                        new Attempt.Refused<>(
                                unanswered.refused().thrown(),
                                unanswered.refused().proper()))
                : ((Response.NotRun) response).verdict();
    }

    private static Verdict encapsulation(Question question, String set) throws VectorFormatException {
        JsonObject test = question.test();
        GivenRandom random = GivenRandom.of(test.hex("m"));
        byte[] key = Encodings.publicKey(set, test.hex("ek"));
        Attempt<byte[]> attempt = Attempt.of(() -> {
            PublicKey publicKey = question.subject().publicKey(set, key);
            KemCalls.Encapsulated came = KemCalls.encapsulate(question.subject().provider(), set, publicKey, random);
            return Encodings.concat(came.ciphertext(), came.secret());
        });
        boolean valid = FlagPolicy.demand(test) != FlagPolicy.Demand.REFUSE;
        if (valid && attempt instanceof Attempt.Returned<byte[]> && !random.takenExactly()) {
            return Verdict.notExpressible(NO_RANDOMNESS);
        }
        return Judge.output(
                FlagPolicy.demand(test), Encodings.concat(test.hexOrEmpty("c"), test.hexOrEmpty("K")), attempt);
    }

    private static Verdict decapsulationFromSeed(Question question, String set) throws VectorFormatException {
        byte[] seed = question.test().hex("seed");
        Optional<String> cannotGive = SeedKeys.cannotGive(question.subject(), set, seed);
        return cannotGive.isPresent()
                ? Verdict.notExpressible(cannotGive.get())
                : decapsulation(question, () -> SeedKeys.of(question.subject(), set, seed));
    }

    /** Makes the key; part of the attempt, since a provider may refuse it at either point. */
    @FunctionalInterface
    private interface KeySource {
        PrivateKey key() throws Exception;
    }

    private static Verdict decapsulation(Question question, KeySource key) throws VectorFormatException {
        JsonObject test = question.test();
        String set = question.group().text("parameterSet");
        byte[] ciphertext = test.hex("c");
        Attempt<byte[]> attempt =
                Attempt.of(() -> KemCalls.decapsulate(question.subject().provider(), set, key.key(), ciphertext));
        return Judge.output(FlagPolicy.demand(test), test.hexOrEmpty("K"), attempt);
    }
}
