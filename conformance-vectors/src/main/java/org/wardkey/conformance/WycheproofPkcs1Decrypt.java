package org.wardkey.conformance;

import java.math.BigInteger;
import java.util.Optional;
import javax.crypto.Cipher;

/** RSAES-PKCS1-v1_5: {@code RsaesPkcs1Decrypt} groups. Source: RFC 8017 §7.2. */
final class WycheproofPkcs1Decrypt implements Family {
    private static final String TRANSFORMATION = "RSA/ECB/PKCS1Padding";

    @Override
    public String name() {
        return "RSA-PKCS1 decrypt";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        int bits =
                Encodings.unsigned(new BigInteger(1, group.object("privateKey").hex("modulus"))).length * Byte.SIZE;
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsideRsa(bits), question.subject().missing("Cipher", TRANSFORMATION));
        if (outside.isPresent()) {
            return outside.get();
        }
        byte[] pkcs8 = group.hex("privateKeyPkcs8");
        byte[] ciphertext = test.hex("ct");
        CallPattern pattern = question.pattern();
        Attempt<byte[]> attempt = Attempt.of(() -> {
            Cipher cipher = question.subject().cipher(TRANSFORMATION, pattern);
            cipher.init(Cipher.DECRYPT_MODE, question.subject().privateKey("RSA", pkcs8));
            return BlockMode.finish(cipher, pattern, ciphertext);
        });
        return Judge.output(FlagPolicy.demand(test), test.hexOrEmpty("msg"), attempt);
    }
}
