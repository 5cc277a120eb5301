package org.wardkey.tpm2.command;

import org.wardkey.tpm2.structure.CapabilityData;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.TpmCommand;
import org.wardkey.tpm2.structure.TpmReader;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * TPM2_GetCapability: asks what the TPM is and has. Source: TPM 2.0 Part 3 §30.2.
 *
 * @param capability TPM_CAP, as {@link CapabilityData#HANDLES}
 * @param property the first to be told
 * @param propertyCount how many at most
 */
public record GetCapability(int capability, int property, int propertyCount)
        implements TpmCommand<GetCapability.Result> {
    @Override
    public int code() {
        return 0x0000017A;
    }

    @Override
    public void writeParameters(TpmWriter out) {
        out.u32(capability);
        out.u32(property);
        out.u32(propertyCount);
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public Result readResponse(Handle handle, TpmReader in) {
        return new Result(in.yesNo("moreData"), CapabilityData.read(in));
    }

    /**
     * One part of the answer.
     *
     * @param moreData whether there is more
     * @param capabilityData what was asked
     */
    public record Result(boolean moreData, CapabilityData capabilityData) {}
}
