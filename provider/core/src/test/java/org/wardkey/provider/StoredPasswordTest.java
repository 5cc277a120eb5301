package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;

/** Passwords that programs keep in a key store, as keytool -importpass puts them there. */
class StoredPasswordTest {
    private static final String PASSWORD = "of the ward's database";

    @TempDir
    private Path folder;

    private static SecretKey password() throws Exception {
        return SecretKeyFactory.getInstance("PBE").generateSecret(new PBEKeySpec(PASSWORD.toCharArray()));
    }

    private static KeyStore store(TestHome home) throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", home.provider());
        store.load(null, null);
        return store;
    }

    private static KeyStore.Entry entry() throws Exception {
        return new KeyStore.SecretKeyEntry(password());
    }

    private List<String> exports() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("home").resolve("audit"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                Files.readString(file)
                        .lines()
                        .filter(line -> line.contains("\"kind\":\"KEY_EXPORTED\""))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static String read(KeyStore store, String alias) throws Exception {
        return new String(store.getKey(alias, null).getEncoded(), StandardCharsets.US_ASCII);
    }

    @Test
    void getKey_storedPassword_isGivenOutWithARecordOfIt() throws Exception {
        TestHome home = TestHome.in(folder);
        KeyStore store = store(home);
        store.setKeyEntry("db", password(), "unused".toCharArray(), null);
        assertThat(read(store, "db")).isEqualTo(PASSWORD);
        assertThat(store.getKey("db", null).getAlgorithm()).isEqualTo(password().getAlgorithm());
        assertThat(store.entryInstanceOf("db", KeyStore.SecretKeyEntry.class)).isTrue();
        assertThat(((KeyStore.SecretKeyEntry) store.getEntry("db", null))
                        .getSecretKey()
                        .getEncoded())
                .isEqualTo(PASSWORD.getBytes(StandardCharsets.US_ASCII));
        KeyFacts facts = home.provider().administration().show("db").facts();
        assertThat(facts.type()).isEqualTo(KeyType.PASSWORD);
        assertThat(facts.imported()).isTrue();
        // Durable before it was given out: the file has the records already.
        assertThat(exports()).hasSize(2).allMatch(line -> line.contains("\"outcome\":\"ALLOWED\""));
        assertNowhere();
    }

    private void assertNowhere() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PASSWORD);
            }
        }
    }

    @Test
    void getKey_suspendedOrOutsideOfItsWindow_isRefusedAndRecorded() throws Exception {
        TestHome home = TestHome.in(folder);
        KeyStore store = store(home);
        store.setKeyEntry("db", password(), null, null);
        home.provider().administration().changeState("db", KeyState.SUSPENDED, "the database moves");
        refused(store, "db", "WK-K011");
        home.provider().administration().changeState("db", KeyState.ACTIVE, "it has moved");
        assertThat(read(store, "db")).isEqualTo(PASSWORD);

        Instant now = Instant.now();
        store.setEntry(
                "over",
                entry(),
                window("over").consumptionEnd(now.minusSeconds(1)).build());
        refused(store, "over", "could be read until");
        Instant later = now.plus(1, ChronoUnit.DAYS);
        store.setEntry("later", entry(), window("later").consumptionStart(later).build());
        refused(store, "later", "may be read from");
        assertThat(exports().stream().filter(line -> line.contains("\"outcome\":\"DENIED\"")))
                .hasSize(3);
    }

    private static KeyGenParameters.Builder window(String alias) {
        return KeyGenParameters.builder(alias, Purpose.DECRYPT).exportable(true);
    }

    private static void refused(KeyStore store, String alias, String why) throws Exception {
        Key password = store.getKey(alias, null);
        assertThatThrownBy(password::getEncoded)
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void setEntry_thatNobodyCouldRead_isRefused() throws Exception {
        KeyStore store = store(TestHome.in(folder));
        for (KeyGenParameters wrong : List.of(
                window("db").exportable(false).build(),
                window("db").maximumOperations(3).build())) {
            assertThatThrownBy(() -> store.setEntry("db", entry(), wrong))
                    .isInstanceOf(KeyStoreException.class)
                    .hasMessageContaining("Expected a password that is exportable");
        }
        assertThat(store.containsAlias("db")).isFalse();
    }

    @Test
    void setEntry_underAPolicyThatLetsNothingOut_isRefused() throws Exception {
        Files.writeString(
                folder.resolve("inside.conf"),
                "policy {\n name = inside\n version = 1\n keys { all { exportable = false } }\n}");
        KeyStore store = store(
                TestHome.with(folder, "home = home\n tokens { local { type = software } }\n policy = inside.conf\n"));
        assertThatThrownBy(() -> store.setKeyEntry("db", password(), null, null))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("WK-P010");
    }

    private KeyStore under(String rules) throws Exception {
        Files.writeString(
                folder.resolve("rules.conf"),
                "policy {\n name = rules\n version = 1\n keys { all { " + rules + " } }\n}");
        return store(
                TestHome.with(folder, "home = home\n tokens { local { type = software } }\n policy = rules.conf\n"));
    }

    @Test
    void setEntry_underAPolicyThatLetsSuchKeysDoSomethingElse_isRefused() throws Exception {
        KeyStore store = under("allowed-purposes = sign");
        assertThatThrownBy(() -> store.setKeyEntry("db", password(), null, null))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("WK-P");
    }

    @Test
    void setEntry_underAPolicyThatCounts_isRefused() throws Exception {
        KeyStore store = under("maximum-operations = 5");
        assertThatThrownBy(() -> store.setKeyEntry("db", password(), null, null))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("is not counted");
    }

    /** TLS asks for every key of a store before it looks what it is. */
    @Test
    void tls_thatLooksTheStoreThrough_readsNoPassword() throws Exception {
        TestHome home = TestHome.in(folder);
        KeyStore store = store(home);
        store.setKeyEntry("db", password(), null, null);
        store.setKeyEntry("other", password(), null, null);
        home.provider().administration().changeState("other", KeyState.SUSPENDED, "the database moves");
        KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
        managers.init(store, null);
        assertThat(exports()).isEmpty();
    }

    @Test
    void rotate_password_makesNoOtherUnlessOneWasStored() throws Exception {
        TestHome home = TestHome.in(folder);
        KeyStore store = store(home);
        store.setKeyEntry("db", password(), null, null);
        assertThatThrownBy(() -> home.provider().administration().rotation().rotate("db", Duration.ofDays(1), true))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("db@next");
        assertThat(read(store, "db")).isEqualTo(PASSWORD);
        SecretKey next = SecretKeyFactory.getInstance("PBE").generateSecret(new PBEKeySpec("another".toCharArray()));
        store.setKeyEntry("db@next", next, null, null);
        home.provider().administration().rotation().rotate("db", Duration.ofDays(1), true);
        assertThat(read(store, "db")).isEqualTo("another");
        assertThat(read(store, "db@1")).isEqualTo(PASSWORD);
        home.provider().administration().changeState("db@1", KeyState.DEACTIVATED, "nobody uses it any more");
        refused(store, "db@1", "WK-K011");
    }

    @Test
    void setEntry_emptyPassword_isRefused() throws Exception {
        KeyStore store = store(TestHome.in(folder));
        SecretKey none = SecretKeyFactory.getInstance("PBE").generateSecret(new PBEKeySpec(new char[0]));
        assertThatThrownBy(() -> store.setKeyEntry("db", none, null, null))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("at least one byte");
    }
}
