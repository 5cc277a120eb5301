package org.wardkey.conformance;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/** Encryption with a password, PBES2 with PBKDF2 and AES-CBC, both ways. Source: RFC 8018 §6.2. */
final class WycheproofPbe implements Family {
    private static final Pattern NAME = Pattern.compile("PbeWithHmacSha(\\d+)AndAes_(\\d+)");

    @Override
    public String name() {
        return "PBES2";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject header = question.header();
        JsonObject test = question.test();
        Matcher matcher = NAME.matcher(header.text("algorithm"));
        if (!matcher.matches()) {
            return Verdict.outside("algorithm " + Verdict.printable(header.text("algorithm")) + " (PbeTest)");
        }
        String algorithm = "PBEWithHmacSHA" + matcher.group(1) + "AndAES_" + matcher.group(2);
        Optional<Verdict> outside = Question.firstOutside(
                question.capability().outsidePlainDigest("SHA-" + matcher.group(1)),
                question.capability().outsideAesKey(Integer.parseInt(matcher.group(2))),
                question.subject().missing("Cipher", algorithm),
                question.subject().missing("SecretKeyFactory", algorithm));
        if (outside.isPresent()) {
            return outside.get();
        }
        Optional<char[]> password = Pbkdf2.text(test.hex("password"));
        if (password.isEmpty()) {
            return Verdict.notExpressible("PBEKeySpec takes characters, and the password is no text in UTF-8");
        }
        byte[] message = test.hex("msg");
        byte[] ciphertext = test.hex("ct");
        FlagPolicy.Demand demand = FlagPolicy.demand(test);
        Verdict decryption = Judge.output(
                demand, message, crypt(question, algorithm, password.get(), Cipher.DECRYPT_MODE, ciphertext));
        return decryption.passed() && demand == FlagPolicy.Demand.ACCEPT
                ? Judge.output(
                        demand, ciphertext, crypt(question, algorithm, password.get(), Cipher.ENCRYPT_MODE, message))
                : decryption;
    }

    private static Attempt<byte[]> crypt(Question question, String algorithm, char[] password, int mode, byte[] input)
            throws VectorFormatException {
        JsonObject test = question.test();
        PBEParameterSpec parameters = new PBEParameterSpec(
                test.hex("salt"), test.size("iterationCount"), new IvParameterSpec(test.hex("iv")));
        CallPattern pattern = question.pattern();
        return Attempt.of(() -> {
            SecretKey key = SecretKeyFactory.getInstance(
                            algorithm, question.subject().provider())
                    .generateSecret(new PBEKeySpec(password));
            Cipher cipher = question.subject().cipher(algorithm, pattern);
            cipher.init(mode, key, parameters);
            return BlockMode.finish(cipher, pattern, input);
        });
    }
}
