package org.wardkey.tpm2.attestation;

import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.Tpm;
import org.wardkey.tpm2.session.Authorization;
import org.wardkey.tpm2.structure.Entity;
import org.wardkey.tpm2.structure.Handle;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.Template;

/**
 * The endorsement keys that the TCG has templates for, and where a TPM keeps their certificates. Source: TCG EK Credential Profile for TPM
 * Family 2.0, "NV Index Assignments" and "Default EK Templates".
 */
public enum EndorsementTemplate {
    /** RSA 2048, of the low range. */
    L1_RSA_2048(0x01C00002),
    /** P-256, of the low range. */
    L2_P256(0x01C0000A),
    /** RSA 2048. */
    H1_RSA_2048(0x01C00012),
    /** P-256. */
    H2_P256(0x01C00014),
    /** P-384. */
    H3_P384(0x01C00016),
    /** P-521. */
    H4_P521(0x01C00018);

    private final int certificateIndex;

    EndorsementTemplate(int certificateIndex) {
        this.certificateIndex = certificateIndex;
    }

    /** Returns the NV index that is reserved for the certificate. */
    public Handle certificateIndex() {
        return new Handle(certificateIndex);
    }

    /** Returns the public area to make the key from. */
    public Public template() {
        return switch (this) {
            case L1_RSA_2048 -> Template.ekRsa2048();
            case L2_P256 -> Template.ekP256();
            case H1_RSA_2048 -> Template.ekRsa2048High();
            case H2_P256 -> Template.ekP256High();
            case H3_P384 -> Template.ekP384();
            case H4_P521 -> Template.ekP521();
        };
    }

    /**
     * Makes the key again and loads it. A TPM of the low range whose manufacturer kept a template or nonce of its own in NV makes another key
     * from that one: {@link EndorsementIdentity#requireKey} tells.
     *
     * @param endorsement authorizes the endorsement hierarchy: empty, unless an administrator set a value
     */
    public LoadedObject create(Tpm tpm, Authorization endorsement) {
        return tpm.createPrimary(Entity.of(Handle.ENDORSEMENT), template(), endorsement);
    }
}
