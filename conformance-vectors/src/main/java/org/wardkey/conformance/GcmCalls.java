package org.wardkey.conformance;

import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM as an application calls it.
 *
 * @param key the AES key
 * @param iv the initialisation vector
 * @param aad the additional data
 * @param tagBits the tag length
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
record GcmCalls(byte[] key, byte[] iv, byte[] aad, int tagBits) {
    static final String TRANSFORMATION = "AES/GCM/NoPadding";

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
            Cipher cipher = engines.cipher(TRANSFORMATION, pattern.onNewObject());
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(tagBits, iv));
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
        Cipher cipher = engines.cipher(TRANSFORMATION, pattern);
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(tagBits, iv));
        return cipher;
    }
}
