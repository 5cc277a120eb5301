package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Provider;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Enforcement;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.Purpose;

/** Secret keys of a token in a TPM through the JCA; on the simulator swtpm, no real chip. The JDK judges what they make. */
class TpmSecretKeysIT {
    /** Around the 1024 bytes that one command takes. */
    private static final int[] LENGTHS = {0, 1, 1023, 1024, 1025, 2048, 2049, 5000};

    @TempDir
    private Path folder;

    private SimulatedTpm tpm;
    private TestHome home;
    private WardkeyProvider wardkey;

    @BeforeEach
    void start() throws IOException {
        tpm = SimulatedTpm.start(folder.resolve("chip"));
        home = TestHome.with(folder, tpm.token());
        wardkey = home.provider();
    }

    @AfterEach
    void stop() {
        tpm.close();
    }

    private SecretKey generated(String algorithm, KeyGenParameters.Builder parameters) throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance(algorithm, wardkey);
        generator.init(parameters.build());
        return generator.generateKey();
    }

    private KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", wardkey);
        store.load(null, null);
        return store;
    }

    private SecretKey imported(String alias, SecretKey key) throws Exception {
        KeyStore store = store();
        store.setKeyEntry(alias, key, null, null);
        return (SecretKey) store.getKey(alias, null);
    }

    private Mac mac(String algorithm, SecretKey key) throws Exception {
        Mac mac = Mac.getInstance(algorithm, wardkey);
        mac.init(key);
        return mac;
    }

    private static byte[] message(int length) {
        byte[] message = new byte[length];
        new Random(length).nextBytes(message);
        return message;
    }

    private static byte[] jdk(String algorithm, byte[] key, byte[] message) throws Exception {
        Mac mac = Mac.getInstance(algorithm, "SunJCE");
        mac.init(new SecretKeySpec(key, algorithm));
        return mac.doFinal(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HmacSHA1", "HmacSHA256", "HmacSHA384", "HmacSHA512"})
    void hmac_keyFromOutside_isTheJdks(String algorithm) throws Exception {
        for (int keyBytes : new int[] {16, 64, 200}) {
            byte[] key = message(keyBytes);
            Mac mac = mac(algorithm, imported("mac-" + keyBytes, new SecretKeySpec(key, algorithm)));
            for (int length : LENGTHS) {
                byte[] message = message(length);
                mac.update(message, 0, length / 3);
                mac.update(message, length / 3, length - length / 3);
                assertThat(mac.doFinal()).as("%d bytes", length).isEqualTo(jdk(algorithm, key, message));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HmacSHA1", "HmacSHA256", "HmacSHA384", "HmacSHA512"})
    void hmac_keyBornInTheChip_staysThere(String algorithm) throws Exception {
        SecretKey key = generated(algorithm, KeyGenParameters.builder("born", Purpose.MAC));
        assertThat(key.getEncoded()).isNull();
        byte[] code = mac(algorithm, key).doFinal(message(3000));
        assertThat(code).hasSize(Mac.getInstance(algorithm, "SunJCE").getMacLength());
        assertThat(mac(algorithm, (SecretKey) store().getKey("born", null)).doFinal(message(3000)))
                .isEqualTo(code);
        SecretKey other = generated(algorithm, KeyGenParameters.builder("other", Purpose.MAC));
        assertThat(mac(algorithm, other).doFinal(message(3000))).isNotEqualTo(code);
        assertThat(wardkey.administration().show("born").enforcement())
                .containsEntry("exportable", Enforcement.HARDWARE)
                .containsEntry("purposes", Enforcement.PROVIDER);
    }

    @Test
    void hmac_ofAView_isMadeInTheChipAndStored() throws Exception {
        Provider view = home.view("tpm0");
        SecretKey key = KeyGenerator.getInstance("HmacSHA256", view).generateKey();
        assertThat(key.getEncoded()).isNull();
        byte[] code = mac("HmacSHA256", key).doFinal(message(10));
        KeyStore store = KeyStore.getInstance("Wardkey", view);
        store.load(null, null);
        store.setKeyEntry("kept", key, null, null);
        assertThat(mac("HmacSHA256", (SecretKey) store().getKey("kept", null)).doFinal(message(10)))
                .isEqualTo(code);
    }

    @Test
    void hmac_cloneInTheMiddle_goesOnByItself() throws Exception {
        byte[] key = message(32);
        Mac mac = mac("HmacSHA256", imported("mac", new SecretKeySpec(key, "HmacSHA256")));
        mac.update(message(2000));
        Mac copy = (Mac) mac.clone();
        mac.update((byte) 1);
        byte[] longer = Arrays.copyOf(message(2000), 2001);
        longer[2000] = 1;
        assertThat(mac.doFinal()).isEqualTo(jdk("HmacSHA256", key, longer));
        assertThat(copy.doFinal()).isEqualTo(jdk("HmacSHA256", key, message(2000)));
        mac.update(message(5000));
        mac.reset();
        assertThat(mac.doFinal()).isEqualTo(jdk("HmacSHA256", key, new byte[0]));
    }

    @Test
    void hmac_withAnotherHashFunctionOrSize_isRefusedWithTheReason() throws Exception {
        SecretKey key = generated("HmacSHA256", KeyGenParameters.builder("mac", Purpose.MAC));
        Mac wrong = mac("HmacSHA512", key);
        assertThatThrownBy(() -> wrong.doFinal(message(1)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-E001")
                .hasMessageContaining("with SHA-256 alone");
        for (KeyGenParameters.Builder unsuitable : new KeyGenParameters.Builder[] {
            KeyGenParameters.builder("short", Purpose.MAC).keySizeBits(128),
            KeyGenParameters.builder("leaving", Purpose.MAC).exportable(true)
        }) {
            Mac refused = mac("HmacSHA256", generated("HmacSHA256", unsuitable));
            assertThatThrownBy(() -> refused.doFinal(message(1))).hasMessageContaining("WK-K017");
        }
        SecretKey sha3 = generated("HmacSHA3-256", KeyGenParameters.builder("sha3", Purpose.MAC));
        Mac refused = mac("HmacSHA3-256", sha3);
        assertThatThrownBy(() -> refused.doFinal(message(1))).hasMessageContaining("WK-K017");
        SecretKeySpec unnamed = new SecretKeySpec(new byte[32], "Hmac");
        KeyStore store = store();
        assertThatThrownBy(() -> store.setKeyEntry("unnamed", unnamed, null, null))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("WK-K017");
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void hmac_messageThatIsTooLong_isRefusedAtTheEndAndTheNextIsNot() throws Exception {
        Mac mac = mac("HmacSHA256", generated("HmacSHA256", KeyGenParameters.builder("mac", Purpose.MAC)));
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < 16; i++) {
            mac.update(large);
        }
        mac.update((byte) 0);
        assertThatThrownBy(mac::doFinal)
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("more than 16777216 bytes");
        assertThat(mac.doFinal(message(1))).hasSize(32);
    }

    @Test
    void hmac_powerLossAndLoss_areFailuresOfOneMessage() throws Exception {
        byte[] key = message(32);
        Mac mac = mac("HmacSHA256", imported("mac", new SecretKeySpec(key, "HmacSHA256")));
        for (int length : new int[] {10, 5000}) {
            mac.doFinal(message(length));
            tpm.kill();
            assertThatThrownBy(() -> mac.doFinal(message(length)))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("WK-E003");
            tpm.restart();
            assertThat(mac.doFinal(message(length))).isEqualTo(jdk("HmacSHA256", key, message(length)));
        }
        wardkey.administration().changeState("mac", KeyState.DESTROYED, "test");
        assertThatThrownBy(() -> mac.doFinal(message(1))).hasMessageContaining("WK-K");
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256})
    void aes_sealedInTheChip_encryptsAndDecryptsAndWraps(int bits) throws Exception {
        SecretKey key = generated(
                "AES",
                KeyGenParameters.builder("data", Purpose.ENCRYPT, Purpose.DECRYPT, Purpose.WRAP, Purpose.UNWRAP)
                        .keySizeBits(bits));
        assertThat(key.getEncoded()).isNull();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
        for (int i = 0; i < 2; i++) {
            cipher.init(Cipher.ENCRYPT_MODE, key);
            byte[] iv = cipher.getIV();
            cipher.updateAAD(message(5));
            byte[] encrypted = cipher.doFinal(message(3000));
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, iv));
            for (int again = 0; again < 2; again++) {
                cipher.updateAAD(message(5));
                assertThat(cipher.doFinal(encrypted)).isEqualTo(message(3000));
            }
            encrypted[7] ^= 1;
            assertThatThrownBy(() -> cipher.doFinal(encrypted)).isInstanceOf(AEADBadTagException.class);
        }
        Cipher wrap = Cipher.getInstance("AES/KW/NoPadding", wardkey);
        wrap.init(Cipher.WRAP_MODE, key);
        byte[] wrapped = wrap.wrap(new SecretKeySpec(message(32), "AES"));
        wrap.init(Cipher.UNWRAP_MODE, key);
        assertThat(wrap.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded()).isEqualTo(message(32));
        Cipher padded = Cipher.getInstance("AES/KWP/NoPadding", wardkey);
        padded.init(Cipher.WRAP_MODE, key);
        byte[] odd = padded.wrap(new SecretKeySpec(message(21), "HmacSHA1"));
        padded.init(Cipher.UNWRAP_MODE, key);
        assertThat(padded.unwrap(odd, "HmacSHA1", Cipher.SECRET_KEY).getEncoded())
                .isEqualTo(message(21));
        assertThat(wardkey.administration().show("data").enforcement())
                .containsEntry("exportable", Enforcement.PROVIDER);
    }

    @Test
    void gmac_ofASealedKey_isTheTagOfGcm() throws Exception {
        SecretKey key = generated("AES", KeyGenParameters.builder("data", Purpose.MAC, Purpose.ENCRYPT));
        Mac mac = Mac.getInstance("AESGMAC", wardkey);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        cipher.updateAAD(message(100));
        byte[] tag = cipher.doFinal();
        mac.init(key, new IvParameterSpec(cipher.getIV()));
        assertThat(mac.doFinal(message(100))).isEqualTo(tag);
    }

    @Test
    void rotation_ofSecretKeys_makesOthersInTheChip() throws Exception {
        Mac mac = mac("HmacSHA384", generated("HmacSHA384", KeyGenParameters.builder("mac", Purpose.MAC)));
        byte[] before = mac.doFinal(message(10));
        SecretKey data = generated("AES", KeyGenParameters.builder("data", Purpose.ENCRYPT, Purpose.DECRYPT));
        wardkey.administration().rotation().rotate("mac", Duration.ZERO, false);
        wardkey.administration().rotation().rotate("data", Duration.ZERO, false);
        SecretKey next = (SecretKey) store().getKey("mac", null);
        assertThat(mac("HmacSHA384", next).doFinal(message(10))).hasSize(48).isNotEqualTo(before);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, (SecretKey) store().getKey("data", null));
        assertThat(cipher.doFinal(message(10))).hasSize(26);
        cipher.init(Cipher.ENCRYPT_MODE, data);
        assertThatThrownBy(() -> cipher.doFinal(message(10))).hasMessageContaining("WK-K");
    }

    @Test
    void aes_withoutItsChip_doesNothing() throws Exception {
        SecretKey key = generated("AES", KeyGenParameters.builder("data", Purpose.ENCRYPT, Purpose.DECRYPT));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        assertThat(cipher.doFinal(message(10))).hasSize(26);
        tpm.kill();
        cipher.init(Cipher.ENCRYPT_MODE, key);
        assertThatThrownBy(() -> cipher.doFinal(message(10)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("WK-E003");
        tpm.restart();
        cipher.init(Cipher.ENCRYPT_MODE, key);
        assertThat(cipher.doFinal(message(10))).hasSize(26);
        tpm.replace();
        cipher.init(Cipher.ENCRYPT_MODE, key);
        assertThatThrownBy(() -> cipher.doFinal(message(10))).hasMessageContaining("WK-E003");
    }

    @Test
    void aes_forAnotherUse_isRefused() throws Exception {
        SecretKey key = generated("AES", KeyGenParameters.builder("data", Purpose.ENCRYPT));
        Cipher wrapping = Cipher.getInstance("AES/KW/NoPadding", wardkey);
        SecretKey target = new SecretKeySpec(new byte[16], "AES");
        wrapping.init(Cipher.WRAP_MODE, target);
        assertThatThrownBy(() -> wrapping.wrap(key)).hasMessageContaining("WK-K");
        assertThatThrownBy(() -> store().setKeyEntry("outside", target, null, null))
                .hasStackTraceContaining("Expected a key that token tpm0 made, got one from outside");
    }
}
