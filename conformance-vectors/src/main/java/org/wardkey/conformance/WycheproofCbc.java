package org.wardkey.conformance;

import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-CBC with padding: {@code IndCpaTest} groups. */
final class WycheproofCbc implements Family {
    private static final String TRANSFORMATION = "AES/CBC/PKCS5Padding";

    @Override
    public String name() {
        return "AES-CBC-PKCS5";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        byte[] key = test.hex("key");
        Optional<Verdict> outside = Question.firstOutside(
                question.subject().missing("Cipher", TRANSFORMATION),
                question.capability().outsideAesKey(key.length * Byte.SIZE));
        if (outside.isPresent()) {
            return outside.get();
        }
        byte[] message = test.hex("msg");
        byte[] ciphertext = test.hex("ct");
        FlagPolicy.Demand demand = FlagPolicy.demand(test);
        Verdict decryption = Judge.output(demand, message, crypt(question, false, key, ciphertext));
        return decryption.passed() && demand != FlagPolicy.Demand.REFUSE
                ? Judge.output(demand, ciphertext, crypt(question, true, key, message))
                : decryption;
    }

    private static Attempt<byte[]> crypt(Question question, boolean encrypt, byte[] key, byte[] input)
            throws VectorFormatException {
        byte[] iv = question.test().hex("iv");
        CallPattern pattern = question.pattern();
        return Attempt.of(() -> {
            Cipher cipher = question.subject().cipher(TRANSFORMATION, pattern);
            cipher.init(
                    encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(iv));
            return BlockMode.finish(cipher, pattern, input);
        });
    }
}
