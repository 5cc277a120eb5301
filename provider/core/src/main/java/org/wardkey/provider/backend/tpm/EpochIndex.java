package org.wardkey.provider.backend.tpm;

import java.nio.ByteBuffer;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.TpmException;
import org.wardkey.tpm2.command.NV_DefineSpace;
import org.wardkey.tpm2.command.NV_Increment;
import org.wardkey.tpm2.command.NV_Read;
import org.wardkey.tpm2.command.NV_ReadPublic;
import org.wardkey.tpm2.policy.EpochCounter;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.NvPublic;

/** An {@link EpochCounter} in a TPM. */
final class EpochIndex {
    private static final int RC_HANDLE = 0x08B;

    private final Handle handle;

    EpochIndex(Handle handle) {
        this.handle = handle;
    }

    /** What it is called once it was written: the same in every TPM. */
    Entity entity() {
        return Entity.of(handle, wanted().written().name());
    }

    Handle handle() {
        return handle;
    }

    private NvPublic wanted() {
        return EpochCounter.at(handle);
    }

    /**
     * Defines it and gives it its first value, unless it is there.
     *
     * @param owner the owner's authorization
     * @throws BackendException if something else has the index
     */
    void define(Tpm tpm, Authorization owner) {
        NvPublic there = read(tpm, owner);
        if (there.name().equals(wanted().name())) {
            step(tpm, owner, Entity.of(handle, there.name()));
        } else if (!there.name().equals(wanted().written().name())) {
            throw new BackendException(new Refusal(
                    RefusalCode.WINDOW_UNUSABLE,
                    "NV index " + handle + " of the TPM is something else than a counter as Wardkey defines it:"
                            + " choose another with epoch-index."));
        }
    }

    private NvPublic read(Tpm tpm, Authorization owner) {
        NV_ReadPublic read = new NV_ReadPublic(Entity.unnamed(handle));
        try {
            return tpm.execute(read).nvPublic();
        } catch (TpmException e) {
            if (e.responseCode().base() != RC_HANDLE) {
                throw e;
            }
        }
        tpm.execute(new NV_DefineSpace(Entity.of(Handle.OWNER), new byte[0], wanted()), owner);
        return tpm.execute(read).nvPublic();
    }

    /** Adds one. */
    void step(Tpm tpm, Authorization owner) {
        step(tpm, owner, entity());
    }

    private static void step(Tpm tpm, Authorization owner, Entity index) {
        tpm.execute(new NV_Increment(Entity.of(Handle.OWNER), index), owner);
    }

    /**
     * Reads its value.
     *
     * @throws BackendException if it was not defined
     */
    long value(Tpm tpm, Authorization reader) {
        try {
            return ByteBuffer.wrap(tpm.execute(new NV_Read(entity(), entity(), EpochCounter.SIZE_BYTES, 0), reader))
                    .getLong();
        } catch (TpmException e) {
            if (e.responseCode().base() != RC_HANDLE) {
                throw e;
            }
            throw new BackendException(
                    new Refusal(
                            RefusalCode.WINDOW_UNUSABLE,
                            "The TPM has no NV index " + handle + ": `wardkey tpm provision` defines it."),
                    e);
        }
    }
}
