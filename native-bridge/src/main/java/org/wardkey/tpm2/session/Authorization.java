package org.wardkey.tpm2.session;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One entry of a command's authorization area: a session and how it is used, or a password. Holds a copy of the authorization value until it
 * is closed. Source: TPM 2.0 Part 1 §18.4, §19.4.
 */
public final class Authorization implements AutoCloseable {
    /** How a session is used. */
    public enum Use {
        /** The authorization value is part of the HMAC's key. */
        HMAC,
        /** The authorization value is part of the encryption's key only. */
        POLICY,
        /** The authorization value is sent in clear. */
        POLICY_PASSWORD,
        /** Nothing is authorized; parameters are encrypted. */
        PROTECTION
    }

    private final Optional<Supplier<? extends Session>> session;
    private final byte[] authValue;
    private final Use use;
    private final boolean renewable;

    private Authorization(Optional<Supplier<? extends Session>> session, byte[] authValue, Use use, boolean renewable) {
        this.session = session;
        this.authValue = authValue;
        this.use = use;
        this.renewable = renewable;
    }

    /**
     * Authorizes by a password, which crosses the bus in clear: for an empty one, or where no session is possible.
     *
     * @param password the authorization value; it is copied
     */
    public static Authorization passwordInClear(byte[] password) {
        return new Authorization(Optional.empty(), trimmed(password), Use.HMAC, true);
    }

    /** Authorizes by the empty password, which is no secret. Parameters and response are then unprotected. */
    public static Authorization empty() {
        return passwordInClear(new byte[0]);
    }

    /**
     * Authorizes by a session that is asked for when the command is built.
     *
     * @param session gives the session; called under the lock of the TPM
     * @param authValue the authorization value; it is copied
     * @param use how
     */
    public static Authorization of(Supplier<? extends Session> session, byte[] authValue, Use use) {
        return new Authorization(Optional.of(session), trimmed(authValue), use, false);
    }

    /** As {@link #of}, by sessions of which {@code session} gives another one when the last was lost. */
    public static Authorization renewable(Supplier<? extends Session> session, byte[] authValue, Use use) {
        return new Authorization(Optional.of(session), trimmed(authValue), use, true);
    }

    /** Zeros at the end of an authorization value do not count. Source: Part 1 §19.6.4.3. */
    private static byte[] trimmed(byte[] value) {
        int length = value.length;
        while (length > 0 && value[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(value, length);
    }

    /** Says whether it serves after all sessions were lost: a password, or a session that is started anew. */
    public boolean isRenewable() {
        return renewable;
    }

    /** Returns its session, which may be started for that; none for a password. */
    public Optional<Session> session() {
        return session.map(Supplier::get);
    }

    byte[] authValue() {
        return authValue;
    }

    Use use() {
        return use;
    }

    /** Wipes the authorization value. */
    @Override
    public void close() {
        Arrays.fill(authValue, (byte) 0);
    }
}
