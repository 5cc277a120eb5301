package org.wardkey.tpm2.attestation;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardkey.tpm2.crypto.JdkCrypto;
import org.wardkey.tpm2.structure.TpmFormatException;
import org.wardkey.tpm2.structure.TpmWriter;

/**
 * Judges the certificate of an endorsement key, with no TPM at hand: whether a manufacturer that this verifier knows says that the key is in a
 * TPM of its. Nothing is fetched; revocation is judged by the lists that it is given. Immutable, thread-safe. Source: TCG EK Credential Profile
 * for TPM Family 2.0, RFC 5280 §6.
 */
public final class EndorsementVerifier {
    /** tcg-kp-EKCertificate. */
    private static final String ENDORSEMENT_KEY_USAGE = "2.23.133.8.1";

    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final int KEY_CERT_SIGN = 5;
    private static final int LONGEST_PATH = 10;

    private final Set<TrustAnchor> anchors;
    private final @Nullable RevocationLists revocationLists;

    private EndorsementVerifier(Set<TrustAnchor> anchors, @Nullable RevocationLists revocationLists) {
        this.anchors = anchors;
        this.revocationLists = revocationLists;
    }

    /** Returns a verifier that trusts these roots of manufacturers, and no others: not those of the Java runtime. */
    public static EndorsementVerifier pinned(Collection<X509Certificate> roots) {
        if (roots.isEmpty()) {
            throw new IllegalArgumentException("expected roots of manufacturers, got none");
        }
        return new EndorsementVerifier(
                roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toUnmodifiableSet()), null);
    }

    /**
     * Returns a verifier that also judges revocation, by these lists: of each authority on the path there must be one that is current at the time
     * of {@link #verify}, and none may name the certificate below it. Without this, revoked certificates pass.
     *
     * @param lists of the authorities, in any order; copied. Nothing is believed of them that no authority of the path signed
     */
    public EndorsementVerifier withRevocationLists(Collection<X509CRL> lists) {
        return new EndorsementVerifier(anchors, new RevocationLists(lists));
    }

    /**
     * Judges a certificate. That the device has the key is not shown by it, but by {@link CredentialMaker}.
     *
     * @param certificate of the endorsement key
     * @param others certificates of authorities between it and a root, in any order; nothing is believed of them
     * @param at when
     * @throws AttestationException if no path leads to a root, or it is no endorsement certificate, or {@link #withRevocationLists} was asked for and
     *     one of the path is revoked or may be
     */
    public EndorsementIdentity verify(X509Certificate certificate, Collection<X509Certificate> others, Instant at)
            throws AttestationException {
        PublicKey key = key(certificate);
        requireUsage(certificate, key);
        EndorsementName name = EndorsementName.of(certificate);
        requirePath(certificate, others, at);
        return new EndorsementIdentity(name.manufacturer(), name.model(), name.version(), key);
    }

    private static void requireUsage(X509Certificate certificate, PublicKey key) throws AttestationException {
        if (!extendedUsage(certificate).contains(ENDORSEMENT_KEY_USAGE)) {
            throw new AttestationException("endorsement certificate: expected the extended key usage "
                    + ENDORSEMENT_KEY_USAGE + " (tcg-kp-EKCertificate), got one without");
        }
        boolean[] usage = certificate.getKeyUsage();
        // The profile has keyAgreement for ECC; simulators and older chips say keyEncipherment of all.
        boolean takesSecrets =
                usage != null && (usage[KEY_ENCIPHERMENT] || (key instanceof ECPublicKey && usage[KEY_AGREEMENT]));
        if (!takesSecrets || usage[KEY_CERT_SIGN] || certificate.getBasicConstraints() != -1) {
            throw new AttestationException(
                    "endorsement certificate: expected the key usage keyEncipherment, or keyAgreement for ECC, of a"
                            + " key that is no authority's, got another");
        }
    }

    private static List<String> extendedUsage(X509Certificate certificate) throws AttestationException {
        try {
            List<String> usage = certificate.getExtendedKeyUsage();
            return usage == null ? List.of() : usage;
        } catch (CertificateParsingException e) {
            throw new AttestationException("endorsement certificate: expected an extended key usage", e);
        }
    }

    private void requirePath(X509Certificate certificate, Collection<X509Certificate> others, Instant at)
            throws AttestationException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(certificate);
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setMaxPathLength(LONGEST_PATH);
            parameters.setDate(Date.from(at));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.copyOf(others))));
            parameters.addCertPathChecker(new NameIsRead(certificate));
            parameters.setRevocationEnabled(false);
            PKIXCertPathBuilderResult path =
                    (PKIXCertPathBuilderResult) JdkCrypto.certPathBuilder().build(parameters);
            if (revocationLists != null) {
                revocationLists.requireGood(path, at);
            }
        } catch (CertPathBuilderException e) {
            throw new AttestationException(
                    "endorsement certificate: expected a valid path to a root that is trusted, found none", e);
        } catch (GeneralSecurityException e) {
            throw new AttestationException("endorsement certificate: expected a path that can be judged", e);
        }
    }

    /** The key; old certificates say id-RSAES-OAEP of it, which the JDK has no key factory for. */
    private static PublicKey key(X509Certificate certificate) throws AttestationException {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAPublicKey || key instanceof ECPublicKey) {
            return key;
        }
        try {
            return oaepKey(key.getEncoded());
        } catch (GeneralSecurityException | TpmFormatException e) {
            throw new AttestationException(
                    "endorsement certificate: expected an RSA or ECC key, got " + key.getAlgorithm(), e);
        }
    }

    private static PublicKey oaepKey(byte[] subjectPublicKeyInfo) throws GeneralSecurityException {
        List<Der> parts = Der.only(subjectPublicKeyInfo, Der.SEQUENCE).elements();
        byte[] oaep = {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x07};
        byte[] rsaEncryption = {
            0x30, 0x0D, 0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0
        };
        if (parts.size() != 2 || !Arrays.equals(algorithm(parts.get(0)), oaep)) {
            throw new TpmFormatException("SubjectPublicKeyInfo: expected rsaEncryption or id-RSAES-OAEP, got another");
        }
        byte[] key = Arrays.copyOfRange(
                subjectPublicKeyInfo,
                subjectPublicKeyInfo.length - parts.get(1).sizeBytes(),
                subjectPublicKeyInfo.length);
        int length = rsaEncryption.length + key.length;
        try (TpmWriter out = new TpmWriter()) {
            byte[] plain = out.u8(Der.SEQUENCE)
                    .u8(0x82)
                    .u16(length)
                    .bytes(rsaEncryption)
                    .bytes(key)
                    .toBytes();
            return JdkCrypto.keyFactory("RSA").generatePublic(new X509EncodedKeySpec(plain));
        }
    }

    private static byte[] algorithm(Der identifier) {
        return Der.at(identifier.require(Der.SEQUENCE).content(), 0)
                .require(Der.OBJECT_IDENTIFIER)
                .content();
    }

    /** Tells the JDK that the name of the endorsement certificate, which is often critical, was read here. */
    private static final class NameIsRead extends PKIXCertPathChecker {
        private final X509Certificate target;

        NameIsRead(X509Certificate target) {
            this.target = target;
        }

        @Override
        public void init(boolean forward) {
            // It keeps nothing.
        }

        @Override
        public boolean isForwardCheckingSupported() {
            return true;
        }

        @Override
        public Set<String> getSupportedExtensions() {
            return Set.of(EndorsementName.OID);
        }

        @Override
        public void check(Certificate certificate, Collection<String> unresolvedCriticalExtensions) {
            if (certificate.equals(target)) {
                unresolvedCriticalExtensions.remove(EndorsementName.OID);
            }
        }
    }
}
