package org.wardkey.conformance;

import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * An authenticated cipher as an application calls it.
 *
 * @param mode which one
 * @param key the key
 * @param iv the initialisation vector
 * @param aad the additional data
 * @param tagBits the tag length
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
record AeadCalls(AeadMode mode, byte[] key, byte[] iv, byte[] aad, int tagBits) {
    /**
     * A decryption with what leaked before the tag was known to be right.
     *
     * @param result the plaintext, or the refusal
     * @param releasedBytes bytes that left the cipher before {@code doFinal} succeeded, or stood in the caller's
     *     buffer after it failed
     */
    record Opening(Attempt<byte[]> result, int releasedBytes) {}

    /** Encrypts; the result ends with the tag. */
    Attempt<byte[]> seal(Engines engines, CallPattern pattern, byte[] plaintext) throws VectorFormatException {
        return Attempt.of(() -> {
            // A reused object refuses the key and IV it encrypted with last, and rightly so: SP 800-38D §8.
            Cipher cipher = engines.cipher(mode.transformation(), pattern.onNewObject());
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, mode.keyAlgorithm()), mode.parameters(tagBits, iv));
            if (!pattern.split()) {
                cipher.updateAAD(aad);
                return cipher.doFinal(plaintext);
            }
            pattern.feed(aad, cipher::updateAAD);
            Collector out = new Collector();
            pattern.feed(plaintext, (in, offset, length) -> out.add(cipher.update(in, offset, length)));
            out.add(cipher.doFinal());
            return out.bytes();
        });
    }

    /** Decrypts a ciphertext that ends with its tag. */
    Opening open(Engines engines, CallPattern pattern, byte[] sealed) throws VectorFormatException {
        return pattern.split() ? openInPieces(engines, pattern, sealed) : openAtOnce(engines, pattern, sealed);
    }

    /** Wrong tags are tried in pieces and at once: either must end in a refusal that let nothing out. */
    Verdict refused(Question question, byte[] sealed) throws VectorFormatException {
        for (CallPattern pattern : new CallPattern[] {
            question.pattern().inPieces(), question.pattern().atOnce()
        }) {
            Opening opening = open(question.subject(), pattern, sealed);
            Verdict verdict = Judge.output(FlagPolicy.Demand.REFUSE, new byte[0], opening.result());
            if (!verdict.passed()) {
                return verdict;
            }
            if (opening.releasedBytes() > 0) {
                return Verdict.fail(
                        "no plaintext before the tag is verified",
                        opening.releasedBytes() + " bytes released, then the tag was refused");
            }
        }
        return Verdict.pass();
    }

    /** The plaintext, or that the tag is wrong; a refusal that let something out is a fault whatever was expected. */
    Response opened(Question question, byte[] sealed) throws VectorFormatException {
        Attempt<byte[]> attempt =
                open(question.subject(), question.pattern(), sealed).result();
        if (!(attempt instanceof Attempt.Refused<byte[]> refused) || !refused.proper()) {
            return Response.octetsOrInvalid("pt", attempt);
        }
        Verdict refusal = refused(question, sealed);
        return refusal.passed() ? Response.invalid(refused) : new Response.Faulty(refusal);
    }

    private Opening openInPieces(Engines engines, CallPattern pattern, byte[] sealed) throws VectorFormatException {
        Collector out = new Collector();
        Attempt<byte[]> result = Attempt.of(() -> {
            Cipher cipher = decryptor(engines, pattern);
            pattern.feed(aad, cipher::updateAAD);
            pattern.feed(sealed, (in, offset, length) -> out.add(cipher.update(in, offset, length)));
            byte[] last = cipher.doFinal();
            return Encodings.concat(out.bytes(), last);
        });
        return new Opening(result, out.bytes().length);
    }

    private Opening openAtOnce(Engines engines, CallPattern pattern, byte[] sealed) throws VectorFormatException {
        byte[] buffer = new byte[sealed.length + 32];
        Attempt<byte[]> result = Attempt.of(() -> {
            Cipher cipher = decryptor(engines, pattern);
            cipher.updateAAD(aad);
            int length = cipher.doFinal(sealed, 0, sealed.length, buffer, 0);
            return Arrays.copyOf(buffer, length);
        });
        int released = 0;
        for (byte b : buffer) {
            released += b == 0 ? 0 : 1;
        }
        return new Opening(result, released);
    }

    private Cipher decryptor(Engines engines, CallPattern pattern) throws Exception {
        // The JDK's up to 17 refuses the key and nonce that an object had last in decryption, too.
        boolean fresh = mode == AeadMode.CHACHA20_POLY1305;
        Cipher cipher = engines.cipher(mode.transformation(), fresh ? pattern.onNewObject() : pattern);
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, mode.keyAlgorithm()), mode.parameters(tagBits, iv));
        return cipher;
    }
}
