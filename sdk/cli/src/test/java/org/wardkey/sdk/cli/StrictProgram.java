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
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** A program that tries what strict mode denies, and prints for each what came of it. Arguments: key stores for TLS, of a key on P-256 and one on P-384. */
final class StrictProgram {
    private static final SecretKey DES = new SecretKeySpec(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, "DES");

    private static final List<String> AES_NAMES = List.of(
            "AES",
            "aes",
            "2.16.840.1.101.3.4.1",
            "OID.2.16.840.1.101.3.4.1",
            "AES/ECB/PKCS5Padding",
            "AES/CBC/NoPadding",
            " AES / CBC / NoPadding ",
            "2.16.840.1.101.3.4.1/CBC/NoPadding",
            "AES_256/CBC/NoPadding",
            "2.16.840.1.101.3.4.1.42",
            "OID.2.16.840.1.101.3.4.1.42",
            "PBEWithHmacSHA256AndAES_128",
            "PBEWithHmacSHA1AndAES_256",
            "AES/CTR/NoPadding",
            "AES/CFB/NoPadding");

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
        attempt("MD5withRSA", () -> md5WithRsa(""));
        attempt("MD5withRSA of SunRsaSign", () -> md5WithRsa("SunRsaSign"));
        attempt("GCM", () -> Cipher.getInstance("AES/GCM/NoPadding"));
        for (String name : AES_NAMES) {
            attempt(name, () -> aes(name, ""));
            attempt(name + " of SunJCE", () -> aes(name, "SunJCE"));
        }
        attempt("RSA", () -> rsa("RSA"));
        attempt("RSA/ECB/PKCS1Padding", () -> rsa("RSA/ECB/PKCS1Padding"));
        attempt("RSA/ECB/OAEPPadding", () -> rsa("RSA/ECB/OAEPPadding"));
        attempt("RSA/ECB/OAEPWithMD5AndMGF1Padding", () -> rsa("RSA/ECB/OAEPWithMD5AndMGF1Padding"));
        for (String curve : List.of("Ed25519", "Ed448")) {
            for (String name : List.of(curve, "EdDSA", curve.equals("Ed25519") ? "1.3.101.112" : "1.3.101.113")) {
                attempt(name + " with " + curve, () -> edwards(curve, name, ""));
                attempt(name + " of SunEC with " + curve, () -> edwards(curve, name, "SunEC"));
            }
        }
        for (String curve : List.of("X25519", "X448")) {
            for (String name : List.of(curve, "XDH", curve.equals("X25519") ? "1.3.101.110" : "OID.1.3.101.111")) {
                attempt(name + " with " + curve, () -> agree(curve, name, ""));
                attempt(name + " of SunEC with " + curve, () -> agree(curve, name, "SunEC"));
            }
        }
        attempt("ECDH", () -> agree("secp384r1", "ECDH", ""));
        attempt("DH", () -> agree("DH", "DH", ""));
        attempt("DiffieHellman", () -> agree("DH", "DiffieHellman", ""));
        attempt("SHA256withECDSA", () -> ecdsa("SHA256withECDSA"));
        attempt("1.2.840.10045.4.3.2", () -> ecdsa("1.2.840.10045.4.3.2"));
        attempt("SHA384withECDSA", () -> ecdsa("SHA384withECDSA"));
        for (String name : List.of("PBKDF2WithHmacSHA256", "PBKDF2WithHmacSHA1", "1.2.840.113549.1.5.12")) {
            attempt(
                    name,
                    () -> SecretKeyFactory.getInstance(name)
                            .generateSecret(new PBEKeySpec("password".toCharArray(), new byte[16], 1000, 128))
                            .getEncoded());
        }
        if (Runtime.version().feature() >= 24) {
            for (String set : List.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")) {
                attempt(set, () -> mlDsa(set, set));
                attempt("ML-DSA with " + set, () -> mlDsa(set, "ML-DSA"));
            }
            attempt("managed ML-DSA-87", () -> managed("ML-DSA-87", "ML-DSA", ""));
        }
        attempt("managed key", () -> managed("EC", "SHA384withECDSA", "secp384r1"));
        attempt("PKCS12", () -> pkcs12());
        attempt("UUID", () -> UUID.nameUUIDFromBytes(new byte[1]));
        attempt("MD5", () -> MessageDigest.getInstance("MD5").digest());
        attempt("TLS", () -> handshake(Path.of(arguments[0])));
        attempt("TLS with P-384", () -> handshake(Path.of(arguments[1])));
        attempt(
                "SSLv3 in the list",
                () -> Security.getProperty("jdk.tls.disabledAlgorithms").contains("SSLv3") ? "yes" : null);
    }

    private static byte[] des(String name, String provider) throws Exception {
        Cipher cipher = provider.isEmpty() ? Cipher.getInstance(name) : Cipher.getInstance(name, provider);
        cipher.init(Cipher.ENCRYPT_MODE, DES);
        return cipher.doFinal(new byte[8]);
    }

    private static byte[] aes(String name, String provider) throws Exception {
        Cipher cipher = provider.isEmpty() ? Cipher.getInstance(name) : Cipher.getInstance(name, provider);
        if (name.startsWith("PBE")) {
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec("password".toCharArray())),
                    new PBEParameterSpec(new byte[16], 1000, new IvParameterSpec(new byte[16])));
        } else {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16 * (name.contains("256") ? 2 : 1)], "AES"));
        }
        return cipher.doFinal(new byte[16]);
    }

    private static KeyPair pair(String algorithm, AlgorithmParameterSpec parameters) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    private static byte[] rsa(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
        generator.initialize(2048);
        Cipher cipher = Cipher.getInstance(name);
        cipher.init(Cipher.ENCRYPT_MODE, generator.generateKeyPair().getPublic());
        return cipher.doFinal(new byte[16]);
    }

    private static byte[] edwards(String curve, String name, String provider) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(curve, "SunEC").generateKeyPair();
        Signature signature = provider.isEmpty() ? Signature.getInstance(name) : Signature.getInstance(name, provider);
        signature.initSign(pair.getPrivate());
        signature.update((byte) 1);
        return signature.sign();
    }

    private static byte[] ecdsa(String name) throws Exception {
        Signature signature = Signature.getInstance(name);
        signature.initSign(pair("EC", new ECGenParameterSpec("secp384r1")).getPrivate());
        signature.update((byte) 1);
        return signature.sign();
    }

    private static byte[] agree(String keys, String name, String provider) throws Exception {
        KeyPair pair = keys.equals("DH")
                ? KeyPairGenerator.getInstance("DH").generateKeyPair()
                : keys.startsWith("X")
                        ? KeyPairGenerator.getInstance(keys, "SunEC").generateKeyPair()
                        : pair("EC", new ECGenParameterSpec(keys));
        KeyAgreement agreement =
                provider.isEmpty() ? KeyAgreement.getInstance(name) : KeyAgreement.getInstance(name, provider);
        agreement.init(pair.getPrivate());
        agreement.doPhase(pair.getPublic(), true);
        return agreement.generateSecret();
    }

    private static byte[] mlDsa(String set, String name) throws Exception {
        Signature signature = Signature.getInstance(name);
        signature.initSign(
                KeyPairGenerator.getInstance(set, "SUN").generateKeyPair().getPrivate());
        signature.update((byte) 1);
        return signature.sign();
    }

    /** A key in the token of the file's configuration: the policy allows it, and Wardkey must go on. */
    private static byte[] managed(String keys, String name, String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keys, "Wardkey");
        KeyGenParameters.Builder parameters = KeyGenParameters.builder("strict-" + System.nanoTime(), Purpose.SIGN);
        generator.initialize((curve.isEmpty() ? parameters : parameters.curve(curve)).build());
        Signature signature = Signature.getInstance(name);
        signature.initSign(generator.generateKeyPair().getPrivate());
        return signature.sign();
    }

    /** A store as every JDK makes it by itself: its entries are encrypted with AES-CBC by a password. */
    private static String pkcs12() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setEntry(
                "a",
                new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")),
                new KeyStore.PasswordProtection("password".toCharArray()));
        return store.getType();
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
        KeyStore store = KeyStore.getInstance("JKS");
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
