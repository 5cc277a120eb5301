package org.wardkey.conformance;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * SHAKE, as far as MessageDigest can: whole bytes in, and the one output length that its name has. A shorter output is
 * the beginning of a longer one, so that an application cuts it. A Monte Carlo test can be asked where its shortest and
 * its longest output are this length.
 *
 * <p>Source: FIPS 202 §6.2; ACVP specification, "SHA3 and SHAKE", section on Monte Carlo tests.
 */
final class AcvpShake implements AcvpFamily {
    static final String DIGEST_128 = "SHAKE128-256";
    static final String DIGEST_256 = "SHAKE256-512";
    static final int BITS_128 = 256;
    static final int BITS_256 = 512;
    private static final int OUTER_ROUNDS = 100;
    private static final int INNER_ROUNDS = 1000;
    private static final int MESSAGE_BYTES = 16;

    @Override
    public String name() {
        return "SHAKE";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        boolean weak = question.header().text("algorithm").equals("SHAKE-128");
        int fixedBits = weak ? BITS_128 : BITS_256;
        String digest = weak ? DIGEST_128 : DIGEST_256;
        if (question.group().text("testType").equals("MCT")) {
            return monteCarlo(question, digest, fixedBits);
        }
        JsonObject test = question.test();
        int bits = test.size("len");
        if (bits % Byte.SIZE != 0) {
            return Response.notExpressible("message of bits that do not fill bytes");
        }
        int outputBits = test.size("outLen");
        if (outputBits > fixedBits) {
            return Response.notExpressible(
                    "SHAKE of more than " + fixedBits + " bits: MessageDigest has one output length");
        }
        if (outputBits % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        Optional<Verdict> outside = Question.firstOutside(question.subject().missing("MessageDigest", digest));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        byte[] message = Arrays.copyOf(test.hex("msg"), bits / Byte.SIZE);
        CallPattern pattern = question.pattern();
        return Response.octets("md", Attempt.of(() -> {
            MessageDigest engine = question.subject().digest(digest, pattern);
            pattern.feed(message, engine::update);
            return Arrays.copyOf(engine.digest(), outputBits / Byte.SIZE);
        }));
    }

    private static Response monteCarlo(Question question, String digest, int fixedBits) throws VectorFormatException {
        JsonObject group = question.group();
        if (group.size("minOutLen") != fixedBits || group.size("maxOutLen") != fixedBits) {
            return Response.notExpressible("Monte Carlo test of SHAKE: MessageDigest has one output length");
        }
        Optional<Verdict> outside = Question.firstOutside(question.subject().missing("MessageDigest", digest));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        byte[] seed = question.test().hex("msg");
        Attempt<List<Fields>> attempt = Attempt.of(() -> {
            MessageDigest engine = question.subject().digest(digest, question.pattern());
            List<Fields> results = new ArrayList<>();
            byte[] md = seed;
            for (int i = 0; i < OUTER_ROUNDS; i++) {
                md = rounds(engine, md);
                results.add(Fields.octets("md", md).with("outLen", fixedBits));
            }
            return results;
        });
        return attempt instanceof Attempt.Returned<List<Fields>> results
                ? Response.of(Fields.NONE.with("resultsArray", results.value()))
                : new Response.Unanswered("resultsArray", false, (Attempt.Refused<List<Fields>>) attempt);
    }

    /** One outer round of a Monte Carlo test whose outputs all have the length of the digest. */
    static byte[] rounds(MessageDigest engine, byte[] seed) {
        byte[] md = seed;
        for (int i = 0; i < INNER_ROUNDS; i++) {
            md = engine.digest(Arrays.copyOf(md, MESSAGE_BYTES));
        }
        return md;
    }
}
