package org.wardkey.tpm2.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.tpm2.structure.TpmFormatException;

/** Certificates of endorsement keys, right and wrong ones, by an authority of the test's. No TPM. */
class EndorsementVerifierTest {
    private static final String ATTRIBUTES = TestAuthority.ATTRIBUTES;

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static PublicKey rsa;
    private static PublicKey ec;
    private static EndorsementVerifier verifier;

    @BeforeAll
    static void start() throws Exception {
        authority = new TestAuthority(folder);
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
        pairs.initialize(2048);
        rsa = pairs.generateKeyPair().getPublic();
        KeyPairGenerator curves = KeyPairGenerator.getInstance("EC");
        curves.initialize(new ECGenParameterSpec("secp384r1"));
        ec = curves.generateKeyPair().getPublic();
        verifier = EndorsementVerifier.pinned(List.of(authority.root()));
    }

    private static EndorsementIdentity verify(X509Certificate certificate) throws Exception {
        return verifier.verify(certificate, List.of(authority.issuer()), Instant.now());
    }

    private static X509Certificate good() throws Exception {
        return authority.issue(
                rsa,
                ATTRIBUTES,
                TestAuthority.NAME,
                TestAuthority.USAGE,
                TestAuthority.PURPOSE,
                TestAuthority.NO_AUTHORITY);
    }

