package org.wardkey.tpm2.command;

import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Ticket;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_Hash: hashes data of up to TPM_PT_MAX_DIGEST and makes the ticket with which a restricted key signs the digest. Source: TPM 2.0 Part 3 §15.4.
 *
 * @param data at most 1024 octets
 * @param hashAlg the hash algorithm
 * @param hierarchy whose proof makes the ticket
 */
public record Hash(byte[] data, HashAlgorithm hashAlg, Handle hierarchy) implements TpmCommand<Hash.Result> {
    @Override
    public int code() {
        return 0x0000017D;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.sized(data);
        out.u16(hashAlg.id());
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
    public Result readResponse(Handle handle, TpmReader in) {
        return new Result(in.sized(64, "outHash"), Ticket.read(in));
    }

    /**
     * The digest.
     *
     * @param outHash the digest
     * @param validation says that the data do not begin as what a TPM makes; NULL if they do
     */
    public record Result(byte[] outHash, Ticket validation) {}
}
