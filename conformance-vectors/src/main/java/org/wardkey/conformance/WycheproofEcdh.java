package org.wardkey.conformance;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;

/** ECDH on the NIST prime curves, with public keys as SubjectPublicKeyInfo, PEM, SEC 1 point or JSON Web Key. */
final class WycheproofEcdh implements Family {
    @Override
    public String name() {
        return "ECDH";
    }

    private record Keys(SignatureCalls.KeySource<PrivateKey> own, SignatureCalls.KeySource<PublicKey> peer) {}

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        String curve = Names.curve(group.text("curve"));
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideCurve(curve), question.subject().missing("KeyAgreement", "ECDH"));
        if (outside.isPresent()) {
            return outside.get();
        }
        JsonObject test = question.test();
        Engines engines = question.subject();
        String encoding = group.text("encoding");
        Keys keys = switch (encoding) {
            case "asn" -> {
                byte[] scalar = test.hex("private");
                byte[] spki = test.hex("public");
                yield new Keys(
                        () -> AgreementCalls.ecPrivate(engines, curve, scalar), () -> engines.publicKey("EC", spki));
            }
            case "ecpoint" -> {
                byte[] scalar = test.hex("private");
                byte[] spki = Encodings.publicKey(curve, test.hex("public"));
                yield new Keys(
                        () -> AgreementCalls.ecPrivate(engines, curve, scalar), () -> engines.publicKey("EC", spki));
            }
            case "pem" -> {
                String own = test.text("private");
                String peer = test.text("public");
                yield new Keys(
                        () -> engines.privateKey("EC", Encodings.pem(own)),
                        () -> engines.publicKey("EC", Encodings.pem(peer)));
            }
            case "webcrypto" -> webKeys(engines, test);
            default -> throw new VectorFormatException(group.where(), "unknown encoding " + encoding);
        };
        Attempt<byte[]> attempt = AgreementCalls.agree(engines, question.pattern(), "ECDH", keys.own(), keys.peer());
        return Judge.output(FlagPolicy.demand(test), test.hex("shared"), attempt);
    }

    private static Keys webKeys(Engines engines, JsonObject test) throws VectorFormatException {
        JsonObject own = test.object("private");
        JsonObject peer = test.object("public");
        return new Keys(
                () -> AgreementCalls.ecPrivate(engines, own.textOr("crv", ""), part(own, "d")),
                () -> AgreementCalls.ecPublic(engines, peer.textOr("crv", ""), part(peer, "x"), part(peer, "y")));
    }

    /** A malformed JSON Web Key is one way for a vector to be invalid, so it counts as refused, not as a bad file. */
    private static byte[] part(JsonObject key, String name) {
        return Base64.getUrlDecoder().decode(key.textOr(name, ""));
    }
}
