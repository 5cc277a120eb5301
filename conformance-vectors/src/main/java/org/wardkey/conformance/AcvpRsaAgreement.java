package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * Shared secrets of RSA, {@code KAS-IFC-SSC}: each side that takes part encrypts a number of its own with the cipher without
 * padding. KAS1 has the initiator's alone, KAS2 both, the initiator's first.
 *
 * <p>Source: ACVP specification "KAS-IFC-SSC Sp800-56Br2"; SP 800-56B r2 §7.2.1.2, §8.2.2, §8.3.2.
 */
final class AcvpRsaAgreement implements AcvpFamily {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String name() {
        return "RSA shared secret";
    }

    /** Our secret and its ciphertext; both empty where the scheme has none of us. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
    private record Own(byte[] secret, byte[] ciphertext) {
        static final Own NONE = new Own(new byte[0], new byte[0]);
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        String scheme = group.text("scheme");
        boolean initiator = group.text("kasRole").equals("initiator");
        boolean known = scheme.equals("KAS1") || scheme.equals("KAS2");
        Optional<Verdict> outside = Question.firstOutside(
                known ? Optional.empty() : Optional.of("key agreement scheme " + scheme),
                question.capability().outsideRsa(group.size("modulo")),
                question.subject().missing("Cipher", AcvpRsaPrimitive.TRANSFORMATION));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        boolean contributes = initiator || scheme.equals("KAS2");
        boolean decrypts = !initiator || scheme.equals("KAS2");
        if (group.text("testType").equals("VAL")) {
            return decrypts
                    ? validity(question, initiator)
                    : Response.outside("validity of an initiator's KAS1 secret, which is its own");
        }
        return contributes ? contributed(question, initiator, decrypts) : decrypted(question);
    }

    /** KAS1's responder: all is given. */
    private static Response decrypted(Question question) throws VectorFormatException {
        return Response.octets(
                zName(question), decrypt(question.subject(), question).hashed(question));
    }

    private static Response contributed(Question question, boolean initiator, boolean decrypts)
            throws VectorFormatException {
        byte[] secret = secret(question.test());
        Attempt<byte[]> ciphertext = encrypt(question.subject(), question, secret);
        if (ciphertext instanceof Attempt.Refused<byte[]> refused) {
            return new Response.Unanswered("a ciphertext", true, refused);
        }
        Own own = new Own(secret, ((Attempt.Returned<byte[]>) ciphertext).value());
        Attempt<byte[]> z = z(question.subject(), question, own, initiator, decrypts);
        if (z instanceof Attempt.Refused<byte[]> refused) {
            return new Response.Unanswered("a shared secret", true, refused);
        }
        byte[] came = ((Attempt.Returned<byte[]>) z).value();
        return Response.random(
                Fields.NONE,
                Fields.octets("iutC", own.ciphertext()).with("iutZ", secret).with(zName(question), came),
                second -> check(second, question, own, came, initiator, decrypts));
    }

    private static Verdict check(
            Engines second, Question question, Own own, byte[] came, boolean initiator, boolean decrypts)
            throws VectorFormatException {
        Optional<Verdict> noSecond = Question.firstOutside(second.missing("Cipher", AcvpRsaPrimitive.TRANSFORMATION));
        if (noSecond.isPresent()) {
            return noSecond.get();
        }
        Verdict ciphertext =
                Judge.output(FlagPolicy.Demand.ACCEPT, own.ciphertext(), encrypt(second, question, own.secret()));
        return ciphertext.passed()
                ? Judge.output(FlagPolicy.Demand.ACCEPT, came, z(second, question, own, initiator, decrypts))
                : ciphertext;
    }

