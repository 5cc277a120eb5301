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
final class Pbkdf2 implements Family {
    private static final String PREFIX = "PBKDF2-HMAC";
    /** Tests beyond it take a provider minutes; PBKDF2's count is in proportion to its time. */
    private static final int ITERATIONS_MAX = 1_000_000;

    @Override
    public String name() {
        return "PBKDF2";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        return question.group().has("hmacAlg") ? acvp(question) : wycheproof(question);
    }

    private static Verdict acvp(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        int bits = test.size("keyLen");
        if (bits % Byte.SIZE != 0) {
            return Verdict.notExpressible("lengths in bits that do not fill bytes");
        }
        Optional<Verdict> noAnswer = Acvp.noAnswer(question);
        if (noAnswer.isPresent()) {
            return noAnswer.get();
        }
        String digest = Names.digest(question.group().text("hmacAlg"));
        return derive(
                question,
                digest,
                test.text("password").toCharArray(),
                bits,
                question.answer().hex("derivedKey"));
    }

    private static Verdict wycheproof(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        String hash = question.header().text("algorithm").substring(PREFIX.length());
        Optional<char[]> password = text(test.hex("password"));
        if (password.isEmpty()) {
            return Verdict.notExpressible("PBEKeySpec takes characters, and the password is no text in UTF-8");
        }
        String digest = "SHA-" + hash.substring("SHA".length());
        return derive(question, digest, password.get(), test.size("dkLen") * Byte.SIZE, test.hex("dk"));
    }

    private static Verdict derive(Question question, String digest, char[] password, int bits, byte[] expected)
            throws VectorFormatException {
        String algorithm = "PBKDF2With" + Names.hmac(digest);
        JsonObject test = question.test();
        int iterations = test.size("iterationCount");
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsidePlainDigest(digest),
                question.subject().missing("SecretKeyFactory", algorithm),
                iterations > ITERATIONS_MAX
                        ? Optional.of("PBKDF2 of more than a million iterations")
                        : Optional.empty());
        if (outside.isPresent()) {
            return outside.get();
        }
        byte[] salt = test.hex("salt");
        if (password.length == 0 || salt.length == 0) {
            return Verdict.notExpressible("PBEKeySpec takes no empty salt, and providers no empty password");
        }
        Attempt<byte[]> attempt = Attempt.of(() -> encoded(
                SecretKeyFactory.getInstance(algorithm, question.subject().provider()),
                new PBEKeySpec(password, salt, iterations, bits)));
        return Judge.output(FlagPolicy.Demand.ACCEPT, expected, attempt);
    }

    /** A key without an encoding is one that nobody can use: how a provider refuses where an exception would call the next. */
    private static byte[] encoded(SecretKeyFactory factory, PBEKeySpec spec) throws InvalidKeySpecException {
        byte[] key = factory.generateSecret(spec).getEncoded();
        if (key == null) {
            throw new InvalidKeySpecException("a key without an encoding");
        }
        return key;
    }

    private static Optional<char[]> text(byte[] utf8) {
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
