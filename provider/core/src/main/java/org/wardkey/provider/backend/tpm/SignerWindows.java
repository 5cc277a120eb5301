package org.wardkey.provider.backend.tpm;

import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.tpm2.policy.LeaseTicket;
import org.wardkey.tpm2.policy.LifetimePolicy;
import org.wardkey.tpm2.policy.SignedWindow;

/** The windows of one signer for the keys of a token: those of the authority, or those of the emergency override. Thread-safe. */
final class SignerWindows {
    private final String token;
    private final ECPublicKey signer;
    private final EpochIndex counter;
    private final Installed<SignedWindow> window;
    private final Supplier<Optional<LeaseTicket>> lease;
    private final PolicyUse use;
    /** The last that was seen to be the signer's. */
    private volatile @Nullable String genuine;

    /**
     * Describes them; nothing is read or sent yet.
     *
     * @param token the token, for messages
     * @param signer who signs
     * @param counter whose value they name
     * @param window keeps the one in force
     * @param lease reads the lease at hand
     */
    SignerWindows(
            String token,
            ECPublicKey signer,
            EpochIndex counter,
            WindowStore window,
            Supplier<Optional<LeaseTicket>> lease) {
        this.token = token;
        this.signer = signer;
        this.counter = counter;
        this.window = Installed.window(window);
        this.lease = lease;
        this.use = new PolicyUse(signer, counter.entity());
    }

    EpochIndex counter() {
        return counter;
    }

    /** Reads the counter; says what to do where there is none. */
    long value(TpmDevice.Connection open) {
        return counter.value(open.tpm(), open.session().authorize(new byte[0]));
    }

    /** The one in force, as it is kept. */
    Optional<SignedWindow> installed() {
        return window.read();
    }

    /** The one in force, if it has the form of one. */
    Optional<SignedWindow> usable() {
        return window.usable();
    }

    /** The one in force, if it can be one: signed by the signer, and for these keys. */
    Optional<SignedWindow> usable(byte[] policyRef) {
        return usable().filter(signed -> Arrays.equals(signed.policyRef(), policyRef) && signed.isSignedBy(signer));
    }

    void write(SignedWindow signed) {
        window.write(signed.text());
    }

    <T> T use(TpmDevice.Connection open, LifetimePolicy policy, byte[] authValue, TpmDevice.Command<T> command)
            throws WindowClosedException {
        SignedWindow signed =
                window.read().orElseThrow(() -> new WindowClosedException(WindowState.MISSING, "has no window yet"));
        if (!isGenuine(signed)) {
            throw new WindowClosedException(WindowState.UNUSABLE, "has a window that its signer did not sign");
        }
        return use.run(open, policy, signed, lease, authValue, command);
    }

    /** The TPM verifies it, too; but what it answers to octets that are no signature differs, and an altered file must be told from a TPM that fails. */
    private boolean isGenuine(SignedWindow signed) {
        String text = signed.text();
        if (!text.equals(genuine)) {
            if (!signed.isSignedBy(signer)) {
                return false;
            }
            genuine = text;
        }
        return true;
    }

    /** Asks the TPM whether it would take the one in force; a file that is damaged is a state as any other. */
    WindowState state(TpmDevice.Connection open, LifetimePolicy policy) {
        try {
            return window.read()
                    .map(signed -> isGenuine(signed) ? use.ask(open, policy, signed, lease) : WindowState.UNUSABLE)
                    .orElse(WindowState.MISSING);
        } catch (BackendException e) {
            if (e.code() != RefusalCode.WINDOW_UNUSABLE) {
                throw e;
            }
            return WindowState.UNUSABLE;
        }
    }

    /**
     * Judges a window before it is installed.
     *
     * @param policyRef the keys that it has to be for
     * @param wantedEpoch the epoch that it has to be for
     * @param now the TPM's clock
     * @throws BackendException if the signer did not sign it for these keys, or it is not open
     */
    void requireOpen(SignedWindow signed, byte[] policyRef, long wantedEpoch, long now) {
        if (!signed.isSignedBy(signer)) {
            throw unusable("The window is not signed by the key that wardkey.conf names for token " + token + ".");
        }
        if (!Arrays.equals(signed.policyRef(), policyRef)
                || !signed.window().epochIndex().equals(counter.entity().name())) {
            throw unusable("The window is for the keys of another token, TPM or counter.");
        }
        if (signed.window().epoch() != wantedEpoch) {
            throw unusable("The window is for epoch " + signed.window().epoch() + ", the TPM wants " + wantedEpoch
                    + ": ask for one now.");
        }
        if (signed.window().endMillis() <= now) {
            throw unusable("The window ended at " + signed.window().endMillis() + " of the TPM's clock; it is " + now
                    + " now.");
        }
    }

    private static BackendException unusable(String why) {
        return new BackendException(new Refusal(RefusalCode.WINDOW_UNUSABLE, why));
    }
}
