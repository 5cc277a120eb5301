package org.wardkey.tpm2.attestation;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Judges revocation by lists that are at hand: the JDK's own check would fetch others from where certificates point to. Of each authority on a path there
 * must be a current, whole list that it signed itself and that does not name the certificate below it. Immutable, thread-safe. Source: RFC 5280 §5, §6.3.
 */
final class RevocationLists {
    private static final int CRL_SIGN = 6;
    /** deltaCRLIndicator. */
    private static final String DELTA = "2.5.29.27";
    /** issuingDistributionPoint. */
    private static final String PART = "2.5.29.28";

    private final List<X509CRL> lists;

    RevocationLists(Collection<X509CRL> lists) {
        this.lists = List.copyOf(lists);
    }

    /**
     * Judges a path that is valid but for this.
     *
     * @throws AttestationException if one of its certificates is revoked, or no list says that it is not
     */
    void requireGood(PKIXCertPathBuilderResult path, Instant at) throws AttestationException {
        CertPath chain = path.getCertPath();
        List<? extends Certificate> certificates = chain.getCertificates();
        for (int i = 0; i < certificates.size(); i++) {
            X509Certificate certificate = (X509Certificate) certificates.get(i);
            X509Certificate issuer = i + 1 < certificates.size()
                    ? (X509Certificate) certificates.get(i + 1)
                    : path.getTrustAnchor().getTrustedCert();
            requireGood(certificate, issuer, at);
        }
    }

    private void requireGood(X509Certificate certificate, X509Certificate issuer, Instant at)
            throws AttestationException {
        boolean listed = false;
        for (X509CRL list : lists) {
            if (isOf(list, issuer, at)) {
                if (list.isRevoked(certificate)) {
                    throw new AttestationException("endorsement certificate: certificate "
                            + certificate.getSerialNumber().toString(16) + " of its path is revoked");
                }
                listed = true;
            }
        }
        if (!listed) {
            throw new AttestationException(
                    "endorsement certificate: expected a current list of each authority on its path, found none of that which"
                            + " issued certificate "
                            + certificate.getSerialNumber().toString(16));
        }
    }

    /** Whether an authority says by a list what it revoked, now and of all its certificates: lists of parts have extensions that say so. */
    private static boolean isOf(X509CRL list, X509Certificate issuer, Instant at) {
        Set<String> critical = list.getCriticalExtensionOIDs();
        return list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                && (critical == null || critical.isEmpty())
                && list.getExtensionValue(DELTA) == null
                && list.getExtensionValue(PART) == null
                && !list.getThisUpdate().toInstant().isAfter(at)
                && list.getNextUpdate() != null
                && list.getNextUpdate().toInstant().isAfter(at)
                && maySign(issuer)
                && isSigned(list, issuer.getPublicKey());
    }

    private static boolean maySign(X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        return usage == null || usage[CRL_SIGN];
    }

    private static boolean isSigned(X509CRL list, PublicKey key) {
        String algorithm = list.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("MD") || algorithm.startsWith("SHA1")) {
            return false;
        }
        try {
            list.verify(key, key instanceof ECPublicKey ? "SunEC" : "SunRsaSign");
            return true;
        } catch (GeneralSecurityException | ProviderException e) {
            // Of another authority of that name, or altered: no list of this one.
            return false;
        }
    }
}
