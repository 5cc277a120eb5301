package org.wardkey.tpm2.structure;

import java.util.Arrays;

/**
 * TPMT_SENSITIVE: the private part of an object, to be loaded from outside. Holds copies and wipes them when it is closed. Source: TPM 2.0
 * Part 2 §12.3.2.4.
 */
public final class Sensitive implements TpmStructure, AutoCloseable {
    private final int type;
    private final byte[] authValue;
    private final byte[] seed;
    private final byte[] secret;

    /**
     * Copies its parts.
     *
     * @param type the TPMI_ALG_PUBLIC, {@link PublicArea#type}
     * @param authValue the authorization value
     * @param seed the obfuscation value, or the seed of a parent; empty for an asymmetric key
     * @param secret one prime factor, the private scalar, the key or the data
     */
    public Sensitive(int type, byte[] authValue, byte[] seed, byte[] secret) {
        this.type = type;
        this.authValue = authValue.clone();
        this.seed = seed.clone();
        this.secret = secret.clone();
    }

    @Override
    public void writeTo(TpmWriter out) {
        out.u16(type).sized(authValue).sized(seed).sized(secret);
    }

    @Override
    public void close() {
        Arrays.fill(authValue, (byte) 0);
        Arrays.fill(seed, (byte) 0);
        Arrays.fill(secret, (byte) 0);
    }
}
