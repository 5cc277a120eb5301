package org.wardkey.conformance;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathBuilderResult;
import java.security.cert.CertPathBuilderSpi;
import java.security.cert.CertPathParameters;
import java.security.cert.CertPathValidatorResult;
import java.security.cert.CertPathValidatorSpi;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;

/** Path builders and validators with one planted mistake each. */
final class BrokenPaths {
    private BrokenPaths() {}

    /** A builder that never looks at revocation lists. */
    static final class IgnoresRevocation extends CertPathBuilderSpi {
        private final Provider sound;

        IgnoresRevocation(Provider sound) {
            this.sound = sound;
        }

        @Override
        public CertPathBuilderResult engineBuild(CertPathParameters parameters)
                throws CertPathBuilderException, InvalidAlgorithmParameterException {
            PKIXBuilderParameters without = (PKIXBuilderParameters) parameters.clone();
            without.setRevocationEnabled(false);
            try {
                return CertPathBuilder.getInstance("PKIX", sound).build(without);
            } catch (NoSuchAlgorithmException e) {
                throw new CertPathBuilderException(e);
            }
        }
    }

    /** A validator that looks at nothing. */
    static final class AcceptsEverything extends CertPathValidatorSpi {
        @Override
        public CertPathValidatorResult engineValidate(CertPath path, CertPathParameters parameters) {
            TrustAnchor anchor =
                    ((PKIXParameters) parameters).getTrustAnchors().iterator().next();
            X509Certificate target = (X509Certificate) path.getCertificates().get(0);
            return new PKIXCertPathValidatorResult(anchor, null, target.getPublicKey());
        }
    }
}
