package org.wardkey.provider.administration;

import java.util.Map;
import org.wardkey.provider.gate.WindowChanges;
import org.wardkey.provider.operation.LeaseAuthority;

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
        return request("");
    }

    /**
     * Asks for a window that is bound to values of PCRs.
     *
     * @param pcrs which, as {@code sha256:0,2,7}; to the values that they have now; empty for none
     * @return as {@link #request()}
     */
    public String request(String pcrs) {
        return changes.windows(token).request(pcrs);
    }

    /** @return what the holder of the override's key needs to open the keys in an emergency */
    public String requestOverride() {
        return requestOverride("");
    }

    /**
     * Asks for an override that is bound to values of PCRs.
     *
     * @param pcrs as in {@link #request(String)}
     * @return as {@link #requestOverride()}
     */
    public String requestOverride(String pcrs) {
        return changes.windows(token).requestOverride(pcrs);
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
     * The same, and extends a PCR: that ends sessions which somebody satisfied inside a window with PCRs and kept. What else is sealed to this PCR does not open until the TPM is
     * reset, and where the PCR is one of the window's, neither do windows.
     *
     * @param ownerAuth the owner's authorization value
     * @param pcr 0 to 15
     */
    public void revoke(byte[] ownerAuth, int pcr) {
        changes.revoke(token, ownerAuth, pcr);
    }

    /**
     * Renews the lease that the window asks for: begins a session in the TPM, has it signed, and keeps what the TPM gives for it. Effective in every process of the home at its
     * next operation; if it fails, the lease before stays. Keys can be used meanwhile.
     *
     * @param authority reaches who signs; called once, on this thread
     */
    public void renewLease(LeaseAuthority authority) {
        changes.renewLease(token, authority);
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

    /**
     * Asks the TPM whether it lets keys be used.
     *
     * @return how things are, for people; {@code state} is {@code open}, {@code over}, {@code revoked}, {@code missing}, {@code pcrs-changed}, {@code no-lease}, {@code
     *     lease-over} or {@code unusable}
     */
    public Map<String, String> status() {
        return changes.windows(token).status();
    }
}
