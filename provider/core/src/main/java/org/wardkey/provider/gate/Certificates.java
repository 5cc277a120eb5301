package org.wardkey.provider.gate;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.wardkey.provider.policy.KeyAttributes;

/** What the policy asks of a key's certificate. */
final class Certificates {
    private Certificates() {}

    /**
     * Reads issuer and subject of a key's own certificate.
     *
     * @param chain DER, the key's own certificate first
     * @return the names; none for a key without a certificate, or with one that does not decode
     */
    static KeyAttributes attributes(List<byte[]> chain) {
        if (chain.isEmpty()) {
            return KeyAttributes.NONE;
        }
        try {
            X509Certificate own = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(chain.get(0)));
            return KeyAttributes.certificate(
                    own.getIssuerX500Principal().getName(X500Principal.RFC2253),
                    own.getSubjectX500Principal().getName(X500Principal.RFC2253));
        } catch (GeneralSecurityException e) {
            // Rules that ask for a certificate then do not choose the key, as if it had none.
            return KeyAttributes.NONE;
        }
    }
}
