package org.wardkey.conformance;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES key wrap, without ({@code KW}) and with padding ({@code KWP}), as an application calls it. */
final class KeyWrapCalls {
    private final String transformation;

    KeyWrapCalls(boolean padded) {
        transformation = padded ? "AES/KWP/NoPadding" : "AES/KW/NoPadding";
    }

    String transformation() {
        return transformation;
    }

    Attempt<byte[]> wrap(Engines engines, CallPattern pattern, byte[] keyEncryptionKey, byte[] plaintext)
            throws VectorFormatException {
        return Attempt.of(() -> {
            Cipher cipher = engines.cipher(transformation, pattern);
            cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(keyEncryptionKey, "AES"));
            return cipher.wrap(new SecretKeySpec(plaintext, "AES"));
        });
    }

    Attempt<byte[]> unwrap(Engines engines, CallPattern pattern, byte[] keyEncryptionKey, byte[] wrapped)
            throws VectorFormatException {
        return Attempt.of(() -> {
            Cipher cipher = engines.cipher(transformation, pattern);
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(keyEncryptionKey, "AES"));
            return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
        });
    }
}
