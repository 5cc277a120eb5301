package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.EccPoint;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_ECDH_ZGen: multiplies a point with the private key: {@code Z} of ECDH, whose coordinates are the caller's to wipe. Source: TPM 2.0 Part 3 §14.5.
 *
 * @param keyHandle the key
 * @param inPoint the peer's point
 */
public record ECDH_ZGen(Entity keyHandle, EccPoint inPoint) implements TpmCommand<EccPoint> {
    @Override
    public int code() {
        return 0x00000154;
    }

    @Override
    public List<Entity> entities() {
        return List.of(keyHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(inPoint::writeTo);
    }

    @Override
    public boolean encryptsRequest() {
        return true;
    }

    @Override
    public boolean encryptsResponse() {
        return true;
    }

    @Override
    public EccPoint readResponse(Handle handle, TpmReader in) {
        return in.sized("TPM2B_ECC_POINT", EccPoint::read);
    }
}
