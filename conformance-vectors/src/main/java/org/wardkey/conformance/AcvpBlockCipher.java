package org.wardkey.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES in ECB, CBC, CBC-CS3, CTR, OFB and CFB: functional, Monte Carlo and counter tests. */
final class AcvpBlockCipher implements AcvpFamily {
    private final BlockMode mode;

    /** What an encryption with an own initialisation vector gave. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
    private record Sealed(byte[] iv, byte[] ciphertext) {}

    AcvpBlockCipher(BlockMode mode) {
        this.mode = mode;
    }

    @Override
    public String name() {
        return "AES-" + mode;
    }

    @Override
    public Response respond(Question question) throws VectorFormatException {
        JsonObject group = question.group();
        JsonObject test = question.test();
        Optional<Verdict> outside = Question.firstOutside(
                question.subject().missing("Cipher", mode.transformation()),
                question.capability().outsideAesKey(group.size("keyLen")));
        if (outside.isPresent()) {
            return new Response.NotRun(outside.get());
        }
        boolean encrypt = group.text("direction").equals("encrypt");
        byte[] input = test.hex(encrypt ? "pt" : "ct");
        int bits = test.has("payloadLen") ? test.size("payloadLen") : input.length * Byte.SIZE;
        if (bits % Byte.SIZE != 0) {
            return Response.notExpressible("lengths in bits that do not fill bytes");
        }
        String type = group.text("testType");
        if (type.equals("MCT")) {
            return mode == BlockMode.CTR || mode == BlockMode.CBC_CS3
                    ? Response.outside("test type MCT of " + mode)
                    : monteCarlo(question, encrypt, input);
        }
        if (!type.equals("AFT") && !type.equals("CTR")) {
            return Response.outside("test type " + type);
        }
        byte[] message = Arrays.copyOf(input, bits / Byte.SIZE);
        if (mode.hasIv() && encrypt && !test.has("iv")) {
            return ownIv(question, message);
        }
        return Response.octets(
                encrypt ? "ct" : "pt",
                mode.crypt(
                        question.subject(),
                        question.pattern(),
                        encrypt,
                        test.hex("key"),
                        test.hexOrEmpty("iv"),
                        message));
    }

    private Response monteCarlo(Question question, boolean encrypt, byte[] block) throws VectorFormatException {
        byte[] key = question.test().hex("key");
        byte[] iv = question.test().hexOrEmpty("iv");
        CallPattern pattern = question.pattern();
        Attempt<List<Fields>> attempt = Attempt.of(() -> {
            Cipher cipher = question.subject().cipher(mode.transformation(), pattern);
            return mode == BlockMode.CFB8
                    ? new CfbMonteCarlo(encrypt, cipher).results(key, iv, block)
                    : new AesMonteCarlo(mode, encrypt, cipher).results(key, iv, block);
        });
        return attempt instanceof Attempt.Returned<List<Fields>> results
                ? Response.of(Fields.NONE.with("resultsArray", results.value()))
                : new Response.Unanswered("resultsArray", false, (Attempt.Refused<List<Fields>>) attempt);
    }

    /** The provider chooses the vector; the second provider must be able to decrypt with it. */
    private Response ownIv(Question question, byte[] plaintext) throws VectorFormatException {
        byte[] key = question.test().hex("key");
        CallPattern pattern = question.pattern().onNewObject();
        Attempt<Sealed> attempt = Attempt.of(() -> {
            Cipher cipher = question.subject().cipher(mode.transformation(), pattern);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            byte[] iv = cipher.getIV();
            return new Sealed(iv, BlockMode.finish(cipher, pattern, plaintext));
        });
        if (attempt instanceof Attempt.Refused<Sealed> refused) {
            return new Response.Unanswered("a ciphertext", true, refused);
        }
        Sealed sealed = ((Attempt.Returned<Sealed>) attempt).value();
        return Response.random(
                Fields.NONE,
                Fields.octets("iv", sealed.iv()).with("ct", sealed.ciphertext()),
                second -> Judge.output(
                        FlagPolicy.Demand.ACCEPT,
                        plaintext,
                        mode.crypt(second, pattern, false, key, sealed.iv(), sealed.ciphertext())));
    }
}
