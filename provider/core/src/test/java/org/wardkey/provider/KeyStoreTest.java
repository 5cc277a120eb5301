package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.ledger.KeyCatalog;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.operation.Enforcement;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.Purpose;

/** The key store "Wardkey" over software tokens. */
class KeyStoreTest {
    private static final String PASSWORD_TOKEN =
            "home = home\n tokens { local { type = software, protector = password } }\n";

    @TempDir
    private Path folder;

    private static KeyStore load(Provider provider, String password) throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, password == null ? null : password.toCharArray());
        return store;
    }

    private static KeyPair generate(Provider provider, String alias) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(KeyGenParameters.builder(alias, Purpose.SIGN).build());
        return generator.generateKeyPair();
    }

    /** A provider on a copy of the home as it is now: what a second JVM finds, for this one has the home open already. */
    private Provider reopened() throws IOException {
        Path other = Files.createTempDirectory(folder, "copy");
        Files.copy(folder.resolve("wardkey.conf"), other.resolve("wardkey.conf"));
        Files.createDirectory(other.resolve("home"));
        try (Stream<Path> files = Files.list(folder.resolve("home"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, other.resolve("home").resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return new WardkeyProvider().configure(other.resolve("wardkey.conf").toString());
    }

    @Test
    void load_wrongPassword_refusesAndTheRightOneOpens() throws Exception {
        Provider first = TestHome.with(folder, PASSWORD_TOKEN).provider();
        load(first, "correct horse");
        generate(first, "a");

        Provider second = reopened();
        assertThatThrownBy(() -> load(second, "battery staple"))
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(UnrecoverableKeyException.class)
                .hasMessageContaining("WK-S003")
                .hasMessageNotContaining("staple");
        assertThatThrownBy(() -> load(second, null)).hasMessageContaining("WK-S007");
        assertThat(load(second, "correct horse").isKeyEntry("a")).isTrue();
        assertThatThrownBy(() -> load(second, "battery staple")).hasMessageContaining("WK-S003");
    }

    @Test
    void use_keyFileLost_refusesAndMakesNoOther() throws Exception {
        TestHome home = TestHome.in(folder);
        generate(home.provider(), "a");
        Files.move(home.home().resolve("local.key"), folder.resolve("aside"));

        assertThatThrownBy(() -> load(reopened(), null)).hasMessageContaining("WK-S003");
        assertThat(home.home().resolve("local.key")).doesNotExist();
        Files.move(folder.resolve("aside"), home.home().resolve("local.key"));
        assertThat(load(reopened(), null).isKeyEntry("a")).isTrue();
    }

    @Test
    void use_keyFileReadableByOthers_refuses() throws Exception {
        TestHome home = TestHome.in(folder);
        generate(home.provider(), "a");
        Path key = home.home().resolve("local.key");
        assertThat(Files.getPosixFilePermissions(key)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> load(reopened(), null))
                .hasMessageContaining("WK-S003")
                .hasMessageContaining("0600");
    }

    @Test
    void use_keyFileAltered_refuses() throws Exception {
        TestHome home = TestHome.in(folder);
        generate(home.provider(), "a");
        Path key = home.home().resolve("local.key");
        String text = Files.readString(key);
        for (String altered : new String[] {"", "x", text.substring(0, 30), text.replaceFirst("1\n.", "1\nAA")}) {
            Files.writeString(key, altered);
            assertThatThrownBy(() -> load(reopened(), null)).as(altered).hasMessageContaining("WK-S003");
        }
        Files.writeString(key, text);
        assertThat(load(reopened(), null).isKeyEntry("a")).isTrue();
    }

    @Test
    void keys_areOpaqueAndTellTheirParameters() throws Exception {
        Provider provider = TestHome.in(folder).provider();
        PrivateKey key = generate(provider, "a").getPrivate();

        assertThat(key).isInstanceOf(ECKey.class).isNotInstanceOf(ECPrivateKey.class);
        assertThat(key.getEncoded()).isNull();
        assertThat(key.getFormat()).isNull();
        assertThatThrownBy(() -> {
                    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
                        out.writeObject(key);
                    }
                })
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void load_streams_nullAndEmptyOnly() throws Exception {
        Provider provider = TestHome.in(folder).provider();
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(new ByteArrayInputStream(new byte[0]), null);
        assertThat(store.size()).isZero();
        assertThatThrownBy(() -> store.load(new ByteArrayInputStream(new byte[1]), null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("importkeystore");
    }

    @Test
    void setEntry_withAuthorizations_importsForEver() throws Exception {
        Provider provider = TestHome.in(folder).provider();
        KeyStore store = load(provider, null);
        SecretKey plain = new SecretKeySpec(new byte[32], "AES");
        store.setEntry(
                "imported",
                new KeyStore.SecretKeyEntry(plain),
                KeyGenParameters.builder("imported", Purpose.DECRYPT)
                        .consumptionEnd(Instant.parse("2040-01-01T00:00:00Z"))
                        .build());

        KeyInfo info = ((WardkeyProvider) provider).administration().show("imported");
        assertThat(info.facts().imported()).isTrue();
        assertThat(info.facts().authorizations().purposes()).containsExactly(Purpose.DECRYPT);
        assertThat(info.enforcement()).containsEntry("consumption", Enforcement.PROVIDER);
        Key managed = store.getKey("imported", null);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, managed);
        assertThatThrownBy(() -> cipher.doFinal(new byte[1])).hasMessageContaining("WK-K002");
    }

    @Test
    void setEntry_authorizationsForAnotherAliasOrSize_areRefused() throws Exception {
        Provider provider = TestHome.in(folder).provider();
        KeyStore store = load(provider, null);
        KeyStore.SecretKeyEntry entry = new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES"));

        assertThatThrownBy(() -> store.setEntry(
                        "one",
                        entry,
                        KeyGenParameters.builder("another", Purpose.ENCRYPT).build()))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("local:one")
                .hasMessageContaining("local:another");
        assertThatThrownBy(() -> store.setEntry(
                        "one",
                        entry,
                        KeyGenParameters.builder("one", Purpose.ENCRYPT)
                                .keySizeBits(256)
                                .build()))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("256 bits")
                .hasMessageContaining("128");
        assertThat(store.containsAlias("one")).isFalse();

        store.setEntry(
                "one",
                entry,
                KeyGenParameters.builder("local:one", Purpose.ENCRYPT)
                        .keySizeBits(128)
                        .build());
        assertThat(store.isKeyEntry("one")).isTrue();
    }

    @Test
    void setKeyEntry_publicKeyOrNone_isRefused() throws Exception {
        WardkeyProvider provider = TestHome.in(folder).provider();
        KeyStore store = load(provider, null);
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519", "Ed448", "X25519", "X448"}) {
            Key key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic();
            assertThatThrownBy(() -> store.setKeyEntry("pub", key, null, null))
                    .as(algorithm)
                    .isInstanceOf(KeyStoreException.class)
                    .hasMessageContaining("got a public");
        }
        assertThatThrownBy(() -> store.setKeyEntry("pub", (Key) null, null, null))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("got none");
        assertThat(provider.administration().list()).isEmpty();
    }

    @Test
    void list_oneRecordWhosePublicKeyDoesNotDecode_showsAll() throws Exception {
        WardkeyProvider provider = TestHome.in(folder).provider();
        generate(provider, "good");
        KeyStore store = load(provider, null);
        KeyCatalog catalog = WardkeyRuntime.of(folder.resolve("wardkey.conf").toString())
                .home()
                .ledger()
                .catalog();
        KeyRecord good = catalog.find("local", "good").orElseThrow();
        KeyFacts f = good.facts();
        catalog.create(new KeyRecord(
                new KeyFacts(
                        new KeyId(UUID.randomUUID()),
                        f.token(),
                        "damaged",
                        f.type(),
                        f.sizeBits(),
                        f.state(),
                        f.authorizations(),
                        false,
                        f.created()),
                good.algorithm(),
                new byte[0],
                good.sealedMaterial(),
                List.of(),
                ""));

        assertThat(provider.administration().list())
                .extracting(info -> info.facts().alias())
                .containsExactly("damaged", "good");
        assertThat(Collections.list(store.aliases())).containsExactlyInAnyOrder("damaged", "good");
        assertThatThrownBy(() -> store.getKey("damaged", null))
                .isInstanceOf(UnrecoverableKeyException.class)
                .hasMessageContaining("does not decode");
    }

    @Test
    void setKeyEntry_takenAlias_refusesAndKeepsTheKey() throws Exception {
        Provider provider = TestHome.in(folder).provider();
        KeyPair first = generate(provider, "a");
        KeyStore store = load(provider, null);

        assertThatThrownBy(() -> store.setKeyEntry("a", new SecretKeySpec(new byte[32], "AES"), null, null))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("WK-S005");
        assertThat(store.getKey("a", null)).isEqualTo(first.getPrivate());
    }

    @Test
    void deleteEntry_key_isDestroyedForEveryHandle() throws Exception {
        Provider provider = TestHome.in(folder).provider();
        PrivateKey key = generate(provider, "a").getPrivate();
        KeyStore store = load(provider, null);
        store.deleteEntry("a");

        assertThat(Collections.list(store.aliases())).isEmpty();
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(key);
        signature.update(new byte[1]);
        assertThatThrownBy(signature::sign)
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-K001");
        generate(provider, "a");
        assertThat(store.isKeyEntry("a")).isTrue();
        assertThat(((WardkeyProvider) provider).administration().list())
                .extracting(info -> info.facts().state())
                .containsExactlyInAnyOrder(KeyState.DESTROYED, KeyState.ACTIVE);
    }

    @Test
    void getKeySpec_keyInfo_tellsRulesAndUse() throws Exception {
        Provider provider = TestHome.in(folder).provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(
                KeyGenParameters.builder("a", Purpose.SIGN).maximumOperations(5).build());
        PrivateKey key = generator.generateKeyPair().getPrivate();
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(key);
        signature.sign();

        KeyInfo info = KeyFactory.getInstance("EC", provider).getKeySpec(key, KeyInfo.class);
        assertThat(info.operationsUsed()).isEqualTo(1);
        assertThat(info.facts().authorizations().maximumOperations()).hasValue(5);
    }

    @Test
    void sign_keyOfAnotherHome_refuses(@TempDir Path other) throws Exception {
        PrivateKey foreign = generate(TestHome.in(other).provider(), "a").getPrivate();
        Provider provider = TestHome.in(folder).provider();
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign(foreign);
        signature.update(new byte[1]);

        assertThatThrownBy(signature::sign).hasMessageContaining("WK-K013");
    }

    @Test
    void alias_withTokenNames_findsTheSameKey() throws Exception {
        Provider provider = TestHome.with(
                        folder, "home = home\n tokens { local { type = software }, ward-2 { type = software } }\n")
                .provider();
        generate(provider, "ward-2:a");
        generate(provider, "a");
        KeyStore store = load(provider, null);

        assertThat(Collections.list(store.aliases())).containsExactlyInAnyOrder("a", "ward-2:a");
        assertThat(store.getKey("local:a", null)).isEqualTo(store.getKey("a", null));
        assertThat(store.getKey("ward-2:a", null)).isNotEqualTo(store.getKey("a", null));
        assertThat(store.getKey("nobody", null)).isNull();
    }

    @Test
    void wrap_notExportableKey_refuses_exportableOneWraps() throws Exception {
        Provider provider = TestHome.in(folder).provider();
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(
                KeyGenParameters.builder("kek", Purpose.WRAP, Purpose.UNWRAP).build());
        SecretKey kek = generator.generateKey();
        generator.init(KeyGenParameters.builder("stays", Purpose.ENCRYPT).build());
        SecretKey stays = generator.generateKey();
        generator.init(KeyGenParameters.builder("leaves", Purpose.ENCRYPT)
                .exportable(true)
                .build());
        SecretKey leaves = generator.generateKey();
        Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding", provider);
        cipher.init(Cipher.WRAP_MODE, kek);

        assertThatThrownBy(() -> cipher.wrap(stays)).hasMessageContaining("WK-K011");
        byte[] wrapped = cipher.wrap(leaves);
        cipher.init(Cipher.UNWRAP_MODE, kek);
        assertThat(cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded())
                .hasSize(32);
    }

    @Test
    void generate_weakRsaKey_refusesManagedAndMakesPlain() throws Exception {
        Provider provider = TestHome.in(folder).provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        generator.initialize(
                KeyGenParameters.builder("weak", Purpose.SIGN).keySizeBits(1024).build());
        assertThatThrownBy(generator::generateKeyPair).hasMessageContaining("WK-P001");
        generator.initialize(1024);
        assertThat(generator.generateKeyPair().getPrivate().getEncoded()).isNotNull();
    }
}
