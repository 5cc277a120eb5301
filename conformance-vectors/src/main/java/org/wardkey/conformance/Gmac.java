package org.wardkey.conformance;

import java.util.List;
import java.util.Optional;
import javax.crypto.spec.IvParameterSpec;

/**
 * GMAC, by its own name where the provider has it, else as AES-GCM of no plaintext, which is how it is defined.
 *
 * <p>Source: SP 800-38D §3.
 *
 * @param key the AES key
 * @param iv the initialisation vector
 * @param tagBits the tag length
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
record Gmac(byte[] key, byte[] iv, int tagBits) {
    static final String FAMILY = "AES-GMAC";
    private static final String MAC = "AESGMAC";

    Optional<Verdict> outside(Question question, boolean valid) {
        return hasMac(question)
                ? Question.firstOutside(question.capability().outsideAesKey(key.length * Byte.SIZE))
                : AeadMode.GCM.outside(question, key.length * Byte.SIZE, tagBits, iv.length * Byte.SIZE, valid);
    }

    private static boolean hasMac(Question question) {
        return question.subject().missing("Mac", MAC).isEmpty();
    }

    Attempt<byte[]> tag(Question question, byte[] message) throws VectorFormatException {
        if (!hasMac(question)) {
            return new AeadCalls(AeadMode.GCM, key, iv, message, tagBits)
                    .seal(question.subject(), question.pattern(), new byte[0]);
        }
        MacCalls calls = new MacCalls(MAC, "AES", List.of(new IvParameterSpec(iv)));
        return WycheproofHmac.truncated(
                calls.mac(question.subject(), question.pattern().onNewObject(), key, message), tagBits / Byte.SIZE);
    }
}
