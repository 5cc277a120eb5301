package org.wardkey.tpm2.policy;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.wardkey.tpm2.crypto.JdkCrypto;
import org.wardkey.tpm2.structure.HashAlgorithm;
import org.wardkey.tpm2.structure.Scheme;
import org.wardkey.tpm2.structure.Signature;

/**
 * A window that an authority signed for the keys of one group, with ECDSA and SHA-256. None of it is secret. Text, one form only:
 *
 * <pre>
 * wardkey-tpm-window/v1
 * group HEX              the policyRef, 32 bytes
 * epoch-index HEX        the Name of the NV counter
 * epoch NUMBER           the value that it must have
 * clock-end NUMBER       the TPM's clock from which on it is over, milliseconds
 * signature HEX          r | s, of equal length, over {@link PolicyWindow#message}
 * </pre>
 *
 * @param window until when
 * @param policyRef the group
 * @param signature r and s, each as long as the curve's order
 */
public record SignedWindow(PolicyWindow window, byte[] policyRef, byte[] signature) {
    private static final String FORMAT = "wardkey-tpm-window/v1";
    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
    private static final HexFormat HEX = HexFormat.of();
    private static final int LONGEST_SIGNATURE = 132;

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a field is not of the form
     */
    public SignedWindow {
        if (policyRef.length != WindowRequest.POLICY_REF_BYTES
                || window.epoch() < 0
                || window.endMillis() < 0
                || signature.length == 0
                || signature.length > LONGEST_SIGNATURE
                || signature.length % 2 != 0) {
            throw new IllegalArgumentException("expected a group of 32 bytes, an epoch and an end of 0 or more, and a"
                    + " signature of two equal halves, got another");
        }
        policyRef = policyRef.clone();
        signature = signature.clone();
    }

    /** Returns a copy. */
    @Override
    public byte[] policyRef() {
        return policyRef.clone();
    }

    /** Returns a copy. */
    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /**
     * Signs a window, with no TPM at hand.
     *
     * @param window until when
     * @param policyRef the group; 32 bytes
     * @param authority the authority's key, EC on P-256 or P-384; of any provider
     * @throws GeneralSecurityException if it cannot sign so
     */
    public static SignedWindow sign(PolicyWindow window, byte[] policyRef, PrivateKey authority)
            throws GeneralSecurityException {
        java.security.Signature signer = java.security.Signature.getInstance(ALGORITHM);
        signer.initSign(authority);
        signer.update(window.message(policyRef));
        return new SignedWindow(window, policyRef, signer.sign());
    }

    /** Says whether the authority signed it. */
    public boolean isSignedBy(ECPublicKey authority) {
        try {
            java.security.Signature verification = JdkCrypto.signature("SHA256withECDSA");
            verification.initVerify(authority);
            verification.update(window.message(policyRef));
            return verification.verify(tpmSignature().toJca());
        } catch (GeneralSecurityException e) {
            // The JDK throws where numbers are out of range: that is no signature of anybody.
            return false;
        }
    }

    /** Returns the signature as TPM2_VerifySignature takes it. */
    public Signature.Ecc tpmSignature() {
        int half = signature.length / 2;
        return new Signature.Ecc(
                Scheme.ecdsa(HashAlgorithm.SHA256),
                Arrays.copyOf(signature, half),
                Arrays.copyOfRange(signature, half, signature.length));
    }

    /** Returns the digest that is signed: {@code H(approvedPolicy | policyRef)}. */
    public byte[] signedDigest() {
        return HashAlgorithm.SHA256.digest(window.message(policyRef));
    }

    /** Returns the text, with its last new line; {@link #parse} reads it. */
    public String text() {
        return FORMAT + "\ngroup " + HEX.formatHex(policyRef) + "\nepoch-index " + window.epochIndex() + "\nepoch "
                + window.epoch() + "\nclock-end " + window.endMillis() + "\nsignature " + HEX.formatHex(signature)
                + "\n";
    }

    /**
     * Reads a window in its one form. Nothing of it is verified.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SignedWindow parse(String text) {
        List<String> fields =
                NoteFields.read(text, FORMAT, List.of("group", "epoch-index", "epoch", "clock-end", "signature"));
        PolicyWindow window = new PolicyWindow(
                NoteFields.name(fields.get(1)), NoteFields.number(fields.get(2)), NoteFields.number(fields.get(3)));
        SignedWindow read = new SignedWindow(window, NoteFields.hex(fields.get(0)), NoteFields.hex(fields.get(4)));
        NoteFields.requireSame(text, read.text(), FORMAT);
        return read;
    }
}
