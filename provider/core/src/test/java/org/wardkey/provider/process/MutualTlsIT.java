package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.SimulatedTpm;
import org.wardkey.provider.TestHome;
import org.wardkey.provider.WardkeyProvider;

/** SunJSSE, unmodified, with keys that only the token has, on both sides. */
class MutualTlsIT {
    @TempDir
    private Path folder;

    private WardkeyProvider provider;
    private KeyStore tokens;

    @AfterEach
    void unregister() {
        Security.removeProvider(WardkeyProvider.NAME);
    }

    @Test
    void tls12And13_ecAndRsaTokenKeys_authenticateBothSides() throws Exception {
        handshakes(TestHome.in(folder), "local", "3072");
    }

    /** The keys are born in the chip, by keytool as it is; the simulator swtpm, no real TPM. */
    @Test
    void tls12And13_keysInATpm_authenticateBothSides() throws Exception {
        try (SimulatedTpm tpm = SimulatedTpm.start(folder.resolve("chip"))) {
            handshakes(TestHome.with(folder, tpm.token()), "tpm0", "2048");
        }
    }

    private void handshakes(TestHome home, String token, String rsaBits) throws Exception {
        Path list = ChildJvm.providerList(
                folder.resolve("java.security"), List.of(), List.of("Wardkey " + home.config() + "#" + token));
        generate(list, token, "server-ec", "EC", "-groupname", "secp256r1");
        generate(list, token, "client-ec", "EC", "-groupname", "secp384r1");
        generate(list, token, "server-rsa", "RSA", "-keysize", rsaBits);
        generate(list, token, "client-rsa", "RSA", "-keysize", rsaBits);
        provider = home.provider();
        assertThat(Security.insertProviderAt(provider, 1)).isEqualTo(1);
        tokens = Managed.store(provider);
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            for (String type : List.of("ec", "rsa")) {
                handshake(protocol, type);
            }
        }
    }

    private static void generate(
            Path providers, String token, String alias, String algorithm, String option, String size) {
        List<String> command = ChildJvm.jdkTool("keytool");
        command.addAll(List.of(
                "-J-Djava.security.properties=" + providers,
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                option,
                size,
                "-dname",
                "CN=" + alias,
                "-ext",
                "san=dns:localhost",
                "-keystore",
                "NONE",
                "-storetype",
                "Wardkey",
                "-providername",
                "Wardkey-" + token,
                "-storepass",
                "unused",
                "-keypass",
                "unused"));
        assertThat(ChildProcess.succeed(command).exitCode()).isZero();
    }

    private void handshake(String protocol, String type) throws Exception {
        SSLContext server = context("server-" + type, "client-" + type);
        SSLContext client = context("client-" + type, "server-" + type);
        try (SSLServerSocket listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setEnabledProtocols(new String[] {protocol});
            listening.setNeedClientAuth(true);
            CompletableFuture<String> served = CompletableFuture.supplyAsync(() -> serve(listening));
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(new String[] {protocol});
                socket.setSSLParameters(parameters);
                socket.getOutputStream().write(42);
                socket.getOutputStream().flush();
                assertThat(socket.getInputStream().read()).isEqualTo(43);
                assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
                assertThat(socket.getSession().getPeerPrincipal()).hasToString("CN=server-" + type);
            }
            assertThat(served.get(30, TimeUnit.SECONDS)).isEqualTo("CN=client-" + type);
        }
    }

    private static String serve(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            int read = socket.getInputStream().read();
            socket.getOutputStream().write(read + 1);
            socket.getOutputStream().flush();
            return socket.getSession().getPeerPrincipal().toString();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private SSLContext context(String own, String peer) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("WardkeyPKIX", provider);
        keys.init(tokens, null);
        KeyStore trusted = KeyStore.getInstance("PKCS12", "SUN");
        trusted.load(null, null);
        trusted.setCertificateEntry(peer, tokens.getCertificate(peer));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("WardkeyPKIX", provider);
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
        List<KeyManager> one = new ArrayList<>();
        one.add(new OneAlias(own, (X509KeyManager) keys.getKeyManagers()[0]));
        context.init(one.toArray(KeyManager[]::new), trust.getTrustManagers(), null);
        return context;
    }

    /** All keys of the token are candidates: this picks the one that the test is about. */
    private record OneAlias(String alias, X509KeyManager all) implements X509KeyManager {
        @Override
        public String[] getClientAliases(String keyType, java.security.Principal[] issuers) {
            return new String[] {alias};
        }

        @Override
        public String chooseClientAlias(String[] types, java.security.Principal[] issuers, java.net.Socket socket) {
            return alias;
        }

        @Override
        public String[] getServerAliases(String keyType, java.security.Principal[] issuers) {
            return new String[] {alias};
        }

        @Override
        public String chooseServerAlias(String type, java.security.Principal[] issuers, java.net.Socket socket) {
            return type.equals(all.getPrivateKey(alias).getAlgorithm()) ? alias : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String name) {
            return all.getCertificateChain(name);
        }

        @Override
        public java.security.PrivateKey getPrivateKey(String name) {
            return all.getPrivateKey(name);
        }
    }
}
