package org.wardkey.provider.installations;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client of the JDK, without Wardkey: what it trusts and, for mutual TLS, who it is. */
record Tls(SSLContext context) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** What a server answered. */
    record Reply(int status, String body, Certificate server) {}

    /**
     * Trusts one certificate and shows none.
     *
     * @param trusted PEM
     */
    static Tls trusting(String trusted) throws GeneralSecurityException {
        return of(trusted, null, "TLS");
    }

    /**
     * Trusts one certificate, shows none, and speaks up to one version.
     *
     * @param trusted PEM
     * @param newest such as {@code TLSv1.2}
     */
    static Tls trusting(String trusted, String newest) throws GeneralSecurityException {
        return of(trusted, null, newest);
    }

    /**
     * Shows the certificate of a PKCS12 file, too.
     *
     * @param own its password is {@code changeit}
     */
    static Tls showing(Path own, String trusted) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(own)) {
            store.load(file, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        return of(trusted, keys.getKeyManagers(), "TLS");
    }

    private static Tls of(String trusted, KeyManager[] own, String newest) throws GeneralSecurityException {
        String pem = trusted.substring(trusted.indexOf("-----BEGIN"));
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        store.setCertificateEntry("trusted", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance(newest);
        context.init(own, trust.getTrustManagers(), null);
        return new Tls(context);
    }

    Reply get(int port, String path) throws IOException {
        return get(port, path, Map.of());
    }

    Reply get(int port, String path, Map<String, String> headers) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection)
                URI.create("https://localhost:" + port + path).toURL().openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        // Or the server would keep it, and what belongs to it, for a while.
        connection.setRequestProperty("Connection", "close");
        headers.forEach(connection::setRequestProperty);
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Reply(
                    status,
                    body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8),
                    connection.getServerCertificates()[0]);
        }
    }
}
