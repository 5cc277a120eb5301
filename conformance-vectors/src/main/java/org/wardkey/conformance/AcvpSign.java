package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * {@code sigGen} of ECDSA, EdDSA and RSA: the provider under test generates the key and signs, the second provider
 * verifies. Where the server's Ed25519 key is published, the signature itself is compared.
 */
final class AcvpSign implements AcvpFamily {
    private final String name;

    AcvpSign(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        AcvpScheme scheme = AcvpScheme.of(question);
        boolean known = scheme.curve().startsWith("Ed")
                && scheme.outside().isEmpty()
                && question.projection().group().has("d");
        return known ? signAsKnown(question, scheme) : AcvpFamily.super.judge(question);
    }

    private static Verdict signAsKnown(Question question, AcvpScheme scheme) throws VectorFormatException {
        Question.Projection known = question.projection();
        byte[] pkcs8 = Encodings.edwardsPrivateKey(scheme.curve(), known.group().hex("d"));
        SignatureCalls.KeySource<PrivateKey> key = () -> question.subject().privateKey(scheme.curve(), pkcs8);
        Attempt<byte[]> attempt = scheme.calls()
                .sign(
                        question.subject(),
                        question.pattern(),
                        key,
                        question.test().hex("message"));
        return Judge.output(FlagPolicy.Demand.ACCEPT, known.test().hex("signature"), attempt);
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        AcvpScheme scheme = AcvpScheme.of(question);
        Optional<Verdict> outside = scheme.outside();
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        byte[] message = question.test().hex("message");
        Attempt<KeyPair> generation = Attempt.of(() -> scheme.modulusBits() > 0
                ? question.subject().rsaKeyPair(scheme.modulusBits())
                : question.subject().curveKeyPair(scheme.curve()));
        if (generation instanceof Attempt.Refused<KeyPair> refused) {
            return new Response.Unanswered("a key pair", true, refused);
        }
        KeyPair pair = ((Attempt.Returned<KeyPair>) generation).value();
        Attempt<byte[]> signing =
                scheme.calls().sign(question.subject(), question.pattern(), pair::getPrivate, message);
        if (signing instanceof Attempt.Refused<byte[]> refused) {
            return new Response.Unanswered("a signature", true, refused);
        }
        byte[] signature = ((Attempt.Returned<byte[]>) signing).value();
        Attempt<Fields> shown = Attempt.of(() -> signature(scheme, signature));
        if (shown instanceof Attempt.Refused<Fields> malformed) {
            return new Response.Faulty(Verdict.fail(
                    "a signature of the form that its name promises",
                    Verdict.hex(signature) + ": " + malformed.thrown().getMessage()));
        }
        CallPattern pattern = question.pattern();
        return Response.random(
                publicKey(scheme, pair.getPublic()),
                ((Attempt.Returned<Fields>) shown).value(),
                second -> check(second, scheme, pattern, pair.getPublic(), message, signature));
    }

    private static Verdict check(
            Engines second, AcvpScheme scheme, CallPattern pattern, PublicKey key, byte[] message, byte[] signature)
            throws VectorFormatException {
        Optional<Verdict> noSecond =
                Question.firstOutside(second.missing("Signature", scheme.calls().algorithm()));
        if (noSecond.isPresent()) {
            return noSecond.get();
        }
        Attempt<Boolean> verification =
                scheme.calls().verify(second, pattern, () -> translated(second, key), message, signature);
        Verdict verdict = Judge.verification(FlagPolicy.Demand.ACCEPT, verification);
        return verdict.passed()
                ? verdict
                : Verdict.fail(
                        "a signature that " + second.provider().getName() + " accepts",
                        Verdict.hex(signature) + ": " + verdict.came());
    }

    /** The key crosses over as bytes, so that the second provider decodes it by itself. */
    static PublicKey translated(Engines second, PublicKey key) throws GeneralSecurityException {
        return second.keyFactory(key.getAlgorithm()).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }

    private static Fields publicKey(AcvpScheme scheme, PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return Fields.octets("n", Encodings.unsigned(rsa.getModulus()))
                    .with("e", Encodings.unsigned(rsa.getPublicExponent()));
        }
        return scheme.curve().startsWith("Ed")
                ? Fields.octets("q", Encodings.rawPublicKey(scheme.curve(), key.getEncoded()))
                : Encodings.coordinates("q", scheme.curve(), key.getEncoded());
    }

    private static Fields signature(AcvpScheme scheme, byte[] signature) {
        if (scheme.modulusBits() > 0 || scheme.curve().startsWith("Ed")) {
            return Fields.octets("signature", signature);
        }
        int orderBytes = Encodings.fieldBytes(scheme.curve());
        byte[][] values = scheme.calls().algorithm().endsWith("P1363Format")
                ? Encodings.ofP1363Signature(orderBytes, signature)
                : Encodings.ofDerSignature(orderBytes, signature);
        return Fields.octets("r", values[0]).with("s", values[1]);
    }
}
