package org.wardkey.provider.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.administration.Administration;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.Purpose;

/** Makes a home with something of everything in it, or uses one that was made by an earlier version. */
public final class GoldenChild {
    private static final String MESSAGE = "kept for fifteen years";
    private static final byte[] IV = new byte[12];
    private static final int TAG_BITS = 128;
    private static final long LIMIT = 100;

    private final WardkeyProvider provider;
    private final Path folder;

    private GoldenChild(WardkeyProvider provider, Path folder) {
        this.provider = provider;
        this.folder = folder;
    }

    /** {@code write} or {@code use}, and the folder with the configuration. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        GoldenChild child = new GoldenChild(Managed.provider(folder.resolve("wardkey.conf")), folder);
        if (arguments[0].equals("write")) {
            child.write();
            return;
        }
        child.use();
    }

    private void write() throws Exception {
        KeyPair signer = Managed.generate(provider, "signer", OptionalLong.of(LIMIT));
        Files.write(folder.resolve("signature"), Managed.sign(provider, signer.getPrivate()));
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA", provider);
        rsa.initialize(KeyGenParameters.builder("rsa", Purpose.SIGN)
                .keySizeBits(2048)
                .labels("imaging")
                .build());
        rsa.generateKeyPair();
        KeyGenerator aes = KeyGenerator.getInstance("AES", provider);
        aes.init(KeyGenParameters.builder("archive", Purpose.ENCRYPT, Purpose.DECRYPT)
                .build());
        Files.write(
                folder.resolve("ciphertext"),
                gcm(Cipher.ENCRYPT_MODE, aes.generateKey()).doFinal(MESSAGE.getBytes(StandardCharsets.UTF_8)));
        Managed.generate(provider, "suspended", OptionalLong.empty());
        Managed.generate(provider, "destroyed", OptionalLong.empty());
        Administration administration = provider.administration();
        administration.changeState("suspended", KeyState.SUSPENDED, "golden");
        administration.changeState("destroyed", KeyState.DESTROYED, "golden");
        Files.writeString(
                folder.resolve("verifier-key"), administration.auditKey().toString());
        Files.writeString(
                folder.resolve("checkpoint"),
                administration.exportCheckpoint("0001", "golden").text());
    }

    private Cipher gcm(int mode, SecretKey key) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, IV));
        return cipher;
    }

    private void use() throws Exception {
        KeyStore store = Managed.store(provider);
        PrivateKey signer = (PrivateKey) store.getKey("signer", null);
        Managed.verify(publicKey(signer), Files.readAllBytes(folder.resolve("signature")));
        Managed.verify(publicKey(signer), Managed.sign(provider, signer));
        byte[] plaintext = gcm(Cipher.DECRYPT_MODE, (SecretKey) store.getKey("archive", null))
                .doFinal(Files.readAllBytes(folder.resolve("ciphertext")));
        System.out.println("decrypted " + new String(plaintext, StandardCharsets.UTF_8));
        Managed.sign(provider, (PrivateKey) store.getKey("rsa", null));
        Administration administration = provider.administration();
        System.out.println("used " + administration.show("signer").operationsUsed() + " of " + LIMIT);
        System.out.println(
                "suspended " + administration.show("suspended").facts().state());
        System.out.println("destroyed "
                + administration.list().stream()
                        .filter(key -> key.facts().alias().equals("destroyed"))
                        .map(key -> key.facts().state())
                        .toList());
        administration.changeState("suspended", KeyState.ACTIVE, "golden");
        Managed.sign(provider, (PrivateKey) store.getKey("suspended", null));
        System.out.println("state " + provider.state());
    }

    private static PublicKey publicKey(PrivateKey key) {
        return ((org.wardkey.provider.operation.WardkeyPrivateKey) key).publicKey();
    }
}
