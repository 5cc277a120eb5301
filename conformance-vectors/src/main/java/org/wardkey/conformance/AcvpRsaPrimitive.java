package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * RSA's private operation alone, as {@code decryptionPrimitive} and {@code signaturePrimitive}: the cipher without
 * padding.
 *
 * <p>Its range is RFC 8017's, 0 to n - 1. SP 800-56B §7.1.2 refuses 0, 1 and n - 1 as well, which nobody can ask for.
 * Source: ACVP specification "RSA"; RFC 8017 §5.1.2, §5.2.1.
 */
final class AcvpRsaPrimitive implements AcvpFamily {
    static final String TRANSFORMATION = "RSA/ECB/NoPadding";

    @Override
    public String name() {
        return "RSA primitives";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        boolean decrypts = question.header().text("mode").equals("decryptionPrimitive");
        String field = decrypts ? "ct" : "message";
        if (!test.has(field) || !test.has("p")) {
            return Response.outside("RSA primitives without a key of two primes in the test");
        }
        BigInteger modulus = number(test, "n");
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideRsa(modulus.bitLength()),
                question.subject().missing("Cipher", TRANSFORMATION));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        byte[] input = test.hex(field);
        if (decrypts && isTrivial(new BigInteger(1, input), modulus)) {
            return Response.notExpressible("RSA/ECB/NoPadding has RFC 8017's range, not the one of SP 800-56B");
        }
        RSAPrivateCrtKeySpec spec = key(test, modulus);
        Attempt<byte[]> attempt = Attempt.of(() -> {
            PrivateKey key = question.subject().keyFactory("RSA").generatePrivate(spec);
            Cipher cipher = question.subject().cipher(TRANSFORMATION, question.pattern());
            cipher.init(Cipher.DECRYPT_MODE, key);
            return BlockMode.finish(cipher, question.pattern(), input);
        });
        return Response.octetsOrInvalid(decrypts ? "pt" : "signature", attempt);
    }

    private static boolean isTrivial(BigInteger input, BigInteger modulus) {
        return input.compareTo(BigInteger.ONE) <= 0 || input.equals(modulus.subtract(BigInteger.ONE));
    }

    private static RSAPrivateCrtKeySpec key(JsonObject test, BigInteger modulus) throws VectorFormatException {
        BigInteger e = number(test, "e");
        return key(test, modulus, e, number(test, "p"), number(test, "q"), test.has("d") ? number(test, "d") : e);
    }

    /** The key of these numbers; {@code d} is computed where {@code e} stands in its place. */
    static RSAPrivateCrtKeySpec key(
            JsonObject test, BigInteger modulus, BigInteger e, BigInteger p, BigInteger q, BigInteger d)
            throws VectorFormatException {
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        try {
            BigInteger inverse = d.equals(e) ? e.modInverse(p1.multiply(q1)) : d;
            return new RSAPrivateCrtKeySpec(
                    modulus, e, inverse, p, q, inverse.mod(p1), inverse.mod(q1), q.modInverse(p));
        } catch (ArithmeticException e2) {
            throw new VectorFormatException(test.where(), "no RSA key", e2);
        }
    }

    static BigInteger number(JsonObject test, String name) throws VectorFormatException {
        return new BigInteger(1, test.hex(name));
    }
}
