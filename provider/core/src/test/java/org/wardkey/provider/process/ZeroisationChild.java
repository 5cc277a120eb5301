package org.wardkey.provider.process;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.FakeCertificate;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** Imports keys, uses them, destroys them, and dumps what the JVM still holds. */
public final class ZeroisationChild {
    private static final byte MASK = 0x5a;

    /** What a program that forgets to let go of a key holds: the control. */
    private static @Nullable Object kept;

    private final WardkeyProvider provider;
    /** The secrets under a mask, so that this list is not what the dump holds. */
    private final List<byte[]> masked = new ArrayList<>();

    private ZeroisationChild(WardkeyProvider provider) {
        this.provider = provider;
    }

    /**
     * Configuration, the dump's file, and {@code let-go}, {@code keep}, {@code wait} (then somebody else destroys, and each
     * line on stdin is the file of another dump) or {@code native}, which destroys after a line on stdin and waits for another.
     */
    public static void main(String[] arguments) throws Exception {
        ZeroisationChild child = new ZeroisationChild(Managed.provider(arguments[0]));
        if (arguments[2].equals("wait")) {
            child.useOnly();
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String file = lines.readLine(); file != null; file = lines.readLine()) {
                dump(file);
                System.out.println("dumped " + file);
            }
            return;
        }
        if (arguments[2].equals("native")) {
            child.useByLibcrypto();
            return;
        }
        child.useAndDestroy(arguments[2].equals("keep"));
        dump(arguments[1]);
        child.masked.forEach(ZeroisationChild::tell);
        System.out.println("kept " + (kept != null));
    }

    private static void tell(byte[] secret) {
        System.out.println("secret " + HexFormat.of().formatHex(secret));
    }

    private static void dump(String file) throws Exception {
        ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                        "dumpHeap",
                        new Object[] {file, true},
                        new String[] {String.class.getName(), boolean.class.getName()});
    }

    private void useOnly() throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        secretKey(store, "AES", false, false);
        tell(masked.get(0));
    }

    /** Keys of the store, whose bytes libcrypto has while they live. */
    private void useByLibcrypto() throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        for (String algorithm : List.of("AES", "KMAC128")) {
            byte[] bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            store.setEntry(
                    algorithm,
                    new KeyStore.SecretKeyEntry(new SecretKeySpec(remembered(bytes), algorithm)),
                    KeyGenParameters.builder(algorithm, Purpose.MAC).build());
            Arrays.fill(bytes, (byte) 0);
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] value = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
        remembered(Arrays.copyOfRange(value, value.length - 28, value.length));
        store.setKeyEntry("EC", pair.getPrivate(), null, new Certificate[] {new FakeCertificate(pair.getPublic())});
        useEach(store);
        masked.forEach(ZeroisationChild::tell);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        lines.readLine();
        for (String alias : List.of("AES", "KMAC128", "EC")) {
            store.deleteEntry(alias);
        }
        System.out.println("destroyed");
        lines.readLine();
    }

    private void useEach(KeyStore store) throws Exception {
        for (String[] code : new String[][] {{"AESCMAC", "AES"}, {"KMAC128", "KMAC128"}}) {
            Mac mac = Mac.getInstance(code[0], provider);
            mac.init(store.getKey(code[1], null));
            mac.doFinal(new byte[40_000]);
        }
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign((PrivateKey) store.getKey("EC", null));
        signature.update(new byte[10]);
        signature.sign();
    }

    private void useAndDestroy(boolean keep) throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        secretKey(store, "AES", keep, true);
        secretKey(store, "HmacSHA256", keep, true);
        privateKey(store);
    }

    private byte[] remembered(byte[] secret) {
        byte[] copy = secret.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] ^= MASK;
        }
        masked.add(copy);
        return secret;
    }

    private void secretKey(KeyStore store, String algorithm, boolean keep, boolean destroy) throws Exception {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        SecretKey plain = new SecretKeySpec(remembered(bytes), algorithm);
        store.setKeyEntry(algorithm, plain, null, null);
        kept = keep ? plain : kept;
        for (SecretKey key : List.of(plain, (SecretKey) store.getKey(algorithm, null))) {
            if (algorithm.equals("AES")) {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
                cipher.init(Cipher.ENCRYPT_MODE, key);
                cipher.doFinal(new byte[40_000]);
            } else {
                Mac mac = Mac.getInstance(algorithm, provider);
                mac.init(key);
                mac.doFinal(new byte[40_000]);
            }
        }
        if (destroy) {
            store.deleteEntry(algorithm);
        }
        Arrays.fill(bytes, (byte) 0);
    }

    private void privateKey(KeyStore store) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        BigInteger prime = ((RSAPrivateCrtKey) pair.getPrivate()).getPrimeP();
        byte[] magnitude = prime.toByteArray();
        remembered(Arrays.copyOfRange(magnitude, magnitude.length - 64, magnitude.length));
        Arrays.fill(magnitude, (byte) 0);
        store.setKeyEntry("RSA", pair.getPrivate(), null, new Certificate[] {new FakeCertificate(pair.getPublic())});
        Signature signature = Signature.getInstance("SHA256withRSA", provider);
        for (PrivateKey key : List.of(pair.getPrivate(), (PrivateKey) store.getKey("RSA", null))) {
            signature.initSign(key);
            signature.update(new byte[10]);
            signature.sign();
        }
        store.deleteEntry("RSA");
    }
}
