package org.wardkey.conformance;

import java.util.Base64;
import java.util.Optional;

/** X25519 and X448, with keys raw, in DER, in PEM or as JSON Web Key. */
final class WycheproofXdh implements Family {
    @Override
    public String name() {
        return "X25519/X448";
    }

    /** Decodes a key of a test; malformed ones count as refused. */
    private interface Decoder {
        byte[] decode();
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        String curve = Names.curve(question.group().text("curve"));
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideCurve(curve), question.subject().missing("KeyAgreement", curve));
        if (outside.isPresent()) {
            return outside.get();
        }
        JsonObject test = question.test();
        Engines engines = question.subject();
        String type = question.group().text("type");
        if (type.equals("XdhJwkComp")
                && !(isKeyOf(curve, test.object("private")) && isKeyOf(curve, test.object("public")))) {
            return Verdict.notExpressible("a JSON Web Key of another type or curve");
        }
        Decoder own = decoder(type, curve, test, "private");
        Decoder peer = decoder(type, curve, test, "public");
        CallPattern pattern = question.pattern();
        Attempt<byte[]> attempt = AgreementCalls.agree(
                engines,
                pattern,
                algorithm(engines, pattern, curve),
                () -> engines.privateKey(curve, own.decode()),
                () -> engines.publicKey(curve, peer.decode()));
        return Judge.output(FlagPolicy.demand(test), test.hex("shared"), attempt);
    }

    /** Whoever reads a JSON Web Key has to look at these; the JCA sees the coordinate alone. Source: RFC 8037 §2. */
    private static boolean isKeyOf(String curve, JsonObject key) throws VectorFormatException {
        return key.textOr("kty", "").equals("OKP") && key.textOr("crv", "").equals(curve);
    }

    /** Both names that applications use, where the provider has both. */
    static String algorithm(Engines engines, CallPattern pattern, String curve) {
        return pattern.split() && engines.missing("KeyAgreement", "XDH").isEmpty() ? "XDH" : curve;
    }

    private static Decoder decoder(String type, String curve, JsonObject test, String field)
            throws VectorFormatException {
        boolean secret = field.equals("private");
        return switch (type) {
            case "XdhComp" -> {
                byte[] raw = test.hex(field);
                yield () -> encoded(curve, secret, raw);
            }
            case "XdhAsnComp" -> {
                byte[] der = test.hex(field);
                yield () -> der;
            }
            case "XdhPemComp" -> {
                String pem = test.text(field);
                yield () -> Encodings.pem(pem);
            }
            case "XdhJwkComp" -> {
                JsonObject key = test.object(field);
                yield () -> encoded(curve, secret, Base64.getUrlDecoder().decode(key.textOr(secret ? "d" : "x", "")));
            }
            default -> throw new VectorFormatException(test.where(), "unknown type " + type);
        };
    }

    private static byte[] encoded(String curve, boolean secret, byte[] raw) {
        return secret ? Encodings.edwardsPrivateKey(curve, raw) : Encodings.publicKey(curve, raw);
    }
}
