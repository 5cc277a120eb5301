package org.wardkey.tpm2.session;

import java.util.function.Consumer;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Symmetric;

/** TPM_SE_HMAC: shows that the caller knows an authorization value without sending it. Source: TPM 2.0 Part 1 §19.6.5. */
public final class HmacSession extends Session {
    HmacSession(
            Handle handle,
            HashAlgorithm hash,
            Symmetric symmetric,
            byte[] key,
            byte[] nonceTpm,
            Consumer<Session> closer) {
        super(handle, hash, symmetric, key, nonceTpm, closer);
    }

    /**
     * Authorizes by an authorization value, which is copied; close the authorization to wipe the copy.
     *
     * @param authValue the value; empty for none
     */
    public Authorization authorize(byte[] authValue) {
        return Authorization.of(() -> this, authValue, Authorization.Use.HMAC);
    }
}
