package org.wardkey.tpm2;

import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Name;

/**
 * A transient object that this process loaded: its handle is flushed when it is closed. The TPM has few places (three, say); when they run
 * out, {@link Tpm} swaps objects out and in, under handles that change. After a restart of the TPM it is loaded again if it can be, see
 * {@link Tpm#load}.
 */
public final class LoadedObject implements Entity, AutoCloseable {
    private final Tpm tpm;
    private final Slot slot;
    private final Name name;

    LoadedObject(Tpm tpm, Slot slot, Name name) {
        this.tpm = tpm;
        this.slot = slot;
        this.name = name;
    }

    /** Returns the handle of now; it may be another one at the next command. */
    @Override
    public Handle handle() {
        return slot.handle();
    }

    @Override
    public Name name() {
        return name;
    }

    /** Always: that of a sequence is the Empty Buffer. Source: TPM 2.0 Part 1 §16. */
    @Override
    public boolean isNamed() {
        return true;
    }

    Slot slot() {
        return slot;
    }

    /** Flushes it. Does nothing the second time. */
    @Override
    public void close() {
        tpm.release(slot);
    }

    @Override
    public String toString() {
        return "object " + name;
    }
}
