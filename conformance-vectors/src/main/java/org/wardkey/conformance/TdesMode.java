package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Triple DES as an application calls it. */
enum TdesMode {
    ECB,
    CBC,
    OFB,
    CFB8,
    CFB64;

    static final int BLOCK_BYTES = 8;

    String transformation() {
        return "DESede/" + (this == CFB64 ? "CFB" : name()) + "/NoPadding";
    }

    boolean hasIv() {
        return this != ECB;
    }

    void init(Cipher cipher, boolean encrypt, byte[] key, byte[] iv) throws GeneralSecurityException {
        int direction = encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
        SecretKeySpec triple = new SecretKeySpec(key, "DESede");
        if (hasIv()) {
            cipher.init(direction, triple, new IvParameterSpec(iv));
        } else {
            cipher.init(direction, triple);
        }
    }
}
