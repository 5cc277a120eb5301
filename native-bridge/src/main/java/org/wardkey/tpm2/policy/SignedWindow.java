package org.wardkey.tpm2.policy;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.wardkey.tpm2.structure.HashAlgorithm;
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
 * A window with PCRs or leases is {@code wardkey-tpm-window/v2}, with these lines before the signature:
 *
 * <pre>
 * pcrs sha256:0,2,7      or none
 * pcr-digest HEX         of their values, or none
 * lease-authority HEX    TPMT_PUBLIC of who signs leases, or none
 * </pre>
 *
 * @param window until when
 * @param policyRef the group
 * @param signature r and s, each as long as the curve's order
 */
public record SignedWindow(PolicyWindow window, byte[] policyRef, byte[] signature) {
    private static final String FORMAT = "wardkey-tpm-window/v1";
    private static final String FORMAT_WITH_OPTIONS = "wardkey-tpm-window/v2";
    private static final HexFormat HEX = HexFormat.of();
    private static final String SIGNATURE = "signature";
    private static final List<String> FIELDS = List.of("group", "epoch-index", "epoch", "clock-end");
    private static final List<String> OPTIONS = List.of("pcrs", "pcr-digest", "lease-authority");

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a field is not of the form
     */
    public SignedWindow {
        if (policyRef.length != WindowRequest.POLICY_REF_BYTES
                || window.epoch() < 0
                || window.endMillis() < 0
                || !WindowSignature.hasForm(signature)) {
            throw new IllegalArgumentException("expected a group of 32 bytes, an epoch and an end of 0 or more, and a"
                    + " signature of two equal halves, got another");
        }
        if (window.lease().isPresent() && !window.lease().get().isFor(policyRef)) {
            throw new IllegalArgumentException("expected leases for the group of the window, got those of another");
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
        return new SignedWindow(window, policyRef, WindowSignature.sign(window.message(policyRef), authority));
    }

    /** Says whether the authority signed it. */
    public boolean isSignedBy(ECPublicKey authority) {
        return WindowSignature.isSignedBy(authority, window.message(policyRef), signature);
    }

    /** Returns the signature as TPM2_VerifySignature takes it. */
    public Signature.Ecc tpmSignature() {
        return WindowSignature.tpm(signature);
    }

    /** Returns the digest that is signed: {@code H(approvedPolicy | policyRef)}. */
    public byte[] signedDigest() {
        return HashAlgorithm.SHA256.digest(window.message(policyRef));
    }

    private boolean hasOptions() {
        return window.pcrs().isPresent() || window.lease().isPresent();
    }

    /** Returns the text, with its last new line; {@link #parse} reads it. */
    public String text() {
        StringBuilder text = new StringBuilder(hasOptions() ? FORMAT_WITH_OPTIONS : FORMAT);
        text.append("\ngroup ").append(HEX.formatHex(policyRef));
        text.append("\nepoch-index ").append(window.epochIndex());
        text.append("\nepoch ").append(window.epoch());
        text.append("\nclock-end ").append(window.endMillis());
        if (hasOptions()) {
            Optional<PcrCondition> pcrs = window.pcrs();
            text.append("\npcrs ")
                    .append(pcrs.map(wanted -> wanted.pcrs().toString()).orElse(NoteFields.NONE));
            text.append("\npcr-digest ").append(pcrs.map(PcrCondition::hex).orElse(NoteFields.NONE));
            text.append("\nlease-authority ")
                    .append(window.lease()
                            .map(wanted -> HEX.formatHex(wanted.authority().toBytes()))
                            .orElse(NoteFields.NONE));
        }
        return text.append("\nsignature ")
                .append(HEX.formatHex(signature))
                .append('\n')
                .toString();
    }

    /**
     * Reads a window in its one form. Nothing of it is verified.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SignedWindow parse(String text) {
        boolean options = text.startsWith(FORMAT_WITH_OPTIONS + "\n");
        String format = options ? FORMAT_WITH_OPTIONS : FORMAT;
        List<String> names = new ArrayList<>(FIELDS);
        if (options) {
            names.addAll(OPTIONS);
        }
        names.add(SIGNATURE);
        List<String> fields = NoteFields.read(text, format, names);
        byte[] group = NoteFields.hex(fields.get(0));
        PolicyWindow window = new PolicyWindow(
                NoteFields.name(fields.get(1)),
                NoteFields.number(fields.get(2)),
                NoteFields.number(fields.get(3)),
                options ? pcrs(fields.get(4), fields.get(5)) : Optional.empty(),
                options ? lease(fields.get(6), group) : Optional.empty());
        SignedWindow read = new SignedWindow(window, group, NoteFields.hex(fields.get(names.size() - 1)));
        NoteFields.requireSame(text, read.text(), format);
        return read;
    }

    private static Optional<PcrCondition> pcrs(String choice, String digest) {
        return choice.equals(NoteFields.NONE)
                ? Optional.empty()
                : Optional.of(new PcrCondition(PcrChoice.parse(choice), NoteFields.hex(digest)));
    }

    private static Optional<LeaseCondition> lease(String authority, byte[] group) {
        return authority.equals(NoteFields.NONE)
                ? Optional.empty()
                : Optional.of(LeaseCondition.of(NoteFields.hex(authority), group));
    }
}
