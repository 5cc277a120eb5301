package org.wardkey.conformance;

import java.security.AlgorithmParameters;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM: encryption with a given or an own initialisation vector, and decryption. */
final class AcvpAesGcm implements Family {
    private static final int DEFAULT_TAG_BITS = 128;
    private static final int DEFAULT_IV_BITS = 96;

    /** What an encryption with an own initialisation vector gave. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
    private record Sealed(byte[] iv, byte[] ciphertext) {}

    @Override
    public String name() {
        return "AES-GCM";
    }

    @Override
    public Verdict judge(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        int tagBits = group.size("tagLen");
        int ivBits = group.size("ivLen");
        Optional<Verdict> outside = Question.firstOutside(
                question.subject().missing("Cipher", GcmCalls.TRANSFORMATION),
                question.capability().outsideAesKey(group.size("keyLen")),
                question.capability().outsideGcmTag(tagBits),
                question.capability().outsideGcmIv(ivBits));
        if (outside.isPresent()) {
            return outside.get();
        }
        if ((ivBits | group.size("aadLen") | group.size("payloadLen")) % Byte.SIZE != 0) {
            return Verdict.notExpressible("lengths in bits that do not fill bytes");
        }
        if (group.text("direction").equals("encrypt") && group.text("ivGen").equals("internal")) {
            return tagBits == DEFAULT_TAG_BITS && ivBits == DEFAULT_IV_BITS
                    ? ownIv(question)
                    : Verdict.notExpressible("own GCM IV with other than the default lengths");
        }
        Optional<Verdict> noAnswer = Acvp.noAnswer(question);
        if (noAnswer.isPresent()) {
            return noAnswer.get();
        }
        GcmCalls gcm = new GcmCalls(test.hex("key"), test.hex("iv"), test.hexOrEmpty("aad"), tagBits);
        return group.text("direction").equals("encrypt") ? encrypt(question, gcm) : decrypt(question, gcm);
    }

    private static Verdict encrypt(Question question, GcmCalls gcm) throws VectorFormatException {
        JsonObject answer = question.answer();
        byte[] sealed = Encodings.concat(answer.hex("ct"), answer.hex("tag"));
        Attempt<byte[]> attempt =
                gcm.seal(question.subject(), question.pattern(), question.test().hexOrEmpty("pt"));
        return Judge.output(FlagPolicy.Demand.ACCEPT, sealed, attempt);
    }

    private static Verdict decrypt(Question question, GcmCalls gcm) throws VectorFormatException {
        JsonObject test = question.test();
        byte[] sealed = Encodings.concat(test.hexOrEmpty("ct"), test.hex("tag"));
        JsonObject answer = question.answer();
        if (!answer.truthOr("testPassed", answer.has("pt"))) {
            return WycheproofAesGcm.refused(question, gcm, sealed);
        }
        Attempt<byte[]> attempt =
                gcm.open(question.subject(), question.pattern(), sealed).result();
        return Judge.output(FlagPolicy.Demand.ACCEPT, answer.hexOrEmpty("pt"), attempt);
    }

    /** The provider chooses the vector; the second provider must be able to decrypt with it. */
    private static Verdict ownIv(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        byte[] key = test.hex("key");
        byte[] aad = test.hexOrEmpty("aad");
        byte[] plaintext = test.hexOrEmpty("pt");
        Attempt<Sealed> attempt = Attempt.of(() -> {
            Cipher cipher = question.subject()
                    .cipher(GcmCalls.TRANSFORMATION, question.pattern().onNewObject());
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            cipher.updateAAD(aad);
            byte[] ciphertext = cipher.doFinal(plaintext);
            AlgorithmParameters parameters = cipher.getParameters();
            return new Sealed(
                    parameters.getParameterSpec(GCMParameterSpec.class).getIV(), ciphertext);
        });
        if (attempt instanceof Attempt.Refused<Sealed> refused) {
            return Verdict.fail("a ciphertext", refused.shown());
        }
        Sealed sealed = ((Attempt.Returned<Sealed>) attempt).value();
        if (sealed.iv().length * Byte.SIZE != DEFAULT_IV_BITS) {
            return Verdict.fail("an IV of 96 bits", sealed.iv().length * Byte.SIZE + " bits");
        }
        GcmCalls gcm = new GcmCalls(key, sealed.iv(), aad, DEFAULT_TAG_BITS);
        return Judge.output(
                FlagPolicy.Demand.ACCEPT,
                plaintext,
                gcm.open(question.second(), question.pattern(), sealed.ciphertext())
                        .result());
    }
}
