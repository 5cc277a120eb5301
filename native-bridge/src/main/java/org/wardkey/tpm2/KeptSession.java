package org.wardkey.tpm2;

import org.jspecify.annotations.Nullable;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.session.HmacSession;
import org.wardkey.tpm2.session.SaltKey;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Symmetric;

/**
 * A salted session that is kept open and reused, since starting one costs an operation with a private key; it is started again when it was
 * lost. Its authorizations may be used by any thread and any number of times. Where a TPM has no AES-CFB (Part 1 asks for XOR only), it
 * obfuscates with XOR.
 */
public final class KeptSession implements AutoCloseable {
    private final Tpm tpm;
    private final SaltKey key;
    private final HashAlgorithm hash;
    private final Symmetric symmetric;
    private volatile @Nullable HmacSession session;

    /**
     * Starts when it is first used.
     *
     * @param key the pinned key to which salts are encrypted
     */
    public KeptSession(Tpm tpm, SaltKey key, HashAlgorithm hash, Symmetric symmetric) {
        this.tpm = tpm;
        this.key = key;
        this.hash = hash;
        this.symmetric = symmetric;
    }

    /** Authorizes by an authorization value, which is copied; close the authorization to wipe the copy. */
    public Authorization authorize(byte[] authValue) {
        return Authorization.renewable(this::current, authValue, Authorization.Use.HMAC);
    }

    /** Encrypts parameters, and authorizes nothing. */
    public Authorization protection() {
        return Authorization.renewable(this::current, new byte[0], Authorization.Use.PROTECTION);
    }

    private HmacSession current() {
        return tpm.locked(() -> {
            HmacSession kept = session;
            HmacSession open = kept != null && kept.isOpen() ? kept : start();
            session = open;
            return open;
        });
    }

    private HmacSession start() {
        try {
            return tpm.startHmacSession(key, hash, symmetric);
        } catch (TpmException e) {
            if (symmetric.isXor() || !isAboutSymmetric(e.responseCode())) {
                throw e;
            }
            return tpm.startHmacSession(key, hash, Symmetric.xor(hash));
        }
    }

    /** TPM_RC_SYMMETRIC, MODE, KEY_SIZE, or VALUE of the fourth parameter. */
    private static boolean isAboutSymmetric(TpmResponseCode code) {
        return switch (code.base()) {
            case 0x096, 0x089, 0x087 -> true;
            default -> false;
        };
    }

    /** Ends the session. */
    @Override
    public void close() {
        HmacSession kept = session;
        session = null;
        if (kept != null) {
            kept.close();
        }
    }
}
