package org.wardkey.provider.gate;

import java.security.ProviderException;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.audit.AuditEvent.Outcome;
import org.wardkey.provider.backend.KeyWindows;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.LeaseAuthority;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.policy.TrustedTime;

/** Changes of the windows within which a TPM lets the keys of a token be used; recorded before they take effect. Thread-safe. */
public final class WindowChanges {
    private final OperationGate gate;

    WindowChanges(OperationGate gate) {
        this.gate = gate;
    }

    /**
     * Finds the windows of a token.
     *
     * @param token its name
     * @return them
     * @throws BackendException if it has none
     */
    public KeyWindows windows(String token) {
        return gate.home()
                .token(token)
                .windows()
                .orElseThrow(() -> new BackendException(new Refusal(
                        RefusalCode.WINDOW_UNUSABLE,
                        "Token " + token + " has no windows: wardkey.conf names no authority for it.")));
    }

    /**
     * Installs a window.
     *
     * @param token the token
     * @param text what the authority signed
     */
    public void install(String token, String text) {
        KeyWindows windows = windows(token);
        recorded(token, "window installed, " + windows.describe(text), () -> windows.install(text));
    }

    /**
     * Begins an override.
     *
     * @param token the token
     * @param text the window that the override's key signed
     * @param ownerAuth the TPM owner's authorization value; kept by the caller
     */
    public void override(String token, String text, byte[] ownerAuth) {
        KeyWindows windows = windows(token);
        recorded(token, "emergency override begun, " + windows.describe(text), () -> windows.override(text, ownerAuth));
    }

    /**
     * Revokes all windows.
     *
     * @param token the token
     * @param ownerAuth as in {@link #override}
     */
    public void revoke(String token, byte[] ownerAuth) {
        KeyWindows windows = windows(token);
        recorded(token, "windows revoked", () -> windows.revoke(ownerAuth));
    }

    /**
     * Revokes all windows, and extends a PCR.
     *
     * @param token the token
     * @param ownerAuth as in {@link #override}
     * @param pcr which
     */
    public void revoke(String token, byte[] ownerAuth, int pcr) {
        KeyWindows windows = windows(token);
        windows.requireCounting(pcr);
        recorded(token, "windows revoked", () -> windows.revoke(ownerAuth));
        recorded(token, "PCR " + pcr + " extended", () -> windows.extend(pcr));
    }

    /**
     * Renews the lease.
     *
     * @param token the token
     * @param authority who signs
     */
    public void renewLease(String token, LeaseAuthority authority) {
        KeyWindows windows = windows(token);
        String ticket;
        try {
            ticket = windows.askLease(authority);
        } catch (ProviderException e) {
            recordFailed(token, "lease renewed", e);
            throw e;
        }
        recorded(token, "lease renewed", () -> windows.keepLease(ticket));
    }

    /**
     * Defines the counters in the TPM.
     *
     * @param token the token
     * @param ownerAuth as in {@link #override}
     */
    public void provision(String token, byte[] ownerAuth) {
        KeyWindows windows = windows(token);
        recorded(token, "counters of the TPM defined", () -> windows.provision(ownerAuth));
    }

    /**
     * Sets the TPM's clock to the home's time, if somebody vouched for that.
     *
     * @param token the token
     * @param ownerAuth as in {@link #override}
     * @throws PolicyDeniedException if nobody vouched for the home's time, or it is not trusted
     */
    public void setClock(String token, byte[] ownerAuth) {
        HomeClock time = gate.home().time();
        TrustedTime.Reading now = time.now();
        if (time.mark().source() != TrustedTime.Source.AUTHENTICATED || now.state() != TrustedTime.State.TRUSTED) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.TIME_NOT_VOUCHED,
                    "The clock of a TPM cannot be set back, and the home's time is from "
                            + time.mark().source() + ", " + now.state() + "."));
        }
        KeyWindows windows = windows(token);
        recorded(token, "clock of the TPM set to " + now.now(), () -> windows.setClock(now.now(), ownerAuth));
    }

    private void recorded(String token, String what, Runnable change) {
        Home home = gate.home();
        RecordedChanges.recorded(home, event(home, token, what), () -> {
            change.run();
            return home;
        });
    }

    private void recordFailed(String token, String what, ProviderException cause) {
        Home home = gate.home();
        try {
            RecordedChanges.record(home, event(home, token, what).withOutcome(Outcome.FAILED));
        } catch (ProviderException e) {
            e.addSuppressed(cause);
            throw e;
        }
    }

    private AuditEvent event(Home home, String token, String what) {
        return AuditEvent.notice(gate.now(home), Kind.KEY_WINDOW, "token " + token + ": " + what);
    }
}
