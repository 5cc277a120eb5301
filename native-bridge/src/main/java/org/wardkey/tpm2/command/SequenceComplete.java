package org.wardkey.tpm2.command;

import java.util.List;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_SequenceComplete: adds the last octets to a sequence and gives its digest or HMAC; the sequence is gone then. Source: TPM 2.0 Part 3 §17.5.
 *
 * @param sequenceHandle the sequence
 * @param buffer at most TPM_PT_INPUT_BUFFER octets
 * @param hierarchy whose proof makes the ticket of a hash; {@link Handle#NULL} for an HMAC
 */
public record SequenceComplete(Entity sequenceHandle, byte[] buffer, Handle hierarchy) implements TpmCommand<byte[]> {
    @Override
    public int code() {
        return 0x0000013E;
    }

    @Override
    public List<Entity> entities() {
        return List.of(sequenceHandle);
    }

    @Override
    public int authorizations() {
        return 1;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(buffer);
        out.put(hierarchy);
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
    public boolean endsFirstEntity() {
        return true;
    }

    @Override
    public byte[] readResponse(Handle handle, TpmReader in) {
        byte[] result = in.sized(64, "result");
        Ticket.read(in);
        return result;
    }
}
