package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/**
 * {@code keyVer} of ECDSA and EdDSA: is this a public key? Many providers make any key object and check the point where
 * it is used, so that the question is put as an application meets it: the key is made, and used once.
 *
 * <p>Source: ACVP specifications "ECDSA" and "EDDSA", sections on keyVer; SP 800-56A r3 §5.6.2.3.3.
 */
final class AcvpKeyVer implements AcvpFamily {
    private final String name;

    AcvpKeyVer(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        boolean edwards = curve.startsWith("Ed");
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideCurve(curve),
                question.subject().missing("KeyFactory", edwards ? curve : "EC"),
                edwards
                        ? question.subject().missing("Signature", curve)
                        : question.subject().missing("KeyAgreement", "ECDH"));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        return Response.validity(edwards ? edwards(question, curve) : weierstrass(question, curve));
    }

    private static Attempt<Boolean> weierstrass(Question question, String curve) throws VectorFormatException {
        Engines engines = question.subject();
        byte[] x = question.test().hex("qx");
        byte[] y = question.test().hex("qy");
        return Attempt.of(() -> {
            ECParameterSpec parameters = engines.curve(curve);
            BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
            // A coordinate beyond the field has no point and no encoding: nothing is left to ask the provider.
            if (new BigInteger(1, x).compareTo(p) >= 0 || new BigInteger(1, y).compareTo(p) >= 0) {
                return false;
            }
            PublicKey key = AgreementCalls.ecPublic(engines, curve, x, y);
            KeyPair own = engines.curveKeyPair(curve);
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH", engines.provider());
            agreement.init(own.getPrivate());
            agreement.doPhase(key, true);
            return agreement.generateSecret().length > 0;
        });
    }

    /** No signature belongs to the key here: what counts is whether the key is refused, not what verification says. */
    private static Attempt<Boolean> edwards(Question question, String curve) throws VectorFormatException {
        Engines engines = question.subject();
        byte[] key = Encodings.publicKey(curve, question.test().hex("q"));
        return Attempt.of(() -> {
            PublicKey decoded = engines.publicKey(curve, key);
            engines.signature(curve, question.pattern().onNewObject()).initVerify(decoded);
            return true;
        });
    }
}
