package org.wardkey.conformance;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * ML-KEM: keys from seeds, encapsulation with given randomness, decapsulation, and the checks of both keys. Seeds and
 * randomness reach the provider through the {@code SecureRandom} that the JCA lets an application give.
 *
 * <p>Source: ACVP specification "ML-KEM"; FIPS 203 §7.1 to §7.3.
 */
final class AcvpMlKem implements AcvpFamily {
    private static final String NO_SEED = "the provider has randomness of its own, and takes none that is given";

    @Override
    public String name() {
        return "ML-KEM";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        String set = question.group().text("parameterSet");
        boolean keyGen = question.header().text("mode").equals("keyGen");
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideCurve(set),
                question.subject().missing(keyGen ? "KeyPairGenerator" : "KEM", set));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        if (keyGen) {
            return keyGen(question, set);
        }
        if (!KemCalls.available()) {
            return Response.notExpressible(KemCalls.unavailable());
        }
        String function = question.group().textOr("function", "");
        return switch (function) {
            case "encapsulation" -> encapsulation(question, set);
            case "decapsulation" ->
                Response.octets(
                        "k", decapsulation(question, set, question.test().hex("c")));
            case "encapsulationKeyCheck" -> Response.validity(encapsulationKey(question, set));
            case "decapsulationKeyCheck" -> Response.validity(decapsulationKey(question, set));
            default -> Response.outside("ML-KEM function " + function);
        };
    }

    private static Response keyGen(Question question, String set) throws VectorFormatException {
        byte[] seed = Encodings.concat(question.test().hex("d"), question.test().hex("z"));
        return keyPair(question.subject(), set, GivenRandom.of(seed));
    }

    static Response keyPair(Engines subject, String set, GivenRandom random) throws VectorFormatException {
        Attempt<Fields> attempt = Attempt.of(() -> {
            KeyPair pair = subject.keyPair(set, random);
            return Fields.octets("ek", Encodings.rawKey(pair.getPublic()))
                    .with("dk", Encodings.rawKey(pair.getPrivate()));
        });
        return seeded(attempt, random);
    }

    /** An answer that is one only when the given randomness went into it. */
    static Response seeded(Attempt<Fields> attempt, GivenRandom random) {
        if (attempt instanceof Attempt.Refused<Fields> refused) {
            return new Response.Unanswered("an answer", false, refused);
        }
        return random.takenExactly()
                ? Response.of(((Attempt.Returned<Fields>) attempt).value())
                : Response.notExpressible(NO_SEED);
    }

    private static Response encapsulation(Question question, String set) throws VectorFormatException {
        GivenRandom random = GivenRandom.of(question.test().hex("m"));
        byte[] key = Encodings.publicKey(set, question.test().hex("ek"));
        Provider provider = question.subject().provider();
        Attempt<Fields> attempt = Attempt.of(() -> {
            PublicKey publicKey = question.subject().publicKey(set, key);
            KemCalls.Encapsulated came = KemCalls.encapsulate(provider, set, publicKey, random);
            return Fields.octets("c", came.ciphertext()).with("k", came.secret());
        });
        return seeded(attempt, random);
    }

    private static Attempt<byte[]> decapsulation(Question question, String set, byte[] ciphertext)
            throws VectorFormatException {
        byte[] key = Encodings.edwardsPrivateKey(set, question.test().hex("dk"));
        return Attempt.of(() -> {
            PrivateKey privateKey = question.subject().privateKey(set, key);
            return KemCalls.decapsulate(question.subject().provider(), set, privateKey, ciphertext);
        });
    }

    /** The key is made, and used once: a provider may check it at either point. */
    private static Attempt<Boolean> encapsulationKey(Question question, String set) throws VectorFormatException {
        byte[] key = Encodings.publicKey(set, question.test().hex("ek"));
        return Attempt.of(() -> {
            PublicKey publicKey = question.subject().publicKey(set, key);
            return KemCalls.encapsulate(question.subject().provider(), set, publicKey, new SecureRandom())
                            .secret()
                            .length
                    > 0;
        });
    }

    /** Any ciphertext has a secret, so that a refusal is one of the key. */
    private static Attempt<Boolean> decapsulationKey(Question question, String set) throws VectorFormatException {
        Attempt<byte[]> attempt = decapsulation(question, set, new byte[ciphertextBytes(set)]);
        return attempt instanceof Attempt.Refused<byte[]> refused
                ? new Attempt.Refused<>(refused.thrown(), refused.proper())
                : new Attempt.Returned<>(true);
    }

    /** Source: FIPS 203, table 3. */
    private static int ciphertextBytes(String set) {
        return switch (set) {
            case "ML-KEM-512" -> 768;
            case "ML-KEM-768" -> 1088;
            default -> 1568;
        };
    }
}
