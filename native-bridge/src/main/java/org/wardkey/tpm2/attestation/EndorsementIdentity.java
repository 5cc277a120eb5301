package org.wardkey.tpm2.attestation;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.wardkey.tpm2.structure.Public;

/**
 * What the manufacturer of a TPM says of it in the certificate of its endorsement key. Source: TCG EK Credential Profile for TPM Family 2.0,
 * "Subject Alternative Name".
 *
 * @param manufacturer such as {@code id:49465800}: the four characters of TPM_PT_MANUFACTURER in hexadecimal
 * @param model the manufacturer's name for it
 * @param version such as {@code id:00070055}: of the firmware, when it left the factory
 * @param key the endorsement key
 */
public record EndorsementIdentity(String manufacturer, String model, String version, PublicKey key) {
    /**
     * Compares an endorsement key that a device shows with that of its certificate.
     *
     * @param shown its public area, for {@link CredentialMaker}
     * @param template what it was made from
     * @throws AttestationException if it has other attributes, another policy or other algorithms than the template, or is another key
     */
    public void requireKey(Public shown, EndorsementTemplate template) throws AttestationException {
        if (!shown.isFrom(template.template())) {
            throw new AttestationException(
                    "endorsement key: expected a public area from the template " + template + ", got another");
        }
        boolean same;
        try {
            same = shown.publicKey().filter(this::isSame).isPresent();
        } catch (IllegalArgumentException e) {
            throw new AttestationException("endorsement key: expected a valid public key: " + e.getMessage(), e);
        }
        if (!same) {
            throw new AttestationException("endorsement key: expected the key of the certificate, got another");
        }
    }

    private boolean isSame(PublicKey other) {
        if (key instanceof RSAPublicKey own && other instanceof RSAPublicKey rsa) {
            return own.getModulus().equals(rsa.getModulus())
                    && own.getPublicExponent().equals(rsa.getPublicExponent());
        }
        return key instanceof ECPublicKey own
                && other instanceof ECPublicKey ec
                && own.getW().equals(ec.getW())
                && own.getParams().getCurve().equals(ec.getParams().getCurve());
    }
}
