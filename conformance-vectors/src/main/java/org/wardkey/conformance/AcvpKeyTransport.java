package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * Transport of keys with RSA-OAEP, {@code KTS-IFC} in its basic scheme without associated data. What a sender encrypts is its
 * own choice, and only the receiver can open it.
 *
 * <p>Source: ACVP specification "KTS-IFC Sp800-56Br2"; SP 800-56B r2 §9.2.3.
 */
final class AcvpKeyTransport implements AcvpFamily {
    private static final String TRANSFORMATION = "RSA/ECB/OAEPPadding";
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String name() {
        return "RSA key transport";
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        if (!group.text("scheme").equals("KTS-OAEP-basic")) {
            return Response.notExpressible(Uncovered.NO_CONFIRMATION);
        }
        JsonObject configuration = group.object("ktsConfiguration");
        String digest = Names.digest(configuration.text("hashAlg"));
        String associated = configuration.textOr("associatedDataPattern", "");
        Optional<Verdict> outside = Question.firstOutside(
                associated.isEmpty() ? Optional.empty() : Optional.of("associated data " + associated),
                question.capability().outsideRsa(group.size("modulo")),
                question.capability().outsideDigest(digest),
                question.capability().outsideMaskDigest(digest),
                question.subject().missing("Cipher", TRANSFORMATION));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        OAEPParameterSpec parameters =
                new OAEPParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), PSource.PSpecified.DEFAULT);
        return group.text("kasRole").equals("initiator")
                ? sent(question, parameters)
                : Response.octets("dkm", received(question, parameters));
    }

    private static Response sent(Question question, OAEPParameterSpec parameters) throws VectorFormatException {
        JsonObject test = question.test();
        RSAPublicKeySpec spec = new RSAPublicKeySpec(
                AcvpRsaPrimitive.number(test, "serverN"), AcvpRsaPrimitive.number(test, "serverE"));
        byte[] key = new byte[question.group().size("l") / Byte.SIZE];
        RANDOM.nextBytes(key);
        CallPattern pattern = question.pattern().onNewObject();
        Attempt<byte[]> attempt = Attempt.of(() -> {
            PublicKey receiver = question.subject().keyFactory("RSA").generatePublic(spec);
            Cipher cipher = question.subject().cipher(TRANSFORMATION, pattern);
            cipher.init(Cipher.ENCRYPT_MODE, receiver, parameters);
            return BlockMode.finish(cipher, pattern, key);
        });
        return attempt instanceof Attempt.Returned<byte[]> ciphertext
                ? Response.random(
                        Fields.NONE,
                        Fields.octets("iutC", ciphertext.value()).with("dkm", key),
                        second -> Verdict.outside("what is encrypted for a server, only the server can check"))
                : new Response.Unanswered("a ciphertext", true, (Attempt.Refused<byte[]>) attempt);
    }

    private static Attempt<byte[]> received(Question question, OAEPParameterSpec parameters)
            throws VectorFormatException {
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
        CallPattern pattern = question.pattern().onNewObject();
        return Attempt.of(() -> {
            PrivateKey key = question.subject().keyFactory("RSA").generatePrivate(spec);
            Cipher cipher = question.subject().cipher(TRANSFORMATION, pattern);
            cipher.init(Cipher.DECRYPT_MODE, key, parameters);
            return BlockMode.finish(cipher, pattern, ciphertext);
        });
    }
}
