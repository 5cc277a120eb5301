package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_PolicyDuplicationSelect: limits a policy to duplication to one parent. Source: TPM 2.0 Part 3 §23.15.
 *
 * @param policySession the policy session
 * @param objectName the Name of the object
 * @param newParentName the Name of the parent
 * @param includeObject whether the policy names the object
 */
public record PolicyDuplicationSelect(Entity policySession, Name objectName, Name newParentName, boolean includeObject)
        implements TpmCommand<TpmCommand.None> {
    @Override
    public int code() {
        return 0x00000188;
    }

    @Override
    public List<Entity> entities() {
        return List.of(policySession);
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.put(objectName);
        out.put(newParentName);
        out.u8(includeObject ? 1 : 0);
    }

    @Override
    public boolean encryptsRequest() {
        return true;
    }

    @Override
    public None readResponse(Handle handle, TpmReader in) {
        return None.NONE;
    }
}
