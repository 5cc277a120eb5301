package org.wardkey.provider.policy;

import java.util.Optional;

/**
 * What rules may ask of a key beside its facts: the names in its own certificate. Whoever may change a
 * key's chain chooses them; nobody checked the certificate's signature.
 *
 * @param certificateIssuer the issuer's name in the form of RFC 4514; empty if the key has no certificate
 * @param certificateSubject the subject's name in the form of RFC 4514; empty if the key has no certificate
 */
public record KeyAttributes(Optional<String> certificateIssuer, Optional<String> certificateSubject) {
    /** A key without a certificate. */
    public static final KeyAttributes NONE = new KeyAttributes(Optional.empty(), Optional.empty());

    /**
     * A key with a certificate.
     *
     * @param issuer the issuer's name in the form of RFC 4514
     * @param subject the subject's name in the form of RFC 4514
     * @return its attributes
     */
    public static KeyAttributes certificate(String issuer, String subject) {
        return new KeyAttributes(Optional.of(issuer), Optional.of(subject));
    }
}
