package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Name;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_CreatePrimary: makes the primary key that a hierarchy's seed and a template determine, and loads it. Source: TPM 2.0 Part 3 §24.1.
 *
 * @param primaryHandle the hierarchy
 * @param inSensitive its authorization value and data
 * @param inPublic its public area to be
 * @param outsideInfo recorded in the creation data
 * @param creationPcr PCRs recorded in the creation data
 */
public record CreatePrimary(
        Entity primaryHandle,
        SensitiveCreate inSensitive,
        Public inPublic,
        byte[] outsideInfo,
        List<PcrSelection> creationPcr)
        implements TpmCommand<CreatePrimary.Result> {
    @Override
    public int code() {
        return 0x00000131;
    }

    @Override
    public List<Entity> entities() {
        return List.of(primaryHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(inSensitive::writeTo);
        out.sized(inPublic::writeTo);
        out.sized(outsideInfo);
        out.list(creationPcr);
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
    public Result readResponse(Handle handle, TpmReader in) {
        return new Result(
                handle,
                in.sized("TPM2B_PUBLIC", Public::read),
                in.sized("TPM2B_CREATION_DATA"),
                in.sized(64, "creationHash"),
                Ticket.read(in),
                Name.read(in, "TPM2B_NAME"));
    }

    /**
     * The primary key.
     *
     * @param objectHandle the transient handle
     * @param outPublic its public area
     * @param creationData a {@link org.wardkey.tpm2.structure.CreationData}, as it is hashed
     * @param creationHash its digest
     * @param creationTicket shows that this TPM made it
     * @param name its Name
     */
    public record Result(
            Handle objectHandle,
            Public outPublic,
            byte[] creationData,
            byte[] creationHash,
            Ticket creationTicket,
            Name name) {}
}
