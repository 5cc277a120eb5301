package org.wardkey.tpm2.session;

import java.util.Arrays;
import java.util.function.Consumer;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Symmetric;

/**
 * A session with a TPM: a key that both know, and the last nonce of the TPM. Each command brings a fresh nonce of the caller, each response
 * one of the TPM; a response that is lost or does not check leaves the two apart, and the session is broken for good. Used by one thread at
 * a time ({@code Tpm} sees to that). Source: TPM 2.0 Part 1 §19.6.
 */
public abstract sealed class Session implements Entity, AutoCloseable permits HmacSession, PolicySession {
    private final Handle handle;
    private final HashAlgorithm hash;
    private final Symmetric symmetric;
    private final byte[] key;
    private final Consumer<Session> closer;
    private byte[] nonceTpm;
    private volatile boolean open = true;
    private volatile boolean closed;

    Session(
            Handle handle,
            HashAlgorithm hash,
            Symmetric symmetric,
            byte[] key,
            byte[] nonceTpm,
            Consumer<Session> closer) {
        this.handle = handle;
        this.hash = hash;
        this.symmetric = symmetric;
        this.key = key;
        this.nonceTpm = nonceTpm;
        this.closer = closer;
    }

    @Override
    public final Handle handle() {
        return handle;
    }

    @Override
    public final Name name() {
        return Name.of(handle);
    }

    /** Returns its hash algorithm. */
    public final HashAlgorithm hash() {
        return hash;
    }

    /** Says whether it can be used: neither closed nor broken. */
    public final boolean isOpen() {
        return open;
    }

    /** Says whether it ended without being closed: a response was lost or wrong. */
    public final boolean isBroken() {
        return !open && !closed;
    }

    /** Ends it on this side and wipes its key. */
    public final void forget() {
        open = false;
        Arrays.fill(key, (byte) 0);
    }

    /** Ends it on both sides. */
    @Override
    public final void close() {
        closed = true;
        closer.accept(this);
    }

    /** Returns a copy of the TPM's last nonce, which a policy's authority signs. */
    public final byte[] nonceTpm() {
        return nonceTpm.clone();
    }

    /** Uses it to encrypt parameters, and for no authorization. */
    public final Authorization protection() {
        return Authorization.of(() -> this, new byte[0], Authorization.Use.PROTECTION);
    }

    final Symmetric symmetric() {
        return symmetric;
    }

    /** Returns {@code sessionKey | authValue}; the array is the caller's to wipe. */
    final byte[] keyWith(byte[] authValue) {
        if (!open) {
            throw new IllegalStateException("expected an open session, " + handle + " is closed or broken");
        }
        byte[] both = Arrays.copyOf(key, key.length + authValue.length);
        System.arraycopy(authValue, 0, both, key.length, authValue.length);
        return both;
    }

    final byte[] currentNonceTpm() {
        return nonceTpm;
    }

    final void roll(byte[] next) {
        nonceTpm = next;
    }
}
