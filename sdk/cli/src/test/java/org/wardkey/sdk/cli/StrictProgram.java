package org.wardkey.sdk.cli;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A program that tries what strict mode denies, and prints for each what came of it. Argument: a key store for TLS. */
final class StrictProgram {
    private static final SecretKey DES = new SecretKeySpec(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, "DES");

    private StrictProgram() {}

    @SuppressWarnings("SystemOut") // a program of its own
    private static void attempt(String what, Callable<?> call) {
        try {
            System.out.println(what + ": " + (call.call() == null ? "nothing" : "served"));
        } catch (Exception e) {
            System.out.println(what + ": " + e.getClass().getSimpleName());
        }
    }

    public static void main(String[] arguments) throws Exception {
        attempt("DES", () -> des("DES", ""));
        attempt("DES of SunJCE", () -> des("DES", "SunJCE"));
        attempt("DES/ECB/NoPadding", () -> des("DES/ECB/NoPadding", ""));
        attempt("DES/ECB/NoPadding of SunJCE", () -> des("DES/ECB/NoPadding", "SunJCE"));
        attempt("DES/CFB16/NoPadding", () -> des("DES/CFB16/NoPadding", ""));
        attempt("AES_256/CBC/NoPadding", () -> aes("AES_256/CBC/NoPadding"));
        attempt("MD5withRSA", () -> md5WithRsa(""));
        attempt("MD5withRSA of SunRsaSign", () -> md5WithRsa("SunRsaSign"));
        attempt("AES", () -> Cipher.getInstance("AES/GCM/NoPadding"));
        attempt("UUID", () -> UUID.nameUUIDFromBytes(new byte[1]));
        attempt("MD5", () -> MessageDigest.getInstance("MD5").digest());
        attempt("TLS", () -> handshake(Path.of(arguments[0])));
        attempt(
                "SSLv3 in the list",
                () -> Security.getProperty("jdk.tls.disabledAlgorithms").contains("SSLv3") ? "yes" : null);
    }

    private static byte[] des(String name, String provider) throws Exception {
        Cipher cipher = provider.isEmpty() ? Cipher.getInstance(name) : Cipher.getInstance(name, provider);
        cipher.init(Cipher.ENCRYPT_MODE, DES);
        return cipher.doFinal(new byte[8]);
    }

    private static byte[] aes(String name) throws Exception {
        Cipher cipher = Cipher.getInstance(name);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[32], "AES"));
        return cipher.doFinal(new byte[16]);
    }

    private static byte[] md5WithRsa(String provider) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Signature signature = provider.isEmpty()
                ? Signature.getInstance("MD5withRSA")
                : Signature.getInstance("MD5withRSA", provider);
        signature.initSign(pair.getPrivate());
        return signature.sign();
    }

    /** A server with the store's certificate, and a client that trusts it. */
    private static String handshake(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "password".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, "password".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        try (SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread accepting = new Thread(() -> accept(server));
            accepting.setDaemon(true);
            accepting.start();
            try (SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                socket.setSoTimeout(20_000);
                socket.startHandshake();
                return socket.getSession().getCipherSuite();
            }
        }
    }

    private static void accept(SSLServerSocket server) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            socket.setSoTimeout(20_000);
            socket.startHandshake();
        } catch (java.io.IOException e) {
            // The client says what came of it.
            assert e != null;
        }
    }
}
