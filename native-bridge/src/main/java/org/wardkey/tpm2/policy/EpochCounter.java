package org.wardkey.tpm2.policy;

import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.NvAttributes;
import org.wardkey.tpm2.structure.NvPublic;

/**
 * The NV counters that windows name, in the one form that an authority signs for. A counter only counts upwards, also if the owner undefines it and
 * defines it again; everybody may read it, and a step needs the owner's authorization. Source: TPM 2.0 Part 1, NV Counters.
 */
public final class EpochCounter {
    /** The length of its value. */
    public static final int SIZE_BYTES = 8;

    private static final NvAttributes ATTRIBUTES = new NvAttributes(
            NvAttributes.COUNTER | NvAttributes.AUTHREAD | NvAttributes.OWNERWRITE | NvAttributes.NO_DA);

    private EpochCounter() {}

    /** Returns what TPM2_NV_DefineSpace is told; {@link NvPublic#written} is what has the Name that windows have. */
    public static NvPublic at(Handle index) {
        return new NvPublic(index, HashAlgorithm.SHA256, ATTRIBUTES, new byte[0], SIZE_BYTES);
    }
}
