package org.wardkey.tpm2.session;

import java.util.function.Consumer;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Symmetric;

/**
 * TPM_SE_POLICY or TPM_SE_TRIAL: collects assertions until their digest is the policy of an object. One use sets it back to the start.
 * Source: TPM 2.0 Part 1 §19.7.
 */
public final class PolicySession extends Session {
    PolicySession(
            Handle handle,
            HashAlgorithm hash,
            Symmetric symmetric,
            byte[] key,
            byte[] nonceTpm,
            Consumer<Session> closer) {
        super(handle, hash, symmetric, key, nonceTpm, closer);
    }

    /** Authorizes by the assertions alone, for an object without an authorization value. */
    public Authorization authorize() {
        return authorize(new byte[0]);
    }

    /**
     * Authorizes by the assertions alone. The TPM encrypts parameters with the object's authorization value even where the policy does not
     * ask for it, so an object that has one needs it here.
     */
    public Authorization authorize(byte[] authValue) {
        return Authorization.of(() -> this, authValue, Authorization.Use.POLICY);
    }

    /** Authorizes by the assertions and an authorization value, for a policy with PolicyAuthValue. */
    public Authorization authorizeWithAuthValue(byte[] authValue) {
        return Authorization.of(() -> this, authValue, Authorization.Use.HMAC);
    }

    /**
     * Authorizes by the assertions and a password, for a policy with PolicyPassword. The password crosses the bus in clear, and the response
     * bears no HMAC.
     */
    public Authorization authorizeWithPasswordInClear(byte[] password) {
        return Authorization.of(() -> this, password, Authorization.Use.POLICY_PASSWORD);
    }
}
