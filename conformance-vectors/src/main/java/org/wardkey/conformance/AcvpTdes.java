package org.wardkey.conformance;

import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * Triple DES in ECB, CBC, OFB and CFB: functional and Monte Carlo tests.
 *
 * <p>Source: ACVP specification "Symmetric Block Ciphers"; SP 800-67 r2.
 */
final class AcvpTdes implements AcvpFamily {
    private static final int TWO_KEYS = 2;

    private final TdesMode mode;

    AcvpTdes(TdesMode mode) {
        this.mode = mode;
    }

    @Override
    public String name() {
        return "TDES-" + mode;
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        // Samples publish fewer results than the 400 that a response has: what is not compared is not computed.
        int published = question.answer().count("resultsArray");
        return published == 0
                ? AcvpFamily.super.judge(question)
                : AcvpFamily.judge(question, respond(question, Math.min(published, TdesMonteCarlo.OUTER_ROUNDS)));
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        return respond(question, TdesMonteCarlo.OUTER_ROUNDS);
    }

    private Response respond(Question question, int rounds) throws VectorFormatException {
        JsonObject test = question.test();
        Optional<Verdict> outside = Question.firstOutside(question.subject().missing("Cipher", mode.transformation()));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        boolean encrypt = question.group().text("direction").equals("encrypt");
        byte[] input = test.hex(encrypt ? "pt" : "ct");
        byte[] key = Encodings.concat(test.hex("key1"), test.hex("key2"), test.hex("key3"));
        if (key.length != 3 * TdesMode.BLOCK_BYTES) {
            throw new VectorFormatException(test.where(), "three keys of " + key.length + " bytes together");
        }
        int bits = test.has("payloadLen") ? test.size("payloadLen") : input.length * Byte.SIZE;
        if (bits % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        byte[] iv = test.hexOrEmpty("iv");
        String type = question.group().text("testType");
        if (type.equals("MCT")) {
            return monteCarlo(question, encrypt, key, iv, input, rounds);
        }
        return type.equals("AFT")
                ? Response.octets(encrypt ? "ct" : "pt", crypt(question, encrypt, key, iv, input))
                : Response.outside("test type " + type);
    }

    private Attempt<byte[]> crypt(Question question, boolean encrypt, byte[] key, byte[] iv, byte[] input)
            throws VectorFormatException {
        CallPattern pattern = question.pattern();
        return Attempt.of(() -> {
            Cipher cipher = question.subject().cipher(mode.transformation(), pattern);
            mode.init(cipher, encrypt, key, iv);
            return BlockMode.finish(cipher, pattern, input);
        });
    }

    private Response monteCarlo(Question question, boolean encrypt, byte[] key, byte[] iv, byte[] block, int rounds)
            throws VectorFormatException {
        boolean twoKeys = question.group().textOr("keyingOption", "1").equals(String.valueOf(TWO_KEYS));
        CallPattern pattern = question.pattern();
        Attempt<List<Fields>> attempt = Attempt.of(() -> {
            Cipher cipher = question.subject().cipher(mode.transformation(), pattern);
            return new TdesMonteCarlo(mode, encrypt, cipher, twoKeys).results(key, iv, block, rounds);
        });
        return attempt instanceof Attempt.Returned<List<Fields>> results
                ? Response.of(Fields.NONE.with("resultsArray", results.value()))
                : new Response.Unanswered("resultsArray", false, (Attempt.Refused<List<Fields>>) attempt);
    }
}
