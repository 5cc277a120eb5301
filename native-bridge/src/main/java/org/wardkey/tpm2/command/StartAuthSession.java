package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Symmetric;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_StartAuthSession: starts a session. Source: TPM 2.0 Part 3 §11.1.
 *
 * @param tpmKey the key the salt is encrypted to, or TPM_RH_NULL
 * @param bind what the session is bound to, or TPM_RH_NULL
 * @param nonceCaller at least 16 octets
 * @param encryptedSalt TPM2B_ENCRYPTED_SECRET; empty without a salt
 * @param sessionType TPM_SE: HMAC 0, POLICY 1, TRIAL 3
 * @param symmetric how parameters are encrypted
 * @param authHash the hash algorithm of the session
 */
public record StartAuthSession(
        Entity tpmKey,
        Entity bind,
        byte[] nonceCaller,
        byte[] encryptedSalt,
        int sessionType,
        Symmetric symmetric,
        HashAlgorithm authHash)
        implements TpmCommand<StartAuthSession.Result> {
    @Override
    public int code() {
        return 0x00000176;
    }

    @Override
    public List<Entity> entities() {
        return List.of(tpmKey, bind);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(nonceCaller);
        out.sized(encryptedSalt);
        out.u8(sessionType);
        out.put(symmetric);
        out.u16(authHash.id());
    }

    @Override
    public boolean returnsHandle() {
        return true;
    }

    @Override
    public Result readResponse(Handle handle, TpmReader in) {
        return new Result(handle, in.sized(64, "nonceTPM"));
    }

    /**
     * The session.
     *
     * @param session its handle
     * @param nonceTpm the TPM's first nonce
     */
    public record Result(Handle session, byte[] nonceTpm) {}
}
