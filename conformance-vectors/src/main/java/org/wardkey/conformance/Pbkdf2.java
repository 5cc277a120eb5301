package org.wardkey.conformance;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2: {@code PbkdfTest} groups of Wycheproof and ACVP's {@code PBKDF}. */
final class Pbkdf2 implements AcvpFamily {
    private static final String PREFIX = "PBKDF2-HMAC";
    /** Tests beyond it take a provider minutes; PBKDF2's count is in proportion to its time. */
    private static final int ITERATIONS_MAX = 1_000_000;

    @Override
    public String name() {
        return "PBKDF2";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        return question.group().has("hmacAlg") ? AcvpFamily.super.judge(question) : wycheproof(question);
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        int bits = test.size("keyLen");
        if (bits % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        String digest = Names.digest(question.group().text("hmacAlg"));
        char[] password = test.text("password").toCharArray();
        Optional<Verdict> outside = outside(question, digest, password);
        return outside.isPresent()
                ? new Response.NotRun(outside.get())
                : Response.octets("derivedKey", derive(question, digest, password, bits));
    }

    private static Verdict wycheproof(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        String hash = question.header().text("algorithm").substring(PREFIX.length());
        Optional<char[]> password = text(test.hex("password"));
        if (password.isEmpty()) {
            return Verdict.notExpressible("PBEKeySpec takes characters, and the password is no text in UTF-8");
        }
        String digest = "SHA-" + hash.substring("SHA".length());
        Optional<Verdict> outside = outside(question, digest, password.get());
        return outside.isPresent()
                ? outside.get()
                : Judge.output(
                        FlagPolicy.Demand.ACCEPT,
                        test.hex("dk"),
                        derive(question, digest, password.get(), test.size("dkLen") * Byte.SIZE));
    }

    private static Optional<Verdict> outside(Question question, String digest, char[] password)
            throws VectorFormatException {
        JsonObject test = question.test();
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsidePlainDigest(digest),
                question.subject().missing("SecretKeyFactory", algorithm(digest)),
                test.size("iterationCount") > ITERATIONS_MAX
                        ? Optional.of("PBKDF2 of more than a million iterations")
                        : Optional.empty());
        boolean empty = password.length == 0 || test.hex("salt").length == 0;
        return outside.isPresent() || !empty
                ? outside
                : Optional.of(
                        Verdict.notExpressible("PBEKeySpec takes no empty salt, and providers no empty password"));
    }

    private static String algorithm(String digest) {
        return "PBKDF2With" + Names.hmac(digest);
    }

    private static Attempt<byte[]> derive(Question question, String digest, char[] password, int bits)
            throws VectorFormatException {
        byte[] salt = question.test().hex("salt");
        int iterations = question.test().size("iterationCount");
        return Attempt.of(() -> encoded(
                SecretKeyFactory.getInstance(
                        algorithm(digest), question.subject().provider()),
                new PBEKeySpec(password, salt, iterations, bits)));
    }

    /** A key without an encoding is one that nobody can use: how a provider refuses where an exception would call the next. */
    private static byte[] encoded(SecretKeyFactory factory, PBEKeySpec spec) throws InvalidKeySpecException {
        byte[] key = factory.generateSecret(spec).getEncoded();
        if (key == null) {
            throw new InvalidKeySpecException("a key without an encoding");
        }
        return key;
    }

    static Optional<char[]> text(byte[] utf8) {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            char[] characters = new char[decoded.remaining()];
            decoded.get(characters);
            return Optional.of(characters);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
