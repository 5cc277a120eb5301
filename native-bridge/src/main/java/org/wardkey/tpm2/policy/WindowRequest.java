package org.wardkey.tpm2.policy;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.wardkey.tpm2.structure.Name;

/**
 * What an authority needs to know of a TPM to sign a window for the keys of one group in it. None of it is secret. Text, one form only:
 *
 * <pre>
 * wardkey-tpm-window-request/v1
 * token NAME             a-z, 0-9, hyphen: for people
 * group HEX              the policyRef, 32 bytes
 * epoch-index HEX        the Name of the NV counter
 * epoch NUMBER           the value that the window is for
 * clock NUMBER           the TPM's clock when this was written, milliseconds
 * </pre>
 *
 * @param token the token that has the keys
 * @param policyRef the group
 * @param epochIndex the Name of the counter's NV index
 * @param epoch its value
 * @param clockMillis the TPM's clock in milliseconds, which stands still while the TPM has no power
 */
public record WindowRequest(String token, byte[] policyRef, Name epochIndex, long epoch, long clockMillis) {
    /** The length of a group. */
    public static final int POLICY_REF_BYTES = 32;

    private static final String FORMAT = "wardkey-tpm-window-request/v1";
    private static final HexFormat HEX = HexFormat.of();

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a field is not of the form
     */
    public WindowRequest {
        if (!token.matches("[a-z][a-z0-9-]{0,31}")
                || policyRef.length != POLICY_REF_BYTES
                || epoch < 0
                || clockMillis < 0) {
            throw new IllegalArgumentException(
                    "expected a token's name, a group of 32 bytes, and an epoch and a clock of 0 or more, got another");
        }
        policyRef = policyRef.clone();
    }

    /** Returns a copy. */
    @Override
    public byte[] policyRef() {
        return policyRef.clone();
    }

    /**
     * Says what to sign so that the keys can be used for a time from the request on, as the TPM's clock counts it.
     *
     * @param duration how long; at least a millisecond
     * @throws ArithmeticException if the TPM's clock cannot count so far
     */
    public PolicyWindow window(Duration duration) {
        if (duration.toMillis() <= 0) {
            throw new IllegalArgumentException("expected a window that ends after it is asked for, got " + duration);
        }
        return new PolicyWindow(epochIndex, epoch, Math.addExact(clockMillis, duration.toMillis()));
    }

    /** Returns the text, with its last new line; {@link #parse} reads it. */
    public String text() {
        return FORMAT + "\ntoken " + token + "\ngroup " + HEX.formatHex(policyRef) + "\nepoch-index " + epochIndex
                + "\nepoch " + epoch + "\nclock " + clockMillis + "\n";
    }

    /**
     * Reads a request in its one form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static WindowRequest parse(String text) {
        List<String> fields = NoteFields.read(text, FORMAT, List.of("token", "group", "epoch-index", "epoch", "clock"));
        WindowRequest read = new WindowRequest(
                fields.get(0),
                NoteFields.hex(fields.get(1)),
                NoteFields.name(fields.get(2)),
                NoteFields.number(fields.get(3)),
                NoteFields.number(fields.get(4)));
        NoteFields.requireSame(text, read.text(), FORMAT);
        return read;
    }
}
