package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES without authentication, as an application calls it. */
enum BlockMode {
    ECB,
    CBC,
    CTR,
    OFB,
    CFB8,
    CFB128,
    /** Ciphertext stealing that always swaps the last two blocks; the JCA's {@code CTS} has no other kind. Source: RFC 3962 §5. */
    CBC_CS3;

    static final int BLOCK_BYTES = 16;

    String transformation() {
        return "AES/" + (this == CBC_CS3 ? "CTS" : name()) + "/NoPadding";
    }

    /** The name behind {@code ACVP-AES-}. */
    String acvpName() {
        return name().replace('_', '-');
    }

    @Override
    public String toString() {
        return acvpName();
    }

    boolean hasIv() {
        return this != ECB;
    }

    void init(Cipher cipher, boolean encrypt, byte[] key, byte[] iv) throws GeneralSecurityException {
        int direction = encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
        SecretKeySpec aes = new SecretKeySpec(key, "AES");
        if (hasIv()) {
            cipher.init(direction, aes, new IvParameterSpec(iv));
        } else {
            cipher.init(direction, aes);
        }
    }

    /** One message. */
    Attempt<byte[]> crypt(Engines engines, CallPattern pattern, boolean encrypt, byte[] key, byte[] iv, byte[] input)
            throws VectorFormatException {
        return Attempt.of(() -> {
            Cipher cipher = engines.cipher(transformation(), pattern);
            init(cipher, encrypt, key, iv);
            return finish(cipher, pattern, input);
        });
    }

    /** Hands a message to a cipher that is ready. */
    static byte[] finish(Cipher cipher, CallPattern pattern, byte[] input) throws Exception {
        if (!pattern.split()) {
            return cipher.doFinal(input);
        }
        Collector out = new Collector();
        pattern.feed(input, (in, offset, length) -> out.add(cipher.update(in, offset, length)));
        out.add(cipher.doFinal());
        return out.bytes();
    }
}
