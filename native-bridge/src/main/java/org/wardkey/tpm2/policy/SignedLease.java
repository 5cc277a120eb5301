package org.wardkey.tpm2.policy;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.wardkey.tpm2.structure.Signature;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * A lease that an authority signed for one session of one TPM, with ECDSA and SHA-256. None of it is secret. Text, one form only:
 *
 * <pre>
 * wardkey-tpm-lease/v1
 * seconds NUMBER         how long from the session's nonce on, 1 to 2147483647
 * signature HEX          r | s, of equal length, over nonceTPM | -seconds (INT32) | leaseRef
 * </pre>
 *
 * @param seconds how long
 * @param signature r and s, each as long as the curve's order
 */
public record SignedLease(int seconds, byte[] signature) {
    private static final String FORMAT = "wardkey-tpm-lease/v1";

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a field is not of the form
     */
    public SignedLease {
        if (seconds < 1 || !WindowSignature.hasForm(signature)) {
            throw new IllegalArgumentException(
                    "expected a lease of 1 second or more, and a signature of two equal halves, got another");
        }
        signature = signature.clone();
    }

    /** Returns a copy. */
    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /**
     * Signs a lease, with no TPM at hand.
     *
     * @param request what the device asked
     * @param duration how long from the session's begin on, while the TPM has power; whole seconds, 1 to 2147483647
     * @param authority the authority's key, EC on P-256 or P-384; of any provider
     * @throws IllegalArgumentException if there is no such lease
     * @throws GeneralSecurityException if the key cannot sign so
     */
    public static SignedLease sign(LeaseRequest request, Duration duration, PrivateKey authority)
            throws GeneralSecurityException {
        long seconds = duration.toSeconds();
        if (seconds < 1 || seconds > Integer.MAX_VALUE || !duration.equals(Duration.ofSeconds(seconds))) {
            throw new IllegalArgumentException(
                    "expected a lease of whole seconds, 1 to " + Integer.MAX_VALUE + ", got " + duration);
        }
        byte[] message = message(request, (int) seconds);
        return new SignedLease((int) seconds, WindowSignature.sign(message, authority));
    }

    /** Says whether the authority signed it for this request. */
    public boolean isSignedBy(ECPublicKey authority, LeaseRequest request) {
        return WindowSignature.isSignedBy(authority, message(request, seconds), signature);
    }

    /**
     * Returns what stands under the signature: nonceTPM (32) | expiration (4) | leaseRef (32). There is no cpHashA: a lease is for every command. 68 bytes, and what stands under a
     * window is 64, which ends with another reference. Source: Part 3 §23.3.
     */
    private static byte[] message(LeaseRequest request, int seconds) {
        try (TpmWriter out = new TpmWriter()) {
            return out.bytes(request.nonce())
                    .u32(-seconds)
                    .bytes(request.group().leaseRef())
                    .toBytes();
        }
    }

    /** Returns what TPM2_PolicySigned is told: negative, which asks for a ticket. */
    public int expiration() {
        return -seconds;
    }

    /** Returns the signature as TPM2_PolicySigned takes it. */
    public Signature.Ecc tpmSignature() {
        return WindowSignature.tpm(signature);
    }

    /** Returns the text, with its last new line; {@link #parse} reads it. */
    public String text() {
        return FORMAT + "\nseconds " + seconds + "\nsignature " + HexFormat.of().formatHex(signature) + "\n";
    }

    /**
     * Reads a lease in its one form. Nothing of it is verified.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SignedLease parse(String text) {
        List<String> fields = NoteFields.read(text, FORMAT, List.of("seconds", "signature"));
        SignedLease read = new SignedLease(NoteFields.smallNumber(fields.get(0)), NoteFields.hex(fields.get(1)));
        NoteFields.requireSame(text, read.text(), FORMAT);
        return read;
    }
}
