package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Certificates and trust stores with keys of ML-DSA and SLH-DSA, read by the JDK with Wardkey first in its list. The JDK asks
 * the first provider that knows the algorithm for the key, and one that refuses makes the whole certificate unreadable, so
 * that reading has to go well where nothing can verify, too.
 */
class PostQuantumCertificateIT {
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    private WardkeyProvider provider;

    @BeforeEach
    void install() {
        provider = TestHome.in(folder).provider();
        assertThat(Security.insertProviderAt(provider, 1)).isEqualTo(1);
    }

    @AfterEach
    void remove() {
        Security.removeProvider(provider.getName());
    }

    /** A certification authority of one algorithm, as somebody else runs it. */
    private static final class Authority {
        private final KeyPair keys;
        private final String name;
        private final byte[] certificate;

        Authority(String set) throws Exception {
            keys = pair(set);
            name = "CN=Authority of " + set;
            certificate = issue(name, keys, true);
        }

        static KeyPair pair(String set) throws GeneralSecurityException {
            return KeyPairGenerator.getInstance(set, BOUNCY_CASTLE).generateKeyPair();
        }

        byte[] issue(String subject, KeyPair of, boolean authority) throws Exception {
            SubjectPublicKeyInfo own =
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
            // For both families the identifiers of keys and of pure signatures are the same. Source: RFC 9881 §2, RFC
            // 9814 §3.
            AlgorithmIdentifier algorithm = own.getAlgorithm();
            V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
            generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(authority ? 1 : 2)));
            generator.setIssuer(new X500Name(name));
            generator.setSubject(new X500Name(subject));
            Instant now = Instant.now();
            generator.setStartDate(new Time(Date.from(now.minus(1, ChronoUnit.DAYS))));
            generator.setEndDate(new Time(Date.from(now.plus(30, ChronoUnit.DAYS))));
            generator.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(of.getPublic().getEncoded()));
            generator.setSignature(algorithm);
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            extensions.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            generator.setExtensions(extensions.generate());
            TBSCertificate toBeSigned = generator.generateTBSCertificate();
            Signature signature = Signature.getInstance(algorithm.getAlgorithm().getId(), BOUNCY_CASTLE);
            signature.initSign(keys.getPrivate());
            signature.update(toBeSigned.getEncoded("DER"));
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(toBeSigned);
            parts.add(algorithm);
            parts.add(new DERBitString(signature.sign()));
            return new DERSequence(parts).getEncoded("DER");
        }
    }

    private static X509Certificate read(byte[] encoded) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    private static boolean served(String set) {
        return set.startsWith("ML-DSA") ? Lattices.PRESENT : Lattices.OPENSSL_35;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "SLH-DSA-SHA2-128f", "SLH-DSA-SHAKE-128f"})
    void certificates_derAndPem_areReadWithTheirKeys(String set) throws Exception {
        Authority authority = new Authority(set);
        KeyPair device = Authority.pair(set);
        byte[] leaf = authority.issue("CN=pump 7", device, false);
        X509Certificate read = read(leaf);
        assertThat(read.getSubjectX500Principal().getName()).isEqualTo("CN=pump 7");
        requireSame(set, read.getPublicKey(), device.getPublic());
        assertThat(read.getEncoded()).isEqualTo(leaf);
        byte[] bundle = (pem(leaf) + pem(authority.certificate)).getBytes(StandardCharsets.US_ASCII);
        List<Certificate> both = List.copyOf(
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bundle)));
        requireSame(set, both.get(0).getPublicKey(), device.getPublic());
        requireSame(set, both.get(1).getPublicKey(), authority.keys.getPublic());
    }

    /** JDK 17 writes NULL parameters into a key that it has no factory for; with a factory the encoding is the certificate's. */
    private static void requireSame(String set, PublicKey came, PublicKey expected) {
        SubjectPublicKeyInfo shown = SubjectPublicKeyInfo.getInstance(came.getEncoded());
        SubjectPublicKeyInfo own = SubjectPublicKeyInfo.getInstance(expected.getEncoded());
        assertThat(shown.getAlgorithm().getAlgorithm())
                .isEqualTo(own.getAlgorithm().getAlgorithm());
        assertThat(shown.getPublicKeyData()).isEqualTo(own.getPublicKeyData());
        if (served(set)) {
            assertThat(came.getEncoded()).isEqualTo(expected.getEncoded());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "SLH-DSA-SHA2-128f", "SLH-DSA-SHAKE-128f"})
    void trustStores_writtenAndReadAgain_haveTheAuthority(String set) throws Exception {
        Authority authority = new Authority(set);
        X509Certificate root = read(authority.certificate);
        for (String type : List.of("PKCS12", "JKS")) {
            KeyStore written = KeyStore.getInstance(type);
            written.load(null, null);
            written.setCertificateEntry("authority", root);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            written.store(file, PASSWORD);
            KeyStore store = KeyStore.getInstance(type);
            store.load(new ByteArrayInputStream(file.toByteArray()), PASSWORD);
            assertThat(store.isCertificateEntry("authority")).as(type).isTrue();
            assertThat(store.getCertificate("authority")).isEqualTo(root);
            requireSame(set, store.getCertificate("authority").getPublicKey(), authority.keys.getPublic());
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            assertThat(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers())
                    .containsExactly(root);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "SLH-DSA-SHA2-128f", "SLH-DSA-SHAKE-128f"})
    void chains_whereAnEngineServes_areValid(String set) throws Exception {
        Authority authority = new Authority(set);
        X509Certificate root = read(authority.certificate);
        X509Certificate leaf = read(authority.issue("CN=pump 7", Authority.pair(set), false));
        X509Certificate stranger = read(new Authority(set).certificate);
        if (!served(set)) {
            assertThatThrownBy(() -> leaf.verify(root.getPublicKey())).isInstanceOf(GeneralSecurityException.class);
            return;
        }
        leaf.verify(root.getPublicKey());
        root.verify(root.getPublicKey());
        assertThatThrownBy(() -> leaf.verify(stranger.getPublicKey())).isInstanceOf(GeneralSecurityException.class);
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), trusting(root));
        assertThatThrownBy(() -> validator.validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), trusting(stranger)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private static PKIXParameters trusting(X509Certificate root) throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        return parameters;
    }
}
