package org.wardkey.provider.process;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.wardkey.provider.WardkeyProvider;

/** Runs probes in the order given; before the first one nothing of the JCA was touched. */
public final class BootChild {
    /** A P-256 key made for this test. */
    private static final String PKCS8 =
            "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4wiU90WitU8r8N+MMjfG5keibJk+4+Rol7GdNmuYs/ah"
                    + "RANCAART1q9bZQ+EtI3MmK9MIUIQIvOPcG14k5ICced7E1H/v+gfDoYmMLz5l1+i0itb/n/RcL6BX0Nks6sE8Xc0DuU3";

    private static final AtomicInteger MADE = new AtomicInteger();

    private BootChild() {}

    /** Prints a line for each probe: its name and what came of it. */
    public static void main(String[] probes) throws Exception {
        for (String probe : probes) {
            System.out.println(probe + " " + run(probe));
        }
    }

    private static String run(String probe) throws Exception {
        return switch (probe) {
            case "random" -> random();
            case "digest" -> digest();
            case "ecdsa" -> ecdsa();
            case "plain" -> plain();
            case "managed" -> managed();
            case "keystore" -> keyStore();
            case "view" -> view();
            case "housekeeping" -> housekeeping();
            case "wait" -> untilHousekeepingRuns();
            case "state" -> wardkey().state();
            case "libcrypto" -> libcrypto();
            case "modules" -> wardkey().getClass().getModule().isNamed() ? "named" : "unnamed";
            default -> throw new IllegalArgumentException(probe);
        };
    }

    private static WardkeyProvider wardkey() {
        return (WardkeyProvider) Security.getProvider("Wardkey");
    }

    private static String random() {
        SecureRandom random = new SecureRandom();
        byte[] first = new byte[32];
        byte[] second = new byte[32];
        random.nextBytes(first);
        random.nextBytes(second);
        require(!Arrays.equals(first, second));
        return random.getProvider().getName();
    }

    private static String digest() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        String hex =
                HexFormat.of().formatHex(digest.digest("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        require(hex.equals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        return digest.getProvider().getName();
    }

    private static String ecdsa() throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(PKCS8)));
        signature.initSign(key);
        signature.update(Managed.MESSAGE);
        require(signature.sign().length > 60);
        return signature.getProvider().getName();
    }

    /** Whatever is unpinned, and the same from Wardkey itself. */
    private static String plain() throws Exception {
        require(!digest().isEmpty());
        for (String name : new String[] {"EC", "RSA"}) {
            KeyPair pair = KeyPairGenerator.getInstance(name, wardkey()).generateKeyPair();
            require(pair.getPrivate().getEncoded() != null);
            Managed.verify(pair.getPublic(), Managed.sign(wardkey(), pair.getPrivate()));
        }
        SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey());
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
        byte[] encrypted = cipher.doFinal(Managed.MESSAGE);
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
        require(Arrays.equals(cipher.doFinal(encrypted), Managed.MESSAGE));
        Mac mac = Mac.getInstance("HmacSHA256", wardkey());
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        require(mac.doFinal(Managed.MESSAGE).length == 32);
        return "served";
    }

    private static String managed() throws Exception {
        try {
            String alias = "boot-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
            KeyPair pair = Managed.generate(wardkey(), alias, OptionalLong.of(10));
            require(pair.getPrivate().getEncoded() == null);
            Managed.verify(pair.getPublic(), Managed.sign(wardkey(), pair.getPrivate()));
            return "served";
        } catch (java.security.ProviderException e) {
            return Managed.code(e);
        }
    }

    private static String keyStore() throws Exception {
        try {
            return "served " + Managed.store(wardkey()).size();
        } catch (java.security.ProviderException | java.io.IOException e) {
            return Managed.code(e);
        }
    }

    private static String view() throws Exception {
        Provider view = Security.getProvider("Wardkey-local");
        KeyPair pair = KeyPairGenerator.getInstance("EC", view).generateKeyPair();
        return pair.getPrivate().getEncoded() == null ? "opaque" : "plain";
    }

    private static String libcrypto() {
        return wardkey().administration().report().libcryptoPresent() ? "present" : "absent";
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("A probe found something wrong.");
        }
    }

    /** Longer than the home waits with what a program does not need at once: JMX and the space for a full disk. */
    private static String untilHousekeepingRuns() {
        long begun = System.nanoTime();
        Conditions.await("a second", () -> System.nanoTime() - begun > 1_500_000_000L);
        return "waited";
    }

    private static String housekeeping() {
        boolean alive = Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("wardkey-housekeeping"));
        return alive ? "alive" : "dead";
    }
}
