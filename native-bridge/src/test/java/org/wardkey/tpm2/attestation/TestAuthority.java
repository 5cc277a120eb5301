package org.wardkey.tpm2.attestation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A manufacturer's root and the authority below it, in a folder, by the program openssl: it issues whatever a test wants to be refused. */
final class TestAuthority {
    static final String NAME = "subjectAltName=critical,dirName:tpm";
    static final String USAGE = "keyUsage=critical,keyEncipherment";
    static final String PURPOSE = "extendedKeyUsage=2.23.133.8.1";
    static final String NO_AUTHORITY = "basicConstraints=critical,CA:FALSE";
    /** OpenSSL takes what is before the first dot for a number that keeps names apart. */
    static final String ATTRIBUTES = "1.2.23.133.2.1=id:574B0000\n2.2.23.133.2.2=Model 7\n3.2.23.133.2.3=id:00010002\n";

    private final Path folder;

    TestAuthority(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        authority("root", "-x509");
        Files.writeString(
                folder.resolve("ca.ext"), "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n");
        authority("issuer");
        openssl(
                "x509",
                "-req",
                "-in",
                "issuer.csr",
                "-CA",
                "root.pem",
                "-CAkey",
                "root.key",
                "-set_serial",
                "2",
                "-days",
                "3650",
                "-extfile",
                "ca.ext",
                "-out",
                "issuer.pem");
    }

    private void authority(String name, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name + ".key",
                "-subj",
                "/CN=" + name + " of a test",
                "-out",
                name + (more.length == 0 ? ".csr" : ".pem")));
        command.addAll(List.of(more));
        if (more.length > 0) {
            command.addAll(List.of("-days", "3650", "-addext", "keyUsage=critical,keyCertSign,cRLSign"));
        }
        openssl(command.toArray(String[]::new));
    }

    /** Returns the root. */
    X509Certificate root() throws IOException, CertificateException {
        return certificate(folder.resolve("root.pem"));
    }

    /** Returns the authority that issues. */
    X509Certificate issuer() throws IOException, CertificateException {
        return certificate(folder.resolve("issuer.pem"));
    }

    /** Issues a certificate with an empty subject, if they have another name, for a key, with these extensions and these attributes in the section {@code tpm}. */
    X509Certificate issue(PublicKey key, String attributes, String... extensions)
            throws IOException, InterruptedException, CertificateException {
        String body = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        Files.writeString(
                folder.resolve("ek.pub"), "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
        Files.writeString(folder.resolve("ek.ext"), String.join("\n", extensions) + "\n[tpm]\n" + attributes);
        boolean named = List.of(extensions).toString().contains("subjectAltName");
        openssl("req", "-new", "-key", "issuer.key", "-subj", named ? "/" : "/CN=TPM", "-out", "ek.csr");
        openssl(
                "x509",
                "-req",
                "-in",
                "ek.csr",
                "-force_pubkey",
                "ek.pub",
                "-CA",
                "issuer.pem",
                "-CAkey",
                "issuer.key",
                "-set_serial",
                "3",
                "-days",
                "365",
                "-extfile",
                "ek.ext",
                "-out",
                "ek.pem");
        return certificate(folder.resolve("ek.pem"));
    }

    /** Signs what no program would put into a certificate: a TBSCertificate, with ECDSA and SHA-256. */
    X509Certificate sign(byte[] tbsCertificate) throws IOException, GeneralSecurityException {
        String pem = Files.readString(folder.resolve("issuer.key"));
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)));
        signer.update(tbsCertificate);
        byte[] signature = signer.sign();
        byte[] algorithm = HexFormat.of().parseHex("300a06082a8648ce3d040302");
        byte[] start = {0x03, (byte) (signature.length + 1), 0};
        int length = tbsCertificate.length + algorithm.length + start.length + signature.length;
        byte[] head = {0x30, (byte) 0x82, (byte) (length >> 8), (byte) length};
        byte[] der = LogBuilder.joined(List.of(head, tbsCertificate, algorithm, start, signature));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /**
     * Makes a revocation list of {@code root} or {@code issuer} that is current for a day.
     *
     * @param revoked the numbers of the certificates that it revokes
     */
    X509CRL revocationList(String name, int... revoked)
            throws IOException, InterruptedException, GeneralSecurityException {
        StringBuilder index = new StringBuilder();
        for (int number : revoked) {
            index.append(String.format("R\t360101000000Z\t260101000000Z\t%02X\tunknown\t/CN=TPM%n", number));
        }
        Files.writeString(folder.resolve("index"), index);
        Files.writeString(
                folder.resolve("ca.conf"),
                "[ca]\ndefault_ca = it\n[it]\ndatabase = index\ndefault_md = sha256\ndefault_crl_days = 1\n");
        openssl(
                "ca",
                "-gencrl",
                "-config",
                "ca.conf",
                "-cert",
                name + ".pem",
                "-keyfile",
                name + ".key",
                "-out",
                "list.pem");
        try (InputStream in = Files.newInputStream(folder.resolve("list.pem"))) {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        }
    }

    static X509Certificate certificate(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process openssl = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (openssl.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + output);
        }
    }
}
