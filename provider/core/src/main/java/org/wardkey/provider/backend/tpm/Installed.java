package org.wardkey.provider.backend.tpm;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.tpm2.policy.LeaseTicket;
import org.wardkey.tpm2.policy.SignedWindow;

/** A window or a lease as it is kept, parsed once. Nothing of it is verified. Thread-safe. */
final class Installed<T> {
    private final WindowStore store;
    private final Function<String, T> form;
    private volatile @Nullable Known<T> known;

    private record Known<T>(String text, T read) {}

    private Installed(WindowStore store, Function<String, T> form) {
        this.store = store;
        this.form = form;
    }

    static Installed<SignedWindow> window(WindowStore store) {
        return new Installed<>(store, Installed::parsedWindow);
    }

    static Installed<LeaseTicket> lease(WindowStore store) {
        return new Installed<>(store, text -> parsed("The lease", text, LeaseTicket::parse));
    }

    /**
     * Reads it.
     *
     * @return it; empty if none was installed
     * @throws BackendException if what is kept is none
     */
    Optional<T> read() {
        return store.read().map(this::parsed);
    }

    /** Reads it; empty also if what is kept is none. */
    Optional<T> usable() {
        try {
            return read();
        } catch (BackendException e) {
            if (e.code() != RefusalCode.WINDOW_UNUSABLE) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private T parsed(String text) {
        Known<T> last = known;
        if (last == null || !last.text().equals(text)) {
            last = new Known<>(text, form.apply(text));
            known = last;
        }
        return last.read();
    }

    void write(String text) {
        store.write(text);
    }

    /**
     * Reads a window.
     *
     * @throws BackendException if it is none
     */
    static SignedWindow parsedWindow(String text) {
        return parsed("The window", text, SignedWindow::parse);
    }

    /**
     * Reads a text.
     *
     * @throws BackendException if it is not of the form
     */
    static <T> T parsed(String what, String text, Function<String, T> form) {
        try {
            return form.apply(text);
        } catch (IllegalArgumentException e) {
            throw new BackendException(new Refusal(RefusalCode.WINDOW_UNUSABLE, what + ": " + e.getMessage() + "."), e);
        }
    }
}
