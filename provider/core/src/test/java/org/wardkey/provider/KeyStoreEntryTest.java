package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.UnrecoverableEntryException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** What the key store "Wardkey" takes as an entry, and what it gives back as one. */
class KeyStoreEntryTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    private static KeyStore load(Provider provider) throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        return store;
    }

    /** A plain key with a certificate, of the JDK's own making. */
    private KeyStore.PrivateKeyEntry certified(String name, String... algorithm) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "x",
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString()));
        command.addAll(List.of(algorithm));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        assertThat(keytool.waitFor()).as(command.toString()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new KeyStore.PrivateKeyEntry((PrivateKey) store.getKey("x", PASSWORD), store.getCertificateChain("x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-keyalg EC -groupname secp256r1", "-keyalg Ed25519", "-keyalg RSA -keysize 2048"})
    void setEntry_importedKey_takesItsOwnChainOnly(String options) throws Exception {
        String[] algorithm = options.split(" ");
        KeyStore.PrivateKeyEntry one = certified("one", algorithm);
        KeyStore.PrivateKeyEntry other = certified("other", algorithm);
        KeyStore store = load(TestHome.in(folder).provider());

        assertThatThrownBy(() -> store.setKeyEntry("one", one.getPrivateKey(), null, other.getCertificateChain()))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("of another");
        assertThat(store.containsAlias("one")).isFalse();
        store.setKeyEntry("one", one.getPrivateKey(), null, one.getCertificateChain());
        PrivateKey managed = (PrivateKey) store.getKey("one", null);
        assertThatThrownBy(() -> store.setKeyEntry("one", managed, null, other.getCertificateChain()))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("of another");
        assertThat(store.getCertificateChain("one")).isEqualTo(one.getCertificateChain());
        store.setKeyEntry("one", managed, null, one.getCertificateChain());
        assertThat(store.getCertificateChain("one")).isEqualTo(one.getCertificateChain());
    }

    @Test
    void setKeyEntry_x25519_takesItsOwnPublicKeyOnly() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("X25519");
        KeyPair one = generator.generateKeyPair();
        KeyPair other = generator.generateKeyPair();
        KeyStore store = load(TestHome.in(folder).provider());

        assertThatThrownBy(() -> store.setKeyEntry(
                        "one", one.getPrivate(), null, new Certificate[] {new FakeCertificate(other.getPublic())}))
                .hasMessageContaining("of another");
        store.setKeyEntry("one", one.getPrivate(), null, new Certificate[] {new FakeCertificate(one.getPublic())});
        assertThat(store.isKeyEntry("one")).isTrue();
    }

    @Test
    void setKeyEntry_managedKey_refusesAnothersChain() throws Exception {
        Certificate[] rsa = certified("rsa", "-keyalg", "RSA").getCertificateChain();
        Certificate[] ec =
                certified("ec", "-keyalg", "EC", "-groupname", "secp256r1").getCertificateChain();
        Certificate[] p384 =
                certified("p384", "-keyalg", "EC", "-groupname", "secp384r1").getCertificateChain();
        TestHome home = TestHome.in(folder);
        KeyStore store = load(home.provider());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", home.provider());
        generator.initialize(KeyGenParameters.builder("gen", Purpose.SIGN).build());
        PrivateKey stored = generator.generateKeyPair().getPrivate();
        KeyPairGenerator unnamed = KeyPairGenerator.getInstance("EC", home.view("local"));
        unnamed.initialize(256);
        PrivateKey session = unnamed.generateKeyPair().getPrivate();

        for (Certificate[] chain : List.of(rsa, ec, p384)) {
            assertThatThrownBy(() -> store.setKeyEntry("gen", stored, null, chain))
                    .hasMessageContaining("of another");
            assertThatThrownBy(() -> store.setKeyEntry("session", session, null, chain))
                    .hasMessageContaining("of another");
        }
        assertThatThrownBy(() -> store.setKeyEntry("aes", new SecretKeySpec(new byte[16], "AES"), null, ec))
                .hasMessageContaining("no certificates");
        assertThat(store.getCertificateChain("gen")).isNull();
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void setEntry_protectionThatSaysNothing_isRefused() throws Exception {
        KeyStore store = load(TestHome.in(folder).provider());
        KeyStore.Entry entry = new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES"));

        assertThatThrownBy(() -> store.setEntry("a", entry, new Unknown()))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining(Unknown.class.getName());
        assertThat(store.containsAlias("a")).isFalse();
        store.setEntry("a", entry, new KeyStore.PasswordProtection(PASSWORD));
        store.setEntry("b", entry, new KeyStore.CallbackHandlerProtection(callbacks -> {}));
        store.setEntry("c", entry, null);
        assertThat(store.size()).isEqualTo(3);
        assertThatThrownBy(() -> store.getEntry("a", new Unknown())).hasMessageContaining(Unknown.class.getName());
    }

    private static final class Unknown implements KeyStore.ProtectionParameter {}

    @Test
    void getEntry_whateverProtection_givesTheEntry() throws Exception {
        KeyStore.PrivateKeyEntry own = certified("own", "-keyalg", "EC", "-groupname", "secp256r1");
        TestHome home = TestHome.in(folder);
        KeyStore store = load(home.provider());
        store.setEntry("pair", own, null);
        store.setEntry("secret", new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")), null);
        store.setCertificateEntry("ca", own.getCertificate());
        List<KeyStore.ProtectionParameter> protections = new ArrayList<>(List.of(
                new KeyStore.PasswordProtection(PASSWORD),
                new KeyStore.PasswordProtection(null),
                KeyGenParameters.builder("pair", Purpose.SIGN).build()));
        protections.add(null);

        for (KeyStore.ProtectionParameter protection : protections) {
            assertThat(store.getEntry("pair", protection))
                    .isInstanceOfSatisfying(KeyStore.PrivateKeyEntry.class, pair -> {
                        assertThat(pair.getCertificateChain()).isEqualTo(own.getCertificateChain());
                        assertThat(pair.getPrivateKey().getEncoded()).isNull();
                    });
            assertThat(store.getEntry("secret", protection)).isInstanceOf(KeyStore.SecretKeyEntry.class);
            assertThat(store.getEntry("ca", protection)).isInstanceOf(KeyStore.TrustedCertificateEntry.class);
            assertThat(store.getEntry("nobody", protection)).isNull();
        }
        assertThat(store.entryInstanceOf("pair", KeyStore.PrivateKeyEntry.class))
                .isTrue();
        assertThat(store.entryInstanceOf("secret", KeyStore.SecretKeyEntry.class))
                .isTrue();
        assertThat(store.entryInstanceOf("ca", KeyStore.TrustedCertificateEntry.class))
                .isTrue();
    }

    @Test
    void getEntry_privateKeyWithoutCertificate_saysWhatToDo() throws Exception {
        WardkeyProvider provider = TestHome.in(folder).provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(KeyGenParameters.builder("bare", Purpose.SIGN).build());
        assertThat(generator.generateKeyPair()).isNotNull();
        KeyStore store = load(provider);

        assertThatThrownBy(() -> store.getEntry("bare", null))
                .isInstanceOf(UnrecoverableEntryException.class)
                .hasMessageContaining("getKey");
        assertThat(store.entryInstanceOf("bare", KeyStore.PrivateKeyEntry.class))
                .isFalse();
        assertThat(store.entryInstanceOf("bare", KeyStore.SecretKeyEntry.class)).isFalse();
        assertThat(store.getKey("bare", null)).isNotNull();
    }

    @Test
    void load_homeThatIsNoFolder_isNoWrongPassword() throws Exception {
        Files.writeString(folder.resolve("home"), "a file");
        WardkeyProvider provider = TestHome.in(folder).provider();

        assertThatThrownBy(() -> load(provider))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("WK-")
                .hasCauseInstanceOf(ProviderException.class);
    }

    private static SecretKey generate(Provider provider, String alias) throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(KeyGenParameters.builder(alias, Purpose.ENCRYPT).build());
        return generator.generateKey();
    }

    @Test
    void setKeyEntry_keyThatWasRefused_saysWhyItWas() throws Exception {
        WardkeyProvider provider = TestHome.in(folder).provider();
        KeyStore store = load(provider);
        assertThat(generate(provider, "taken").getAlgorithm()).isEqualTo("AES");
        SecretKey refused = generate(provider, "taken");

        assertThatThrownBy(() -> store.setKeyEntry("another", refused, null, null))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("WK-S005")
                .hasMessageContaining("local:taken")
                .hasMessageContaining("The key taken was not made.")
                .hasMessageNotContaining("00000000");
    }

    @Test
    void setKeyEntry_oneKeyUnderManyAliasesAtOnce_oneIsStoredAndTheOthersAreTold() throws Exception {
        Provider view = TestHome.in(folder).view("local");
        KeyStore store = load(view);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 15; round++) {
                KeyGenerator generator = KeyGenerator.getInstance("AES", view);
                generator.init(256);
                SecretKey key = generator.generateKey();
                List<Future<?>> storing = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    String alias = "k" + round + "-" + i;
                    storing.add(threads.submit(() -> {
                        store.setKeyEntry(alias, key, null, null);
                        return alias;
                    }));
                }
                int stored = 0;
                for (Future<?> thread : storing) {
                    try {
                        thread.get();
                        stored++;
                    } catch (ExecutionException e) {
                        assertThat(e.getCause())
                                .isInstanceOf(KeyStoreException.class)
                                .hasCauseInstanceOf(InvalidKeyException.class)
                                .hasMessageContaining("cannot be stored again");
                    }
                }
                assertThat(stored).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