    private static Response validity(Question question, boolean initiator) throws VectorFormatException {
        Own own = question.test().has("iutZ") ? new Own(question.test().hex("iutZ"), new byte[0]) : Own.NONE;
        byte[] z = question.test().hex(question.test().has("z") ? "z" : "hashZ");
        Attempt<byte[]> came = z(question.subject(), question, own, initiator, true);
        if (came instanceof Attempt.Refused<byte[]> refused && !refused.proper()) {
            return Response.invalid(refused);
        }
        return Response.of(
                Fields.passed(came instanceof Attempt.Returned<byte[]> returned && Arrays.equals(returned.value(), z)));
    }

    private static Attempt<byte[]> z(Engines engines, Question question, Own own, boolean initiator, boolean decrypts)
            throws VectorFormatException {
        Secret theirs = decrypts ? decrypt(engines, question) : new Secret(new Attempt.Returned<>(new byte[0]));
        return theirs.joined(own.secret(), initiator).hashed(question);
    }

    /** What came of a decryption, on its way to Z. */
    private record Secret(Attempt<byte[]> attempt) {
        Secret joined(byte[] own, boolean ownFirst) {
            return attempt instanceof Attempt.Returned<byte[]> theirs
                    ? new Secret(new Attempt.Returned<>(
                            ownFirst ? Encodings.concat(own, theirs.value()) : Encodings.concat(theirs.value(), own)))
                    : this;
        }

        Attempt<byte[]> hashed(Question question) throws VectorFormatException {
            String hash = question.group().textOr("hashFunctionZ", "none");
            return hash.equals("none") || !(attempt instanceof Attempt.Returned<byte[]> returned)
                    ? attempt
                    : Attempt.of(
                            () -> MessageDigest.getInstance(Names.digest(hash)).digest(returned.value()));
        }
    }

    private static String zName(Question question) {
        return question.group().textOr("hashFunctionZ", "none").equals("none") ? "z" : "hashZ";
    }

    /** A number from 2 to n - 2, as long as the modulus. */
    private static byte[] secret(JsonObject test) throws VectorFormatException {
        BigInteger modulus = AcvpRsaPrimitive.number(test, "serverN");
        BigInteger number = new BigInteger(modulus.bitLength() + Long.SIZE, RANDOM)
                .mod(modulus.subtract(BigInteger.valueOf(3)))
                .add(BigInteger.TWO);
        return Encodings.fixed(Encodings.unsigned(number), (modulus.bitLength() + 7) / Byte.SIZE);
    }

    private static Attempt<byte[]> encrypt(Engines engines, Question question, byte[] secret)
            throws VectorFormatException {
        RSAPublicKeySpec spec = new RSAPublicKeySpec(
                AcvpRsaPrimitive.number(question.test(), "serverN"),
                AcvpRsaPrimitive.number(question.test(), "serverE"));
        CallPattern pattern = question.pattern();
        return Attempt.of(() -> {
            PublicKey key = engines.keyFactory("RSA").generatePublic(spec);
            Cipher cipher = engines.cipher(AcvpRsaPrimitive.TRANSFORMATION, pattern);
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return BlockMode.finish(cipher, pattern, secret);
        });
    }

    private static Secret decrypt(Engines engines, Question question) throws VectorFormatException {
        JsonObject test = question.test();
        BigInteger e = AcvpRsaPrimitive.number(test, "iutE");
        RSAPrivateCrtKeySpec spec = AcvpRsaPrimitive.key(
                test,
                AcvpRsaPrimitive.number(test, "iutN"),
                e,
                AcvpRsaPrimitive.number(test, "iutP"),
                AcvpRsaPrimitive.number(test, "iutQ"),
                test.has("iutD") ? AcvpRsaPrimitive.number(test, "iutD") : e);
        byte[] ciphertext = test.hex("serverC");
        CallPattern pattern = question.pattern();
        return new Secret(Attempt.of(() -> {
            PrivateKey key = engines.keyFactory("RSA").generatePrivate(spec);
            Cipher cipher = engines.cipher(AcvpRsaPrimitive.TRANSFORMATION, pattern);
            cipher.init(Cipher.DECRYPT_MODE, key);
            return BlockMode.finish(cipher, pattern, ciphertext);
        }));
    }
}
