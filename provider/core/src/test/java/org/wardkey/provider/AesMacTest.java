package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.process.RecordedUses;

/** CMAC and GMAC with AES, against Bouncy Castle. */
class AesMacTest {
    private static final Provider PEER = new BouncyCastleProvider();

    @TempDir
    private Path folder;

    private final Random random = new Random(20_261_127L);

    @AfterEach
    void clear() {
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void cmac_anyMessage_isThePeers() throws Exception {
        Mac ours = Mac.getInstance("AESCMAC", TestHome.in(folder).provider());
        Mac theirs = Mac.getInstance("AESCMAC", PEER);
        assertThat(ours.getMacLength()).isEqualTo(16);
        for (int i = 0; i < 200; i++) {
            SecretKey key = new SecretKeySpec(bytes(16 + 8 * random.nextInt(3)), "AES");
            ours.init(key);
            theirs.init(key);
            for (int message = 0; message < 2; message++) {
                byte[] data = bytes(random.nextInt(100));
                int part = random.nextInt(data.length + 1);
                ours.update(data, 0, part);
                Mac twin = (Mac) ours.clone();
                ours.update(data, part, data.length - part);
                byte[] expected = theirs.doFinal(data);
                assertThat(ours.doFinal()).isEqualTo(expected);
                twin.update(data, part, data.length - part);
                assertThat(twin.doFinal()).isEqualTo(expected);
                ours.update(data);
                ours.reset();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "libcrypto"})
    void gmac_anyMessage_isThePeersAndOncePerIv(String engine) throws Exception {
        System.setProperty(WardkeyRuntime.FORCED_FAILURES, "AES-GMAC@" + (engine.equals("jdk") ? "libcrypto" : "jdk"));
        Mac ours = Mac.getInstance("AESGMAC", TestHome.in(folder).provider());
        Mac theirs = Mac.getInstance("AESGMAC", PEER);
        SecretKey key = new SecretKeySpec(bytes(32), "AES");
        for (int i = 0; i < 100; i++) {
            IvParameterSpec iv = new IvParameterSpec(bytes(12));
            byte[] data = bytes(random.nextInt(100));
            ours.init(key, iv);
            theirs.init(key, iv);
            ours.update(data);
            ours.reset();
            assertThatThrownBy(ours::clone).isInstanceOf(CloneNotSupportedException.class);
            int part = random.nextInt(data.length + 1);
            ours.update(data, 0, part);
            assertThat(ours.doFinal(Arrays.copyOfRange(data, part, data.length)))
                    .isEqualTo(theirs.doFinal(data));
            assertThatThrownBy(() -> ours.doFinal(data)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(ours::clone).isInstanceOf(CloneNotSupportedException.class);
            assertThatThrownBy(() -> ours.init(key, iv))
                    .isInstanceOf(InvalidAlgorithmParameterException.class)
                    .hasMessageContaining("another IV");
        }
        assertThatThrownBy(() -> ours.init(key))
                .hasRootCauseMessage(
                        "Expected an IvParameterSpec for AES-GMAC, with another IV for each message under a key.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AESCMAC", "AESGMAC"})
    void managedKey_purposeAndLimit_hold(String name) throws Exception {
        TestHome home = TestHome.in(folder);
        WardkeyProvider wardkey = home.provider();
        KeyGenerator generator = KeyGenerator.getInstance("AES", wardkey);
        generator.init(KeyGenParameters.builder("codes", Purpose.MAC)
                .audit(AuditGranularity.EACH)
                .maximumOperations(2)
                .build());
        SecretKey key = generator.generateKey();
        Mac mac = Mac.getInstance(name, wardkey);
        for (int i = 0; i < 2; i++) {
            mac.init(key, name.equals("AESGMAC") ? new IvParameterSpec(bytes(12)) : null);
            assertThat(mac.doFinal(new byte[3])).hasSize(16);
        }
        mac.init(key, name.equals("AESGMAC") ? new IvParameterSpec(bytes(12)) : null);
        assertThatThrownBy(() -> mac.doFinal(new byte[3]))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-K009");
        generator.init(KeyGenParameters.builder("texts", Purpose.ENCRYPT).build());
        mac.init(generator.generateKey(), name.equals("AESGMAC") ? new IvParameterSpec(bytes(12)) : null);
        assertThatThrownBy(() -> mac.doFinal(new byte[3])).isInstanceOf(PolicyDeniedException.class);
        wardkey.administration().exportCheckpoint("0001", "test");
        assertThat(RecordedUses.of(home.home(), "codes")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void init_wrongKeys_areRefused() throws Exception {
        Mac mac = Mac.getInstance("AESCMAC", TestHome.in(folder).provider());
        assertThatThrownBy(() -> mac.init(new SecretKeySpec(new byte[15], "AES")))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("got 120");
        assertThatThrownBy(() -> mac.doFinal(new byte[1])).isInstanceOf(IllegalStateException.class);
    }
}
