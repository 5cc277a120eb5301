package org.wardkey.provider.fips;

import javax.crypto.Cipher;
import org.wardkey.provider.backend.CipherOperation;

/** An operation of AES-GCM whose cipher can serve another message: making one takes the module longer than a short message. */
interface GcmCipher extends CipherOperation {
    /** @return the module's cipher, to be initialised again when the operation is over */
    Cipher cipher();
}
