package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * {@code sigGen} of ECDSA, EdDSA and RSA: the provider under test generates the key and signs, the second provider
 * verifies. Where the server's Ed25519 key is published, the signature itself is compared.
 */
final class AcvpSign implements Family {
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
        Optional<Verdict> outside = scheme.outside();
        if (outside.isPresent()) {
            return outside.get();
        }
        byte[] message = question.test().hex("message");
        Question.Projection known = question.projection();
        return scheme.curve().startsWith("Ed") && known.group().has("d")
                ? signAsKnown(question, scheme, message)
                : signAndVerify(question, scheme, message);
    }

    private static Verdict signAsKnown(Question question, AcvpScheme scheme, byte[] message)
            throws VectorFormatException {
        Question.Projection known = question.projection();
        byte[] pkcs8 = Encodings.edwardsPrivateKey(scheme.curve(), known.group().hex("d"));
        SignatureCalls.KeySource<PrivateKey> key = () -> question.subject().privateKey(scheme.curve(), pkcs8);
        Attempt<byte[]> attempt = scheme.calls().sign(question.subject(), question.pattern(), key, message);
        return Judge.output(FlagPolicy.Demand.ACCEPT, known.test().hex("signature"), attempt);
    }

    private static Verdict signAndVerify(Question question, AcvpScheme scheme, byte[] message)
            throws VectorFormatException {
        Optional<Verdict> noSecond = Question.firstOutside(
                question.second().missing("Signature", scheme.calls().algorithm()));
        if (noSecond.isPresent()) {
            return noSecond.get();
        }
        Attempt<KeyPair> generation = Attempt.of(() -> scheme.modulusBits() > 0
                ? question.subject().rsaKeyPair(scheme.modulusBits())
                : question.subject().curveKeyPair(scheme.curve()));
        if (generation instanceof Attempt.Refused<KeyPair> refused) {
            return Verdict.fail("a key pair", refused.shown());
        }
        KeyPair pair = ((Attempt.Returned<KeyPair>) generation).value();
        Attempt<byte[]> signing =
                scheme.calls().sign(question.subject(), question.pattern(), pair::getPrivate, message);
        if (signing instanceof Attempt.Refused<byte[]> refused) {
            return Verdict.fail("a signature", refused.shown());
        }
        byte[] signature = ((Attempt.Returned<byte[]>) signing).value();
        Attempt<Boolean> verification = scheme.calls()
                .verify(
                        question.second(),
                        question.pattern(),
                        () -> translated(question.second(), pair.getPublic()),
                        message,
                        signature);
        Verdict verdict = Judge.verification(FlagPolicy.Demand.ACCEPT, verification);
        return verdict.passed()
                ? verdict
                : Verdict.fail(
                        "a signature that " + question.second().provider().getName() + " accepts",
                        Verdict.hex(signature) + ": " + verdict.came());
    }

    /** The key crosses over as bytes, so that the second provider decodes it by itself. */
    static PublicKey translated(Engines second, PublicKey key) throws GeneralSecurityException {
        return second.keyFactory(key.getAlgorithm()).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }
}
