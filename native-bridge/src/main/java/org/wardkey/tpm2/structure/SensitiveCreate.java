package org.wardkey.tpm2.structure;

import java.util.Arrays;

/**
 * TPMS_SENSITIVE_CREATE: the authorization value of an object to be made and, for a sealed one, its data. Holds copies and wipes them when it
 * is closed. Source: TPM 2.0 Part 2 §11.1.15.
 */
public final class SensitiveCreate implements TpmStructure, AutoCloseable {
    private final byte[] userAuth;
    private final byte[] data;

    private SensitiveCreate(byte[] userAuth, byte[] data) {
        this.userAuth = userAuth;
        this.data = data;
    }

    /** Returns one with an authorization value; an empty array for none. */
    public static SensitiveCreate of(byte[] userAuth) {
        return of(userAuth, new byte[0]);
    }

    /** Returns one with an authorization value and data to be sealed. */
    public static SensitiveCreate of(byte[] userAuth, byte[] data) {
        return new SensitiveCreate(userAuth.clone(), data.clone());
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.sized(userAuth).sized(data);
    }

    @Override
    public void close() {
        Arrays.fill(userAuth, (byte) 0);
        Arrays.fill(data, (byte) 0);
    }
}
