package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.macs.KMAC;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;

/** KMAC, against NIST's samples and Bouncy Castle. */
class KmacTest {
    private static final byte[] NOTHING = {};

    @TempDir
    private Path folder;

    private final Random random = new Random(20_261_128L);

    @AfterEach
    void clear() {
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] counting(int from, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    /** Source: NIST, "KMAC_samples", samples 1 to 6 of SP 800-185. */
    @ParameterizedTest
    @CsvSource({
        "KMAC128, 4, '', E5780B0D3EA6F7D3A429C5706AA43A00FADBD7D49628839E3187243F456EE14E",
        "KMAC128, 4, My Tagged Application, 3B1FBA963CD8B0B59E8C1A6D71888B7143651AF8BA0A7070C0979E2811324AA5",
        "KMAC128, 200, My Tagged Application, 1F5B4E6CCA02209E0DCB5CA635B89A15E271ECC760071DFD805FAA38F9729230",
        "KMAC256, 4, My Tagged Application, 20C570C31346F703C9AC36C61C03CB64C3970D0CFC787E9B79599D273A68D2F7"
                + "F69D4CC3DE9D104A351689F27CF6F5951F0103F33F4F24871024D9C27773A8DD",
        "KMAC256, 200, '', 75358CF39E41494E949707927CEE0AF20A3FF553904C86B08F21CC414BCFD691"
                + "589D27CF5E15369CBBFF8B9A4C2EB17800855D0235FF635DA82533EC6B759B69",
        "KMAC256, 200, My Tagged Application, B58618F71F92E1D56C1B8C55DDD7CD188B97B4CA4D99831EB2699A837DA2E4D9"
                + "70FBACFDE50033AEA585F1A2708510C32D07880801BD182898FE476876FC8965"
    })
    void doFinal_samplesOfTheStandard_equal(String name, int size, String customization, String code) throws Exception {
        Mac mac = Mac.getInstance(name, TestHome.in(folder).provider());
        SecretKey key = new SecretKeySpec(counting(0x40, 32), name);
        byte[] custom = customization.getBytes(StandardCharsets.US_ASCII);
        mac.init(key, new KmacParameters(code.length() / 2, custom));
        assertThat(HexFormat.of().withUpperCase().formatHex(mac.doFinal(counting(0, size))))
                .isEqualTo(code);
        if (custom.length == 0) {
            mac.init(key);
            assertThat(HexFormat.of().withUpperCase().formatHex(mac.doFinal(counting(0, size))))
                    .isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({"KMAC128, 128, 32", "KMAC256, 256, 64"})
    void doFinal_anyLengths_isThePeers(String name, int bits, int defaultBytes) throws Exception {
        Mac ours = Mac.getInstance(name, TestHome.in(folder).provider());
        assertThat(ours.getMacLength()).isEqualTo(defaultBytes);
        for (int i = 0; i < 200; i++) {
            byte[] key = bytes(4 + random.nextInt(200));
            byte[] custom = bytes(random.nextInt(3) * random.nextInt(100));
            int size = 4 + random.nextInt(300);
            byte[] message = bytes(random.nextInt(1_000));
            KMAC theirs = new KMAC(bits, custom);
            theirs.init(new KeyParameter(key));
            theirs.update(message, 0, message.length);
            byte[] expected = new byte[size];
            theirs.doFinal(expected, 0, size);
            ours.init(new SecretKeySpec(key, name), new KmacParameters(size, custom));
            assertThat(ours.getMacLength()).isEqualTo(size);
            int part = random.nextInt(message.length + 1);
            for (int round = 0; round < 2; round++) {
                ours.update(message, 0, part);
                Mac twin = (Mac) ours.clone();
                assertThat(twin.getMacLength()).isEqualTo(size);
                ours.update(message, part, message.length - part);
                assertThat(ours.doFinal()).isEqualTo(expected);
                twin.update(message, part, message.length - part);
                assertThat(twin.doFinal()).isEqualTo(expected);
                ours.update(message);
                ours.reset();
            }
        }
    }

    /** Without parameters, as an application that knows nothing of us calls it; and the code of another length is another. */
    @ParameterizedTest
    @ValueSource(strings = {"KMAC128", "KMAC256"})
    void doFinal_withoutParameters_isThePeers(String name) throws Exception {
        Mac ours = Mac.getInstance(name, TestHome.in(folder).provider());
        Mac theirs = Mac.getInstance(name, new BouncyCastleProvider());
        SecretKey key = new SecretKeySpec(bytes(32), name);
        ours.init(key, new KmacParameters(16, bytes(3)));
        byte[] shorter = ours.doFinal(new byte[100]);
        ours.init(key);
        theirs.init(key);
        byte[] expected = theirs.doFinal(new byte[100]);
        assertThat(ours.getMacLength()).isEqualTo(theirs.getMacLength());
        assertThat(ours.doFinal(new byte[100])).isEqualTo(expected);
        assertThat(Arrays.copyOf(expected, 16)).isNotEqualTo(shorter);
        for (String oid : name.equals("KMAC128")
                ? new String[] {"2.16.840.1.101.3.4.2.19", "2.16.840.1.101.3.4.2.21"}
                : new String[] {"2.16.840.1.101.3.4.2.20", "2.16.840.1.101.3.4.2.22"}) {
            Mac byOid = Mac.getInstance(oid, ours.getProvider());
            byOid.init(key);
            assertThat(byOid.doFinal(new byte[100])).isEqualTo(expected);
        }
    }

    @Test
    void managedKey_limitAndPurpose_holdAndHmacDoesNotTakeIt() throws Exception {
        WardkeyProvider wardkey = TestHome.in(folder).provider();
        KeyGenerator generator = KeyGenerator.getInstance("KMAC256", wardkey);
        generator.init(KeyGenParameters.builder("codes", Purpose.MAC)
                .maximumOperations(2)
                .build());
        SecretKey key = generator.generateKey();
        assertThat(key.getEncoded()).isNull();
        Mac mac = Mac.getInstance("KMAC256", wardkey);
        mac.init(key, new KmacParameters(20, NOTHING));
        assertThat(mac.doFinal(new byte[3])).hasSize(20);
        mac.init(key);
        assertThat(mac.doFinal(new byte[3])).hasSize(64);
        assertThatThrownBy(() -> mac.doFinal(new byte[3]))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-K009");
        Mac hmac = Mac.getInstance("HmacSHA256", wardkey);
        assertThatThrownBy(() -> hmac.init(key))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessage("Expected a key for HMAC, got one for KMAC256.");
        KeyGenerator hmacs = KeyGenerator.getInstance("HmacSHA256", wardkey);
        hmacs.init(KeyGenParameters.builder("hmacs", Purpose.MAC).build());
        SecretKey hmacKey = hmacs.generateKey();
        assertThatThrownBy(() -> mac.init(hmacKey))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessage("Expected a key for KMAC, got one for HmacSHA256.");
    }

    @Test
    void init_wrongKeysAndParameters_areRefused() throws Exception {
        Mac mac = Mac.getInstance("KMAC128", TestHome.in(folder).provider());
        assertThatThrownBy(() -> mac.init(new SecretKeySpec(new byte[3], "KMAC128")))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("expected a key of 4 to 512 bytes, got 3");
        assertThatThrownBy(() -> mac.doFinal(new byte[1])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mac.init(new SecretKeySpec(new byte[32], "KMAC128"), new IvParameterSpec(new byte[3])))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("Expected KmacParameters or none");
        assertThatThrownBy(() -> new KmacParameters(3, NOTHING))
                .hasMessage("Expected a code of 4 to 1048576 bytes, got 3.");
        assertThatThrownBy(() -> new KmacParameters(32, new byte[513]))
                .hasMessage("Expected a customization string of up to 512 bytes, got 513.");
    }

    /** What no engine takes is refused when it is made or stored, not at each use. */
    @Test
    void keys_ofSizesThatNoEngineTakes_areNeitherMadeNorStored() throws Exception {
        WardkeyProvider wardkey = TestHome.in(folder).provider();
        KeyGenerator generator = KeyGenerator.getInstance("KMAC128", wardkey);
        for (int bits : new int[] {24, 4104}) {
            assertThatThrownBy(() -> generator.init(bits))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("from 32 to 4096 for KMAC128, got " + bits);
        }
        KeyStore store = KeyStore.getInstance("Wardkey", wardkey);
        store.load(null, null);
        for (int bytes : new int[] {3, 513}) {
            SecretKeySpec unusable = new SecretKeySpec(new byte[bytes], "KMAC128");
            assertThatThrownBy(() -> store.setKeyEntry("unusable", unusable, null, null))
                    .isInstanceOf(KeyStoreException.class)
                    .hasStackTraceContaining("Expected a KMAC key of 4 to 512 bytes, got " + bytes);
        }
        Mac mac = Mac.getInstance("KMAC128", wardkey);
        for (int bytes : new int[] {16, 512}) {
            store.setKeyEntry("key" + bytes, new SecretKeySpec(new byte[bytes], "KMAC128"), null, null);
            mac.init(store.getKey("key" + bytes, null), new KmacParameters(32, new byte[512]));
            assertThat(mac.doFinal(new byte[1])).hasSize(32);
        }
    }

    /** Source: ISO/IEC 19790 §7.10.3. */
    @Test
    void doFinal_afterAFailedSelfTest_isRefused() throws Exception {
        System.setProperty(WardkeyRuntime.FORCED_FAILURES, "KMAC128@libcrypto");
        WardkeyProvider wardkey = TestHome.in(folder).provider();
        Mac mac = Mac.getInstance("KMAC128", wardkey);
        mac.init(new SecretKeySpec(new byte[32], "KMAC128"));
        assertThatThrownBy(() -> mac.doFinal(new byte[1])).isInstanceOf(PolicyDeniedException.class);
        Mac other = Mac.getInstance("KMAC256", wardkey);
        other.init(new SecretKeySpec(new byte[32], "KMAC256"));
        assertThat(other.doFinal(new byte[1])).hasSize(64);
    }
}
