package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.PcrSelection;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.SensitiveCreate;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_Create: makes an object under a parent; it is not loaded. Source: TPM 2.0 Part 3 §12.1.
 *
 * @param parentHandle the parent
 * @param inSensitive its authorization value and data
 * @param inPublic its public area to be
 * @param outsideInfo recorded in the creation data
 * @param creationPcr PCRs recorded in the creation data
 */
public record Create(
        Entity parentHandle,
        SensitiveCreate inSensitive,
        Public inPublic,
        byte[] outsideInfo,
        List<PcrSelection> creationPcr)
        implements TpmCommand<Create.Result> {
    @Override
    public int code() {
        return 0x00000153;
    }

    @Override
    public List<Entity> entities() {
        return List.of(parentHandle);
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
    public Result readResponse(Handle handle, TpmReader in) {
        return new Result(
                in.sized("TPM2B_PRIVATE"),
                in.sized("TPM2B_PUBLIC", Public::read),
                in.sized("TPM2B_CREATION_DATA"),
                in.sized(64, "creationHash"),
                Ticket.read(in));
    }

    /**
     * The object.
     *
     * @param outPrivate the encrypted private area
     * @param outPublic its public area
     * @param creationData a {@link org.wardkey.tpm2.structure.CreationData}, as it is hashed
     * @param creationHash its digest
     * @param creationTicket shows that this TPM made it
     */
    public record Result(
            byte[] outPrivate, Public outPublic, byte[] creationData, byte[] creationHash, Ticket creationTicket) {}
}
