package org.wardkey.tpm2;

import java.util.Optional;
import java.util.function.Supplier;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.SavedContext;

/** Where an object or session is: in the TPM, saved outside, or gone. Guarded by the lock of {@link Tpm}. */
final class Slot {
    enum State {
        LOADED,
        SAVED,
        LOST,
        RELEASED
    }

    private volatile Handle handle;
    private State state = State.LOADED;
    private Optional<SavedContext> context = Optional.empty();
    private final Optional<Supplier<Handle>> reload;
    private long lastUse;

    Slot(Handle handle, Optional<Supplier<Handle>> reload) {
        this.handle = handle;
        this.reload = reload;
    }

    Handle handle() {
        return handle;
    }

    State state() {
        return state;
    }

    Optional<Supplier<Handle>> reload() {
        return reload;
    }

    SavedContext context() {
        return context.orElseThrow();
    }

    long lastUse() {
        return lastUse;
    }

    void used(long when) {
        lastUse = when;
    }

    void saved(SavedContext as) {
        state = State.SAVED;
        context = Optional.of(as);
    }

    void loaded(Handle as) {
        state = State.LOADED;
        handle = as;
        context = Optional.empty();
    }

    void lost() {
        if (state != State.RELEASED) {
            state = State.LOST;
            context = Optional.empty();
        }
    }

    void released() {
        state = State.RELEASED;
        context = Optional.empty();
    }
}
