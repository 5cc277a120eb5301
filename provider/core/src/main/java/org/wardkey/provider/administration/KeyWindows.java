package org.wardkey.provider.administration;

import java.util.Map;
import org.wardkey.provider.gate.WindowChanges;

/**
 * The windows within which the TPM of a token lets its keys be used. Requests and windows are text, and none of it is secret; who signs needs no TPM
 * ({@code org.wardkey.tpm2.policy.SignedWindow}). Owner's authorization values are kept by the caller, and empty for a TPM whose owner has none. Every
 * change is recorded. Thread-safe.
 *
 * <p>All methods throw {@link org.wardkey.provider.operation.BackendException} if the token has no windows or its TPM refuses.
 */
public final class KeyWindows {
    private final WindowChanges changes;
    private final String token;

    KeyWindows(WindowChanges changes, String token) {
        this.changes = changes;
        this.token = token;
    }

    /**
     * Defines the counters in the TPM that windows name, if they are not there.
     *
     * @param ownerAuth the owner's authorization value
     */
    public void provision(byte[] ownerAuth) {
        changes.provision(token, ownerAuth);
    }

    /** @return what the authority needs to sign a window from now on */
    public String request() {
        return changes.windows(token).request();
    }

    /** @return what the holder of the override's key needs to open the keys in an emergency */
    public String requestOverride() {
        return changes.windows(token).requestOverride();
    }

    /**
     * Installs a window; effective in every process of the home at its next operation.
     *
     * @param window what the authority signed
     */
    public void install(String window) {
        changes.install(token, window);
    }

    /**
     * Opens the keys in an emergency. The step of the TPM's counter, which this takes, stays for ever.
     *
     * @param window what the holder of the override's key signed
     * @param ownerAuth the owner's authorization value
     */
    public void override(String window, byte[] ownerAuth) {
        changes.override(token, window, ownerAuth);
    }

    /**
     * Ends all windows that the authority signed before, for ever, by a step of the TPM's counter.
     *
     * @param ownerAuth the owner's authorization value
     */
    public void revoke(byte[] ownerAuth) {
        changes.revoke(token, ownerAuth);
    }

    /**
     * Sets the TPM's clock forward to the home's time, for which an authority has to have vouched ({@link Time}). It cannot be undone, and ends
     * windows that were signed by the clock before.
     *
     * @param ownerAuth the owner's authorization value
     * @throws org.wardkey.provider.operation.PolicyDeniedException if nobody has vouched for the home's time
     */
    public void setClock(byte[] ownerAuth) {
        changes.setClock(token, ownerAuth);
    }

    /** @return how things are, for people, as the TPM says; {@code state} is {@code open}, {@code over}, {@code revoked} or {@code missing} */
    public Map<String, String> status() {
        return changes.windows(token).status();
    }
}
