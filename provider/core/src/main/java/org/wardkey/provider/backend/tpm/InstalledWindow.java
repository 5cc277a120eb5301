package org.wardkey.provider.backend.tpm;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.tpm2.policy.SignedWindow;

/** A window as it is kept, parsed once. Nothing of it is verified. Thread-safe. */
final class InstalledWindow {
    private final WindowStore store;
    private volatile @Nullable Known known;

    private record Known(String text, SignedWindow window) {}

    InstalledWindow(WindowStore store) {
        this.store = store;
    }

    /**
     * Reads it.
     *
     * @return it; empty if none was installed
     * @throws BackendException if what is kept is none
     */
    Optional<SignedWindow> read() {
        return store.read().map(this::window);
    }

    /** Reads it; empty also if what is kept is none. */
    Optional<SignedWindow> usable() {
        try {
            return read();
        } catch (BackendException e) {
            if (e.code() != RefusalCode.WINDOW_UNUSABLE) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private SignedWindow window(String text) {
        Known last = known;
        if (last == null || !last.text().equals(text)) {
            last = new Known(text, parsed(text));
            known = last;
        }
        return last.window();
    }

    void write(SignedWindow signed) {
        store.write(signed.text());
    }

    /**
     * Reads a window.
     *
     * @throws BackendException if it is none
     */
    static SignedWindow parsed(String text) {
        try {
            return SignedWindow.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.WINDOW_UNUSABLE, "The window: " + e.getMessage() + "."), e);
        }
    }
}