    private static void refused(String message, PublicKey key, String attributes, String... extensions)
            throws Exception {
        X509Certificate certificate = authority.issue(key, attributes, extensions);
        assertThatThrownBy(() -> verify(certificate))
                .isInstanceOf(AttestationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void verify_emptySubjectAndCriticalName_givesWhatTheManufacturerSays() throws Exception {
        X509Certificate certificate = good();
        assertThat(certificate.getCriticalExtensionOIDs()).contains("2.5.29.17");
        assertThat(verify(certificate))
                .isEqualTo(new EndorsementIdentity("id:574B0000", "Model 7", "id:00010002", rsa));
    }

    /** One relative name with three attributes is as common as three with one. */
    @Test
    void verify_attributesInOneRelativeName_areReadToo() throws Exception {
        String joined = ATTRIBUTES.replace("2.2.23", "2.+2.23").replace("3.2.23", "3.+2.23");
        X509Certificate certificate = authority.issue(
                ec, joined, TestAuthority.NAME, "keyUsage=critical,keyAgreement", TestAuthority.PURPOSE);
        assertThat(verify(certificate)).isEqualTo(new EndorsementIdentity("id:574B0000", "Model 7", "id:00010002", ec));
    }

    /** Old chips' certificates say id-RSAES-OAEP of their key, which is otherwise like any RSA key. */
    @Test
    void verify_keyOfOaepAlone_isRead() throws Exception {
        byte[] tbs = good().getTBSCertificate();
        String oaep = HexFormat.of().formatHex(tbs).replace("2a864886f70d010101", "2a864886f70d010107");
        X509Certificate certificate = authority.sign(HexFormat.of().parseHex(oaep));
        assertThat(certificate.getPublicKey()).isNotInstanceOf(RSAPublicKey.class);
        assertThat(verify(certificate).key()).isEqualTo(rsa);
    }

    @Test
    void verify_pathThatIsNone_isRefused(@TempDir Path elsewhere) throws Exception {
        X509Certificate certificate = good();
        List<X509Certificate> chain = List.of(authority.issuer());
        String message = "expected a valid path to a root that is trusted";
        assertThatThrownBy(() -> verifier.verify(certificate, List.of(), Instant.now()))
                .isInstanceOf(AttestationException.class)
                .hasMessageContaining(message);
        EndorsementVerifier others = EndorsementVerifier.pinned(List.of(new TestAuthority(elsewhere).root()));
        assertThatThrownBy(
                        () -> others.verify(certificate, List.of(authority.root(), authority.issuer()), Instant.now()))
                .hasMessageContaining(message);
        for (long days : new long[] {-2, 400}) {
            Instant at = Instant.now().plus(days, ChronoUnit.DAYS);
            assertThatThrownBy(() -> verifier.verify(certificate, chain, at)).hasMessageContaining(message);
        }
        byte[] der = certificate.getEncoded();
        int changed = 0;
        for (int i = der.length - 60; i < der.length; i++) {
            byte[] altered = der.clone();
            altered[i] ^= 1;
            changed += isRefused(altered) ? 1 : 0;
        }
        assertThat(changed).isEqualTo(60);
        assertThatThrownBy(() -> EndorsementVerifier.pinned(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean isRefused(byte[] der) throws Exception {
        try {
            verify(EndorsementCertificates.split(der).get(0));
            return false;
        } catch (TpmFormatException | AttestationException e) {
            return true;
        }
    }

    @Test
    void verify_extensionThatNobodyKnows_isRefused() throws Exception {
        refused(
                "expected a valid path",
                rsa,
                ATTRIBUTES,
                TestAuthority.NAME,
                TestAuthority.USAGE,
                TestAuthority.PURPOSE,
                "1.2.3.4.5=critical,ASN1:NULL");
    }

    @Test
    void verify_wrongUsage_isRefused() throws Exception {
        refused("expected the extended key usage", rsa, ATTRIBUTES, TestAuthority.NAME, TestAuthority.USAGE);
        refused(
                "expected the extended key usage",
                rsa,
                ATTRIBUTES,
                TestAuthority.NAME,
                TestAuthority.USAGE,
                "extendedKeyUsage=2.23.133.8.3");
        String usage = "expected the key usage keyEncipherment";
        refused(usage, rsa, ATTRIBUTES, TestAuthority.NAME, TestAuthority.PURPOSE);
        refused(usage, rsa, ATTRIBUTES, TestAuthority.NAME, TestAuthority.PURPOSE, "keyUsage=digitalSignature");
        refused(usage, rsa, ATTRIBUTES, TestAuthority.NAME, TestAuthority.PURPOSE, "keyUsage=keyAgreement");
        refused(
                usage,
                rsa,
                ATTRIBUTES,
                TestAuthority.NAME,
                TestAuthority.PURPOSE,
                "keyUsage=keyEncipherment,keyCertSign");
        refused(
                usage,
                rsa,
                ATTRIBUTES,
                TestAuthority.NAME,
                TestAuthority.PURPOSE,
                TestAuthority.USAGE,
                "basicConstraints=critical,CA:TRUE");
    }

    @Test
    void verify_nameWithoutTheTcgsAttributes_isRefused() throws Exception {
        String[] rest = {TestAuthority.NAME, TestAuthority.USAGE, TestAuthority.PURPOSE};
        refused("expected a subject alternative name", rsa, ATTRIBUTES, TestAuthority.USAGE, TestAuthority.PURPOSE);
        refused("expected tpmModel", rsa, ATTRIBUTES.replaceAll(".*Model.*\n", ""), rest);
        refused("expected tpmManufacturer", rsa, "1.commonName=TPM\n", rest);
        refused(
                "expected tpmManufacturer",
                rsa,
                ATTRIBUTES,
                "subjectAltName=critical,DNS:tpm.example",
                TestAuthority.USAGE,
                TestAuthority.PURPOSE);
        refused("got one twice", rsa, ATTRIBUTES + "4.2.23.133.2.2=Model 8\n", rest);
        refused("printable ASCII", rsa, ATTRIBUTES.replace("Model 7", "Mod\\nel"), rest);
    }

    /** Number 2 is the issuer, number 3 what it issues. */
    @Test
    void verify_withRevocationLists_judgesTheWholePath(@TempDir Path elsewhere) throws Exception {
        X509Certificate certificate = good();
        X509CRL ofRoot = authority.revocationList("root");
        X509CRL ofIssuer = authority.revocationList("issuer", 4);
        assertThat(judged(certificate, ofRoot, ofIssuer).key()).isEqualTo(rsa);
        List<List<X509CRL>> refused = List.of(
                List.of(),
                List.of(ofRoot),
                List.of(ofIssuer),
                List.of(ofRoot, authority.revocationList("issuer", 4, 3)),
                List.of(authority.revocationList("root", 2), ofIssuer),
                List.of(ofRoot, new TestAuthority(elsewhere).revocationList("issuer")));
        for (List<X509CRL> lists : refused) {
            assertThatThrownBy(() -> judged(certificate, lists.toArray(X509CRL[]::new)))
                    .isInstanceOf(AttestationException.class)
                    .message()
                    .containsAnyOf("a current list of each authority", "of its path is revoked");
        }
        EndorsementVerifier current = verifier.withRevocationLists(List.of(ofRoot, ofIssuer));
        Instant later = Instant.now().plus(2, ChronoUnit.DAYS);
        assertThatThrownBy(() -> current.verify(certificate, List.of(authority.issuer()), later))
                .as("lists that are over")
                .isInstanceOf(AttestationException.class);
        assertThat(verify(certificate).key()).as("without lists").isEqualTo(rsa);
    }

    /** The JDK's check would ask there. */
    @Test
    void verify_withoutAListOfAnAuthorityThatSaysWhereItIs_asksNobody() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            X509Certificate certificate = authority.issue(
                    rsa,
                    ATTRIBUTES,
                    TestAuthority.NAME,
                    TestAuthority.USAGE,
                    TestAuthority.PURPOSE,
                    "crlDistributionPoints=URI:http://127.0.0.1:" + listener.getLocalPort() + "/list");
            assertThatThrownBy(() -> judged(certificate, authority.revocationList("root")))
                    .isInstanceOf(AttestationException.class)
                    .hasMessageContaining("a current list of each authority");
            listener.setSoTimeout(1);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static EndorsementIdentity judged(X509Certificate certificate, X509CRL... lists) throws Exception {
        return verifier.withRevocationLists(List.of(lists))
                .verify(certificate, List.of(authority.issuer()), Instant.now());
    }

    @Test
    void split_chainWithFilling_isTakenApart() throws Exception {
        byte[] one = authority.issuer().getEncoded();
        byte[] two = authority.root().getEncoded();
        byte[] filled = LogBuilder.joined(List.of(one, new byte[] {0, -1, -1, 0}, two, new byte[100]));
        assertThat(EndorsementCertificates.split(filled)).containsExactly(authority.issuer(), authority.root());
        assertThat(EndorsementCertificates.split(new byte[9])).isEmpty();
        for (int length = 1; length < one.length; length++) {
            byte[] cut = Arrays.copyOf(one, length);
            assertThatThrownBy(() -> EndorsementCertificates.split(cut))
                    .as("cut at " + length)
                    .isInstanceOf(TpmFormatException.class)
                    .hasMessageContaining("expected ");
        }
        byte[] sequence = {0x30, 3, 1, 1, 1};
        assertThatThrownBy(() -> EndorsementCertificates.split(sequence))
                .isInstanceOf(TpmFormatException.class)
                .hasMessageContaining("expected a certificate");
    }
}
