package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/** {@code sigVer} of ECDSA, EdDSA and RSA. */
final class AcvpVerify implements AcvpFamily {
    private final String name;

    AcvpVerify(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        AcvpScheme scheme = AcvpScheme.of(question);
        Optional<Verdict> outside = scheme.outside();
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        JsonObject test = question.test();
        return Response.validity(scheme.calls()
                .verify(
                        question.subject(),
                        question.pattern(),
                        key(question, scheme),
                        test.hex("message"),
                        signature(scheme, test)));
    }

    private static SignatureCalls.KeySource<PublicKey> key(Question question, AcvpScheme scheme)
            throws VectorFormatException {
        JsonObject test = question.test();
        Engines engines = question.subject();
        if (scheme.modulusBits() > 0) {
            BigInteger modulus = new BigInteger(1, question.group().hex("n"));
            BigInteger exponent = new BigInteger(1, question.group().hex("e"));
            return () -> engines.keyFactory("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        }
        if (test.has("q")) {
            byte[] spki = Encodings.publicKey(scheme.curve(), test.hex("q"));
            return () -> engines.publicKey(scheme.curve(), spki);
        }
        byte[] x = test.hex("qx");
        byte[] y = test.hex("qy");
        return () -> AgreementCalls.ecPublic(engines, scheme.curve(), x, y);
    }

    private static byte[] signature(AcvpScheme scheme, JsonObject test) throws VectorFormatException {
        if (test.has("signature")) {
            return test.hex("signature");
        }
        byte[] r = test.hex("r");
        byte[] s = test.hex("s");
        return scheme.calls().algorithm().endsWith("P1363Format")
                ? Encodings.p1363Signature(Encodings.fieldBytes(scheme.curve()), r, s)
                : Encodings.derSignature(r, s);
    }
}
