package org.wardkey.tpm2.session;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import org.wardkey.tpm2.command.StartAuthSession;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Symmetric;

/**
 * One TPM2_StartAuthSession: the command, then the session that its response makes. Sessions are salted, and not bound. Source: TPM 2.0 Part
 * 1 §19.6.8 to §19.6.13.
 */
public final class SessionStart implements AutoCloseable {
    private static final int HMAC = 0x00;
    private static final int POLICY = 0x01;
    private static final int TRIAL = 0x03;

    private final HashAlgorithm hash;
    private final Symmetric symmetric;
    private final byte[] nonceCaller;
    private final Optional<EncryptedSecret> salt;
    private final Entity key;

    private SessionStart(Optional<SaltKey> saltKey, HashAlgorithm hash, Symmetric symmetric, SecureRandom random) {
        this.hash = hash;
        this.symmetric = symmetric;
        this.nonceCaller = new byte[hash.sizeBytes()];
        random.nextBytes(nonceCaller);
        this.key = saltKey.map(SaltKey::entity).orElse(Entity.of(Handle.NULL));
        this.salt = saltKey.map(own -> salt(own, random));
    }

    /** Prepares a session whose key only this TPM can learn. */
    public static SessionStart salted(SaltKey key, HashAlgorithm hash, Symmetric symmetric, SecureRandom random) {
        return new SessionStart(Optional.of(key), hash, symmetric, random);
    }

    /** Prepares a session that anybody on the bus can forge: for trial policies, and to learn what is no secret. */
    public static SessionStart unsalted(HashAlgorithm hash, SecureRandom random) {
        return new SessionStart(Optional.empty(), hash, Symmetric.NULL, random);
    }

    private static EncryptedSecret salt(SaltKey key, SecureRandom random) {
        try {
            return key.make(random);
        } catch (GeneralSecurityException e) {
            throw new TpmIntegrityException("salt key: expected a valid public key, the JDK refuses it: " + e);
        }
    }

    /** Returns the command for an HMAC session. */
    public StartAuthSession hmac() {
        return command(HMAC);
    }

    /** Returns the command for a policy session. */
    public StartAuthSession policy() {
        return command(POLICY);
    }

    /** Returns the command for a trial policy session. */
    public StartAuthSession trial() {
        return command(TRIAL);
    }

    private StartAuthSession command(int type) {
        byte[] encryptedSalt = salt.map(EncryptedSecret::encrypted).orElse(new byte[0]);
        return new StartAuthSession(key, Entity.of(Handle.NULL), nonceCaller, encryptedSalt, type, symmetric, hash);
    }

    /** Returns the session of a response to {@link #hmac}; {@code closer} ends it in the TPM. */
    public HmacSession hmacSession(StartAuthSession.Result result, Consumer<Session> closer) {
        return new HmacSession(result.session(), hash, symmetric, sessionKey(result), result.nonceTpm(), closer);
    }

    /** Returns the session of a response to {@link #policy} or {@link #trial}; {@code closer} ends it in the TPM. */
    public PolicySession policySession(StartAuthSession.Result result, Consumer<Session> closer) {
        return new PolicySession(result.session(), hash, symmetric, sessionKey(result), result.nonceTpm(), closer);
    }

    /** Source: Part 1 §19.6.8: without salt and bind the key is empty. */
    private byte[] sessionKey(StartAuthSession.Result result) {
        return salt.map(own -> Kdf.kdfa(hash, own.secret(), "ATH", result.nonceTpm(), nonceCaller, hash.sizeBytes()))
                .orElse(new byte[0]);
    }

    /** Wipes the salt. */
    @Override
    public void close() {
        salt.ifPresent(EncryptedSecret::close);
    }
}
