package org.wardkey.conformance;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** SHAKE, as far as MessageDigest can: whole bytes in, and the one output length that its name has. */
final class AcvpShake implements AcvpFamily {
    @Override
    public String name() {
        return "SHAKE";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        boolean weak = question.header().text("algorithm").equals("SHAKE-128");
        int fixedBits = weak ? 256 : 512;
        String digest = weak ? "SHAKE128-256" : "SHAKE256-512";
        if (question.group().text("testType").equals("MCT")) {
            return Response.notExpressible("Monte Carlo test of SHAKE: MessageDigest has one output length");
        }
        JsonObject test = question.test();
        int bits = test.size("len");
        if (bits % Byte.SIZE != 0) {
            return Response.notExpressible("message of bits that do not fill bytes");
        }
        if (test.size("outLen") != fixedBits) {
            return Response.notExpressible(
                    "SHAKE of other than " + fixedBits + " bits: MessageDigest has one output length");
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
            return engine.digest();
        }));
    }
}
