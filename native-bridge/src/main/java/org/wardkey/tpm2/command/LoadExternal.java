package org.wardkey.tpm2.command;

import java.util.Optional;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Sensitive;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_LoadExternal: loads a key from outside, public part or both. Source: TPM 2.0 Part 3 §12.3.
 *
 * @param inPrivate the private part, if there is one; then the hierarchy is TPM_RH_NULL
 * @param inPublic the public area
 * @param hierarchy whose tickets it makes
 */
public record LoadExternal(Optional<Sensitive> inPrivate, Public inPublic, Handle hierarchy)
        implements TpmCommand<Load.Result> {
    @Override
    public int code() {
        return 0x00000167;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        inPrivate.ifPresentOrElse(sensitive -> out.sized(sensitive::writeTo), () -> out.u16(0));
        out.sized(inPublic::writeTo).put(hierarchy);
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
    public boolean returnsHandle() {
        return true;
    }

    @Override
    public Load.Result readResponse(Handle handle, TpmReader in) {
        return new Load.Result(handle, Name.read(in, "TPM2B_NAME"));
    }
}
