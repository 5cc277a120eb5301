package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.DSAPrivateKey;
import java.security.interfaces.DSAPublicKey;
import java.security.spec.DSAParameterSpec;
import java.security.spec.DSAPrivateKeySpec;
import java.security.spec.DSAPublicKeySpec;
import java.util.Optional;

/**
 * DSA, which FIPS 186-5 has for verification alone: {@code keyGen} and {@code sigGen} with domain parameters of
 * {@link DsaDomains}, checked by the second provider, and {@code sigVer}.
 *
 * <p>Source: ACVP specification "DSA"; FIPS 186-4 §4.
 */
final class AcvpDsa implements AcvpFamily {
    private static final String ALGORITHM = "DSA";
    private static final byte[] MESSAGE = {1, 2, 3};

    private final String name;

    AcvpDsa(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        if (group.textOr("conformance", "").equals("SP800-106")) {
            return Response.notExpressible("randomised messages of SP 800-106");
        }
        String mode = question.header().text("mode");
        if (mode.equals("sigVer")) {
            return verify(question);
        }
        int l = group.size("l");
        int n = group.size("n");
        Optional<DSAParameterSpec> domain = DsaDomains.of(l, n);
        Optional<Verdict> outside = Question.firstOutside(
                question.subject().missing("KeyPairGenerator", ALGORITHM),
                domain.isEmpty() ? Optional.of("DSA of " + l + " and " + n + " bits") : Optional.empty());
        if (outside.isPresent() || domain.isEmpty()) {
            return new Response.NotRun(outside.orElseThrow());
        }
        return mode.equals("keyGen") ? keys(question, domain.get()) : sign(question, domain.get());
    }

    private static Fields domain(DSAParameterSpec domain) {
        return Fields.octets("p", Encodings.unsigned(domain.getP()))
                .with("q", Encodings.unsigned(domain.getQ()))
                .with("g", Encodings.unsigned(domain.getG()));
    }

    private static Response keys(Question question, DSAParameterSpec domain) throws VectorFormatException {
        Attempt<KeyPair> generation = Attempt.of(() -> question.subject().newKeyPair(ALGORITHM, domain));
        if (generation instanceof Attempt.Refused<KeyPair> refused) {
            return new Response.Unanswered("a key pair", true, refused);
        }
        KeyPair pair = ((Attempt.Returned<KeyPair>) generation).value();
        if (!(pair.getPrivate() instanceof DSAPrivateKey key)) {
            return Response.notExpressible("generated private key stays inside "
                    + question.subject().provider().getName());
        }
        Attempt<BigInteger> shown = Attempt.of(() -> y(pair.getPublic()));
        if (shown instanceof Attempt.Refused<BigInteger> refused) {
            return new Response.Faulty(Verdict.fail("a public key that can be read", refused.shown()));
        }
        BigInteger x = key.getX();
        BigInteger y = ((Attempt.Returned<BigInteger>) shown).value();
        return Response.random(
                domain(domain),
                Fields.octets("x", Encodings.unsigned(x)).with("y", Encodings.unsigned(y)),
                second -> check(second, domain, x, y));
    }

    /** FIPS 186-4 §4.1: x from 1 to q - 1, and y of it; then a signature of the one half holds with the other. */
    private static Verdict check(Engines second, DSAParameterSpec domain, BigInteger x, BigInteger y)
            throws VectorFormatException {
        if (x.signum() <= 0 || x.compareTo(domain.getQ()) >= 0) {
            return Verdict.fail("a private key from 1 to q - 1", "one outside");
        }
        if (!domain.getG().modPow(x, domain.getP()).equals(y)) {
            return Verdict.fail("y = g^x modulo p", "another y");
        }
        SignatureCalls calls = SignatureCalls.plain("SHA256withDSA");
        Optional<Verdict> noSecond = Question.firstOutside(second.missing("Signature", calls.algorithm()));
        if (noSecond.isPresent()) {
            return noSecond.get();
        }
        CallPattern pattern = new CallPattern(false, false);
        Attempt<byte[]> signature = calls.sign(
                second,
                pattern,
                () -> second.keyFactory(ALGORITHM)
                        .generatePrivate(new DSAPrivateKeySpec(x, domain.getP(), domain.getQ(), domain.getG())),
                MESSAGE);
        return signature instanceof Attempt.Returned<byte[]> signed
                ? Judge.verification(
                        FlagPolicy.Demand.ACCEPT,
                        calls.verify(second, pattern, () -> publicKey(second, domain, y), MESSAGE, signed.value()))
                : Verdict.fail(
                        "a private key that " + second.provider().getName() + " takes",
                        ((Attempt.Refused<byte[]>) signature).shown());
    }

