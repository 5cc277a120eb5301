package org.wardkey.conformance;

import java.security.AlgorithmParameters;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM: encryption with a given or an own initialisation vector, and decryption. */
final class AcvpAesGcm implements AcvpFamily {
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
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        int tagBits = group.size("tagLen");
        int ivBits = group.size("ivLen");
        Optional<Verdict> outside = AeadMode.GCM.outside(question, group.size("keyLen"), tagBits, ivBits, true);
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        if ((ivBits | group.size("aadLen") | group.size("payloadLen")) % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        boolean encrypt = group.text("direction").equals("encrypt");
        if (encrypt && group.text("ivGen").equals("internal")) {
            return tagBits == DEFAULT_TAG_BITS && ivBits == DEFAULT_IV_BITS
                    ? ownIv(question)
                    : Response.notExpressible("own GCM IV with other than the default lengths");
        }
        AeadCalls gcm = new AeadCalls(AeadMode.GCM, test.hex("key"), test.hex("iv"), test.hexOrEmpty("aad"), tagBits);
        return encrypt ? encrypt(question, gcm) : decrypt(question, gcm);
    }

    private static Response encrypt(Question question, AeadCalls gcm) throws VectorFormatException {
        Attempt<byte[]> attempt =
                gcm.seal(question.subject(), question.pattern(), question.test().hexOrEmpty("pt"));
        return attempt instanceof Attempt.Returned<byte[]> returned
                ? Response.of(sealed(Fields.NONE, returned.value(), gcm.tagBits()))
                : Response.octets("ct", attempt);
    }

    private static Fields sealed(Fields before, byte[] sealed, int tagBits) {
        int ciphertextBytes = Math.max(0, sealed.length - tagBits / Byte.SIZE);
        return before.with("ct", Arrays.copyOf(sealed, ciphertextBytes))
                .with("tag", Arrays.copyOfRange(sealed, ciphertextBytes, sealed.length));
    }

    private static Response decrypt(Question question, AeadCalls gcm) throws VectorFormatException {
        JsonObject test = question.test();
        byte[] sealed = Encodings.concat(test.hexOrEmpty("ct"), test.hex("tag"));
        return gcm.opened(question, sealed);
    }

    /** The provider chooses the vector; the second provider must be able to decrypt with it. */
    private static Response ownIv(Question question) throws VectorFormatException {
        JsonObject test = question.test();
        byte[] key = test.hex("key");
        byte[] aad = test.hexOrEmpty("aad");
        byte[] plaintext = test.hexOrEmpty("pt");
        Attempt<Sealed> attempt = Attempt.of(() -> {
            Cipher cipher = question.subject()
                    .cipher(AeadMode.GCM.transformation(), question.pattern().onNewObject());
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            cipher.updateAAD(aad);
            byte[] ciphertext = cipher.doFinal(plaintext);
            AlgorithmParameters parameters = cipher.getParameters();
            return new Sealed(
                    parameters.getParameterSpec(GCMParameterSpec.class).getIV(), ciphertext);
        });
        if (attempt instanceof Attempt.Refused<Sealed> refused) {
            return new Response.Unanswered("a ciphertext", true, refused);
        }
        Sealed sealed = ((Attempt.Returned<Sealed>) attempt).value();
        AeadCalls gcm = new AeadCalls(AeadMode.GCM, key, sealed.iv(), aad, DEFAULT_TAG_BITS);
        CallPattern pattern = question.pattern();
        return Response.random(
                Fields.NONE,
                sealed(Fields.octets("iv", sealed.iv()), sealed.ciphertext(), DEFAULT_TAG_BITS),
                second -> sealed.iv().length * Byte.SIZE == DEFAULT_IV_BITS
                        ? Judge.output(
                                FlagPolicy.Demand.ACCEPT,
                                plaintext,
                                gcm.open(second, pattern, sealed.ciphertext()).result())
                        : Verdict.fail("an IV of 96 bits", sealed.iv().length * Byte.SIZE + " bits"));
    }
}
