package org.wardkey.conformance;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * SHA-1, SHA-2 and SHA-3: functional, Monte Carlo and large data tests.
 *
 * <p>Source: ACVP specification, "Secure Hash Algorithms", sections on Monte Carlo and Large Data Tests.
 */
final class AcvpSha implements AcvpFamily {
    private static final int OUTER_ROUNDS = 100;
    private static final int INNER_ROUNDS = 1000;
    private static final int PIECE_BYTES = 1 << 20;
    private static final int JAVA_ARRAY_BYTES_MAX = Integer.MAX_VALUE - 8;

    @Override
    public String name() {
        return "SHA";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        String digest = Names.digest(question.header().text("algorithm"));
        Optional<Response> outside = Question.firstOutside(
                        question.capability().outsidePlainDigest(digest),
                        question.subject().missing("MessageDigest", digest))
                .map(Response.NotRun::new);
        if (outside.isPresent()) {
            return outside.get();
        }
        String type = question.group().text("testType");
        return switch (type) {
            case "AFT" -> functional(question, digest);
            case "MCT" -> monteCarlo(question, digest);
            case "LDT" -> largeData(question, digest);
            default -> Response.outside("test type " + type);
        };
    }

    private static Response functional(Question question, String digest) throws VectorFormatException {
        JsonObject test = question.test();
        int bits = test.size("len");
        if (bits % Byte.SIZE != 0) {
            return Response.notExpressible("message of bits that do not fill bytes");
        }
        byte[] message = Arrays.copyOf(test.hex("msg"), bits / Byte.SIZE);
        CallPattern pattern = question.pattern();
        return Response.octets("md", Attempt.of(() -> {
            MessageDigest engine = question.subject().digest(digest, pattern);
            pattern.feed(message, engine::update);
            return engine.digest();
        }));
    }

    private static Response monteCarlo(Question question, String digest) throws VectorFormatException {
        boolean alternate = question.group().textOr("mctVersion", "standard").equals("alternate");
        byte[] seed = question.test().hex("msg");
        int messageBytes = alternate ? seed.length : -1;
        List<Fields> results = new ArrayList<>();
        for (int i = 0; i < OUTER_ROUNDS; i++) {
            byte[] start = seed;
            Attempt<byte[]> attempt = Attempt.of(() -> {
                MessageDigest engine = question.subject().digest(digest, question.pattern());
                return rounds(engine, digest, start, messageBytes);
            });
            if (!(attempt instanceof Attempt.Returned<byte[]> returned)) {
                return Response.octets("md", attempt);
            }
            seed = returned.value();
            results.add(Fields.octets("md", seed));
        }
        return Response.of(Fields.NONE.with("resultsArray", results));
    }

    /** One outer round; a length of -1 leaves the messages as they are (standard version). */
    static byte[] rounds(MessageDigest engine, String digest, byte[] seed, int messageBytes) {
        return digest.startsWith("SHA3-") ? sponge(engine, seed, messageBytes) : chain(engine, seed, messageBytes);
    }

    /** The same of SHA-1 and SHA-2, whose messages are the last three hash values. */
    private static byte[] chain(MessageDigest engine, byte[] seed, int messageBytes) {
        byte[] a = seed;
        byte[] b = seed;
        byte[] c = seed;
        for (int round = 0; round < INNER_ROUNDS; round++) {
            byte[] message = Encodings.concat(a, b, c);
            byte[] next = engine.digest(messageBytes < 0 ? message : Arrays.copyOf(message, messageBytes));
            a = b;
            b = c;
            c = next;
        }
        return c;
    }

    /** The same of SHA-3, whose messages are the hash value before. */
    private static byte[] sponge(MessageDigest engine, byte[] seed, int messageBytes) {
        byte[] message = seed;
        for (int round = 0; round < INNER_ROUNDS; round++) {
            message = engine.digest(messageBytes < 0 ? message : Arrays.copyOf(message, messageBytes));
        }
        return message;
    }

    private static Response largeData(Question question, String digest) throws VectorFormatException {
        JsonObject large = question.test().object("largeMsg");
        byte[] content = large.hex("content");
        long bytes = large.integer("fullLength") / Byte.SIZE;
        if (bytes > question.capability().largeMessageBytesMax()) {
            return bytes > JAVA_ARRAY_BYTES_MAX
                    ? Response.notExpressible("large data test: one update call of 2 GiB and more")
                    : Response.outside("large data test of " + bytes + " bytes");
        }
        if (content.length == 0 || PIECE_BYTES % content.length != 0 || bytes % content.length != 0) {
            return Response.outside("large data test with content of " + content.length + " bytes");
        }
        byte[] piece = new byte[PIECE_BYTES];
        for (int offset = 0; offset < piece.length; offset += content.length) {
            System.arraycopy(content, 0, piece, offset, content.length);
        }
        return Response.octets("md", Attempt.of(() -> {
            MessageDigest engine = question.subject().digest(digest, question.pattern());
            for (long left = bytes; left > 0; left -= piece.length) {
                engine.update(piece, 0, (int) Math.min(left, piece.length));
            }
            return engine.digest();
        }));
    }
}
