package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** RSA-OAEP: {@code RsaesOaepDecrypt} groups; valid messages are encrypted and decrypted again as well. */
final class WycheproofOaep implements Family {
    private static final String TRANSFORMATION = "RSA/ECB/OAEPPadding";

    @Override
    public String name() {
        return "RSA-OAEP";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        String digest = Names.digest(group.text("sha"));
        String maskDigest = Names.digest(group.text("mgfSha"));
        JsonObject key = group.object("privateKey");
        int primes = 2 + key.count("otherPrimeInfos");
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideDigest(digest),
                question.capability().outsideMaskDigest(maskDigest),
                question.capability().outsideRsa(group.size("keySize")),
                question.capability().outsideRsaPrimes(primes),
                question.subject().missing("Cipher", TRANSFORMATION));
        if (outside.isPresent()) {
            return outside.get();
        }
        OAEPParameterSpec parameters = new OAEPParameterSpec(
                digest, "MGF1", new MGF1ParameterSpec(maskDigest), new PSource.PSpecified(test.hex("label")));
        byte[] pkcs8 = group.hex("privateKeyPkcs8");
        byte[] message = test.hex("msg");
        FlagPolicy.Demand demand = FlagPolicy.demand(test);
        Verdict decryption = Judge.output(demand, message, decrypt(question, pkcs8, parameters, test.hex("ct")));
        if (!decryption.passed() || demand == FlagPolicy.Demand.REFUSE) {
            return decryption;
        }
        Attempt<byte[]> encryption = encrypt(question, key, parameters, message);
        return encryption instanceof Attempt.Returned<byte[]> returned
                ? Judge.output(demand, message, decrypt(question, pkcs8, parameters, returned.value()))
                : Judge.output(demand, message, encryption);
    }

    private static Attempt<byte[]> decrypt(
            Question question, byte[] pkcs8, OAEPParameterSpec parameters, byte[] ciphertext)
            throws VectorFormatException {
        CallPattern pattern = question.pattern();
        return Attempt.of(() -> {
            Cipher cipher = question.subject().cipher(TRANSFORMATION, pattern);
            cipher.init(Cipher.DECRYPT_MODE, question.subject().privateKey("RSA", pkcs8), parameters);
            return complete(cipher, pattern, ciphertext);
        });
    }

    private static Attempt<byte[]> encrypt(
            Question question, JsonObject key, OAEPParameterSpec parameters, byte[] message)
            throws VectorFormatException {
        CallPattern pattern = question.pattern();
        BigInteger modulus = new BigInteger(1, key.hex("modulus"));
        BigInteger exponent = new BigInteger(1, key.hex("publicExponent"));
        return Attempt.of(() -> {
            PublicKey publicKey =
                    question.subject().keyFactory("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
            Cipher cipher = question.subject().cipher(TRANSFORMATION, pattern);
            cipher.init(Cipher.ENCRYPT_MODE, publicKey, parameters);
            return complete(cipher, pattern, message);
        });
    }

    private static byte[] complete(Cipher cipher, CallPattern pattern, byte[] input) throws Exception {
        if (!pattern.split()) {
            return cipher.doFinal(input);
        }
        Collector out = new Collector();
        pattern.feed(input, (in, offset, length) -> out.add(cipher.update(in, offset, length)));
        out.add(cipher.doFinal());
        return out.bytes();
    }
}