    private static Response sign(Question question, DSAParameterSpec domain) throws VectorFormatException {
        String digest = Names.digest(question.group().text("hashAlg"));
        SignatureCalls calls = SignatureCalls.plain(Names.signature(digest, ALGORITHM));
        Optional<Verdict> outside = outside(question, digest, calls);
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        byte[] message = question.test().hex("message");
        CallPattern pattern = question.pattern();
        Attempt<KeyPair> generation = Attempt.of(
                () -> question.subject().keyPair(ALGORITHM, domain.getP().toString(), domain));
        if (generation instanceof Attempt.Refused<KeyPair> refused) {
            return new Response.Unanswered("a key pair", true, refused);
        }
        KeyPair pair = ((Attempt.Returned<KeyPair>) generation).value();
        Attempt<byte[]> signing = calls.sign(question.subject(), pattern, pair::getPrivate, message);
        if (signing instanceof Attempt.Refused<byte[]> refused) {
            return new Response.Unanswered("a signature", true, refused);
        }
        byte[] signature = ((Attempt.Returned<byte[]>) signing).value();
        Attempt<Fields[]> shown = Attempt.of(() -> new Fields[] {
            domain(domain).with("y", Encodings.unsigned(y(pair.getPublic()))), halves(domain, signature)
        });
        if (!(shown instanceof Attempt.Returned<Fields[]> fields)) {
            return new Response.Faulty(Verdict.fail(
                    "a DER signature and a key that can be read", ((Attempt.Refused<Fields[]>) shown).shown()));
        }
        return Response.random(
                fields.value()[0],
                fields.value()[1],
                second -> verified(
                        second,
                        calls,
                        pattern,
                        () -> publicKey(second, domain, y(pair.getPublic())),
                        message,
                        signature));
    }

    private static Verdict verified(
            Engines second,
            SignatureCalls calls,
            CallPattern pattern,
            SignatureCalls.KeySource<PublicKey> key,
            byte[] message,
            byte[] signature)
            throws VectorFormatException {
        Optional<Verdict> noSecond = Question.firstOutside(second.missing("Signature", calls.algorithm()));
        if (noSecond.isPresent()) {
            return noSecond.get();
        }
        Verdict verdict =
                Judge.verification(FlagPolicy.Demand.ACCEPT, calls.verify(second, pattern, key, message, signature));
        return verdict.passed()
                ? verdict
                : Verdict.fail(
                        "a signature that " + second.provider().getName() + " accepts",
                        Verdict.hex(signature) + ": " + verdict.came());
    }

    private static Response verify(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        String digest = Names.digest(group.text("hashAlg"));
        SignatureCalls calls = SignatureCalls.plain(Names.signature(digest, ALGORITHM));
        Optional<Verdict> outside = outside(question, digest, calls);
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        DSAParameterSpec domain = new DSAParameterSpec(number(group, "p"), number(group, "q"), number(group, "g"));
        BigInteger y = number(test, "y");
        Engines subject = question.subject();
        return Response.validity(calls.verify(
                subject,
                question.pattern(),
                () -> publicKey(subject, domain, y),
                test.hex("message"),
                Encodings.derSignature(test.hex("r"), test.hex("s"))));
    }

    private static Optional<Verdict> outside(Question question, String digest, SignatureCalls calls) {
        return Question.firstOutside(
                question.capability().outsideDigest(digest),
                question.subject().missing("Signature", calls.algorithm()));
    }

    private static Fields halves(DSAParameterSpec domain, byte[] signature) {
        byte[][] halves = Encodings.ofDerSignature((domain.getQ().bitLength() + 7) / Byte.SIZE, signature);
        return Fields.octets("r", halves[0]).with("s", halves[1]);
    }

    private static PublicKey publicKey(Engines engines, DSAParameterSpec domain, BigInteger y)
            throws GeneralSecurityException {
        return engines.keyFactory(ALGORITHM)
                .generatePublic(new DSAPublicKeySpec(y, domain.getP(), domain.getQ(), domain.getG()));
    }

    private static BigInteger y(PublicKey key) throws InvalidKeyException {
        if (key instanceof DSAPublicKey dsa) {
            return dsa.getY();
        }
        throw new InvalidKeyException("a public key of " + key.getClass().getName());
    }

    private static BigInteger number(JsonObject object, String name) throws VectorFormatException {
        return new BigInteger(1, object.hex(name));
    }
}
