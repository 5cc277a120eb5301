package org.wardkey.provider.gate;

import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.backend.tpm.TpmWindows;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.tpm2.policy.SignedWindow;

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
    public TpmWindows windows(String token) {
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
     * @param text the window, see {@link SignedWindow}
     */
    public void install(String token, String text) {
        TpmWindows windows = windows(token);
        SignedWindow signed = parse(text);
        recorded(token, "window installed, " + words(signed), () -> windows.install(signed));
    }

    /**
     * Begins an override.
     *
     * @param token the token
     * @param text the window that the override's key signed
     * @param ownerAuth the TPM owner's authorization value; kept by the caller
     */
    public void override(String token, String text, byte[] ownerAuth) {
        TpmWindows windows = windows(token);
        SignedWindow signed = parse(text);
        recorded(token, "emergency override begun, " + words(signed), () -> windows.override(signed, ownerAuth));
    }

    /**
     * Revokes all windows.
     *
     * @param token the token
     * @param ownerAuth as in {@link #override}
     */
    public void revoke(String token, byte[] ownerAuth) {
        TpmWindows windows = windows(token);
        recorded(token, "windows revoked", () -> windows.revoke(ownerAuth));
    }

    /**
     * Defines the counters in the TPM.
     *
     * @param token the token
     * @param ownerAuth as in {@link #override}
     */
    public void provision(String token, byte[] ownerAuth) {
        TpmWindows windows = windows(token);
        recorded(token, "counters of the TPM defined", () -> windows.provision(ownerAuth));
    }

    private void recorded(String token, String what, Runnable change) {
        Home home = gate.home();
        AuditEvent event = AuditEvent.notice(gate.now(home), Kind.KEY_WINDOW, "token " + token + ": " + what);
        RecordedChanges.recorded(home, event, () -> {
            change.run();
            return home;
        });
    }

    private static String words(SignedWindow signed) {
        return "epoch " + signed.window().epoch() + ", until " + signed.window().endMillis() + " ms of the TPM's clock";
    }

    private static SignedWindow parse(String text) {
        try {
            return SignedWindow.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.WINDOW_UNUSABLE, "The window: " + e.getMessage() + "."), e);
        }
    }
}
