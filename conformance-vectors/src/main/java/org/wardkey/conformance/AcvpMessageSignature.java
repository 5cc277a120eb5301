package org.wardkey.conformance;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Signatures that take whole messages, ML-DSA and SLH-DSA: keys from seeds, and signatures of given keys with given
 * randomness. Seeds and randomness reach the provider through the {@code SecureRandom} that the JCA lets an application
 * give.
 *
 * <p>Source: ACVP specifications "ML-DSA" and "SLH-DSA"; FIPS 204 §5.1, §5.2; FIPS 205 §9.1, §9.2, §10.1, §10.2.1.
 */
final class AcvpMessageSignature implements AcvpFamily {
    /** What the algorithms do differently. */
    private enum Scheme {
        ML_DSA("ML-DSA", "rnd") {
            @Override
            List<String> seeds() {
                return List.of("seed");
            }

            @Override
            byte[] deterministic(byte[] key) {
                return new byte[32];
            }

            @Override
            byte[] encode(String set, byte[] key) {
                return Encodings.edwardsPrivateKey(set, key);
            }

            @Override
            byte[] raw(PrivateKey key) throws InvalidKeyException {
                return Encodings.rawKey(key);
            }
        },
        SLH_DSA("SLH-DSA", "additionalRandomness") {
            @Override
            List<String> seeds() {
                return List.of("skSeed", "skPrf", "pkSeed");
            }

            /** The public seed: the third of the four parts of a key. */
            @Override
            byte[] deterministic(byte[] key) {
                return Arrays.copyOfRange(key, key.length / 2, key.length * 3 / 4);
            }

            @Override
            byte[] encode(String set, byte[] key) {
                return Encodings.barePrivateKey(set, key);
            }

            @Override
            byte[] raw(PrivateKey key) throws InvalidKeyException {
                return Encodings.bareKey(key);
            }
        };

        private final String algorithm;
        private final String randomness;

        Scheme(String algorithm, String randomness) {
            this.algorithm = algorithm;
            this.randomness = randomness;
        }

        /** The parts of a seed, in order. */
        abstract List<String> seeds();

        /** What stands in for randomness where there is none. */
        abstract byte[] deterministic(byte[] key);

        abstract byte[] encode(String set, byte[] key);

        abstract byte[] raw(PrivateKey key) throws InvalidKeyException;
    }

    private final Scheme scheme;
    private final boolean keyGen;

    private AcvpMessageSignature(Scheme scheme, boolean keyGen) {
        this.scheme = scheme;
        this.keyGen = keyGen;
    }

    static AcvpMessageSignature mlDsaKeys() {
        return new AcvpMessageSignature(Scheme.ML_DSA, true);
    }

    static AcvpMessageSignature mlDsa() {
        return new AcvpMessageSignature(Scheme.ML_DSA, false);
    }

    static AcvpMessageSignature slhDsaKeys() {
        return new AcvpMessageSignature(Scheme.SLH_DSA, true);
    }

    static AcvpMessageSignature slhDsa() {
        return new AcvpMessageSignature(Scheme.SLH_DSA, false);
    }

    @Override
    public String name() {
        return scheme.algorithm + (keyGen ? " keys" : " sign");
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        String set = question.group().text("parameterSet");
        Optional<Verdict> cannotAsk = keyGen ? Optional.empty() : MlDsaVerify.cannotAsk(question);
        Optional<Verdict> outside = cannotAsk.or(() -> Question.firstOutside(
                question.capability().outsideCurve(set),
                question.subject().missing(keyGen ? "KeyPairGenerator" : "Signature", set)));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        return keyGen ? keys(question, set) : sign(question, set);
    }

    private Response keys(Question question, String set) throws VectorFormatException {
        byte[] seed = new byte[0];
        for (String part : scheme.seeds()) {
            seed = Encodings.concat(seed, question.test().hex(part));
        }
        GivenRandom random = GivenRandom.of(seed);
        Attempt<Fields> attempt = Attempt.of(() -> {
            KeyPair pair = question.subject().keyPair(set, random);
            return Fields.octets("pk", Encodings.rawKey(pair.getPublic())).with("sk", scheme.raw(pair.getPrivate()));
        });
        return AcvpMlKem.seeded(attempt, random);
    }

    private Response sign(Question question, String set) throws VectorFormatException {
        JsonObject test = question.test();
        byte[] raw = test.hex("sk");
        boolean deterministic = question.group().truthOr("deterministic", false);
        GivenRandom random = GivenRandom.of(deterministic ? scheme.deterministic(raw) : test.hex(scheme.randomness));
        byte[] key = scheme.encode(set, raw);
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
