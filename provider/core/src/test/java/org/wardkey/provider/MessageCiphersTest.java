package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.process.RecordedUses;

/** Every cipher for messages on every engine that has it, against a peer, in every pattern of calls. */
class MessageCiphersTest {
    private static final long SEED = 20_261_127L;
    private static final Provider JDK = Security.getProvider("SunJCE");
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    @AfterEach
    void clear() {
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    static Stream<Arguments> ciphers() {
        return Stream.of("jdk", "libcrypto")
                .flatMap(engine -> Stream.of(
                                "AES/CBC/NoPadding",
                                "AES/CBC/PKCS5Padding",
                                "AES/CTR/NoPadding",
                                "AES/ECB/NoPadding",
                                "AES/ECB/PKCS5Padding",
                                "AES/GCM/NoPadding",
                                "AES/CCM/NoPadding",
                                "ChaCha20-Poly1305")
                        .filter(name -> engine.equals("libcrypto") || !name.contains("CCM"))
                        .map(name -> Arguments.of(engine, name)));
    }

    private Provider wardkey(String engine) {
        String other = engine.equals("jdk") ? "libcrypto" : "jdk";
        System.setProperty(
                WardkeyRuntime.FORCED_FAILURES,
                String.format("AES-CBC@%1$s,AES-CTR@%1$s,AES-ECB@%1$s,AES-GCM@%1$s,ChaCha20-Poly1305@%1$s", other));
        return TestHome.in(folder).provider();
    }

    private static Provider peer(String name) {
        return name.contains("CCM") ? BOUNCY_CASTLE : JDK;
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private SecretKey key(String name) {
        return name.startsWith("AES")
                ? new SecretKeySpec(bytes(16 + 8 * random.nextInt(3)), "AES")
                : new SecretKeySpec(bytes(32), "ChaCha20");
    }

    private @Nullable AlgorithmParameterSpec parameters(String name) {
        if (name.contains("ECB")) {
            return null;
        }
        if (name.contains("GCM") || name.contains("CCM")) {
            return new GCMParameterSpec(128 - 16 * random.nextInt(3), bytes(12));
        }
        return new IvParameterSpec(bytes(name.startsWith("AES") ? 16 : 12));
    }

    private int size(String name) {
        int size = random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(100);
        return name.matches(".*(CBC|ECB)/NoPadding") ? size / 16 * 16 : size;
    }

    private static boolean authenticates(String name) {
        return !name.matches(".*(CBC|ECB|CTR).*");
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void doFinal_anyPatternOfCalls_isWhatThePeerComputes(String engine, String name) throws Exception {
        Provider wardkey = wardkey(engine);
        Cipher ours = Cipher.getInstance(name, wardkey);
        for (int i = 0; i < 300; i++) {
            SecretKey key = key(name);
            AlgorithmParameterSpec parameters = parameters(name);
            byte[] aad = authenticates(name) ? bytes(random.nextInt(40)) : new byte[0];
            byte[] message = bytes(size(name));
            Cipher theirs = Cipher.getInstance(name, peer(name));
            theirs.init(Cipher.ENCRYPT_MODE, key, parameters);
            if (aad.length > 0) {
                theirs.updateAAD(aad);
            }
            byte[] expected = theirs.doFinal(message);

            ours.init(Cipher.ENCRYPT_MODE, key, parameters);
            assertThat(run(ours, aad, message))
                    .as("%s, message %d of seed %d", name, i, SEED)
                    .isEqualTo(expected);
            ours.init(Cipher.DECRYPT_MODE, key, parameters);
            assertThat(run(ours, aad, expected)).isEqualTo(message);
            // Decryption goes back to where it began, without an init.
            assertThat(run(ours, aad, expected)).isEqualTo(message);
        }
    }

    private byte[] run(Cipher cipher, byte[] aad, byte[] input) throws Exception {
        if (aad.length > 0) {
            cipher.updateAAD(aad);
        }
        return switch (random.nextInt(4)) {
            case 0 -> cipher.doFinal(input);
            case 1 -> inParts(cipher, input);
            case 2 -> inPlace(cipher, input);
            default -> direct(cipher, input);
        };
    }

    private byte[] inParts(Cipher cipher, byte[] input) throws Exception {
        ByteBuffer all = ByteBuffer.allocate(input.length + 64);
        int from = 0;
        while (from < input.length && random.nextInt(6) > 0) {
            int length = Math.min(input.length - from, random.nextInt(50));
            byte[] given = cipher.update(input, from, length);
            all.put(given == null ? new byte[0] : given);
            from += length;
        }
        all.put(cipher.doFinal(input, from, input.length - from));
        return Arrays.copyOf(all.array(), all.position());
    }

    private byte[] inPlace(Cipher cipher, byte[] input) throws Exception {
        int offset = random.nextInt(3) * 8;
        byte[] shared = new byte[input.length + 64];
        System.arraycopy(input, 0, shared, 8, input.length);
        int first = random.nextInt(input.length + 1);
        int written = cipher.update(shared, 8, first, shared, Math.min(offset, 8));
        written += cipher.doFinal(shared, 8 + first, input.length - first, shared, Math.min(offset, 8) + written);
        return Arrays.copyOfRange(shared, Math.min(offset, 8), Math.min(offset, 8) + written);
    }

    private byte[] direct(Cipher cipher, byte[] input) throws Exception {
        ByteBuffer from = ByteBuffer.allocateDirect(input.length);
        from.put(input).flip();
        ByteBuffer to = ByteBuffer.allocateDirect(input.length + 64);
        from.limit(random.nextInt(input.length + 1));
        cipher.update(from, to);
        from.limit(input.length);
        cipher.doFinal(from, to);
        byte[] all = new byte[to.flip().remaining()];
        to.get(all);
        return all;
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void doFinal_tooLittleRoom_takesNothing(String engine, String name) throws Exception {
        Cipher cipher = Cipher.getInstance(name, wardkey(engine));
        SecretKey key = key(name);
        AlgorithmParameterSpec parameters = parameters(name);
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
        byte[] message = bytes(32);
        assertThatThrownBy(() -> cipher.doFinal(message, 0, 32, new byte[31], 0))
                .isInstanceOf(ShortBufferException.class);
        byte[] output = new byte[64];
        int written = cipher.doFinal(message, 0, 32, output, 0);
        cipher.init(Cipher.DECRYPT_MODE, key, parameters);
        assertThat(cipher.doFinal(output, 0, written)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void doFinal_encryptingTwice_isOnceOnlyWhereTheCipherAuthenticates(String engine, String name) throws Exception {
        Cipher cipher = Cipher.getInstance(name, wardkey(engine));
        SecretKey key = key(name);
        AlgorithmParameterSpec parameters = parameters(name);
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
        byte[] first = cipher.doFinal(new byte[32]);
        if (!authenticates(name)) {
            assertThat(cipher.doFinal(new byte[32])).isEqualTo(first);
            return;
        }
        assertThatThrownBy(() -> cipher.doFinal(new byte[32])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, key, parameters))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("another IV");
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters(name));
        assertThat(cipher.doFinal(new byte[32])).isNotEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void doFinal_alteredCiphertext_givesNothingBeforeTheTag(String engine, String name) throws Exception {
        Cipher cipher = Cipher.getInstance(name, wardkey(engine));
        SecretKey key = key(name);
        AlgorithmParameterSpec parameters = parameters(name);
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
        byte[] sealed = cipher.doFinal(bytes(1000 / 16 * 16));
        cipher.init(Cipher.DECRYPT_MODE, key, parameters);
        if (authenticates(name)) {
            sealed[random.nextInt(sealed.length)] ^= 4;
            byte[] early = cipher.update(sealed);
            assertThat(early == null ? 0 : early.length).isZero();
            assertThatThrownBy(cipher::doFinal).isInstanceOf(AEADBadTagException.class);
            assertThatThrownBy(() -> cipher.doFinal(new byte[3])).isInstanceOf(AEADBadTagException.class);
        } else if (name.contains("PKCS5")) {
            // Of ECB's and CBC's last byte 0x10 the lowest bits make 0x11, which no padding has.
            byte[] altered = sealed.clone();
            if (name.contains("CBC")) {
                altered[altered.length - 17] ^= 1;
            } else {
                altered[altered.length - 1] ^= 1;
            }
            assertThatThrownBy(() -> cipher.doFinal(altered)).isInstanceOf(BadPaddingException.class);
            assertThatThrownBy(() -> cipher.doFinal(sealed, 0, 17)).isInstanceOf(IllegalBlockSizeException.class);
            assertThatThrownBy(() -> cipher.doFinal(new byte[0])).isInstanceOf(IllegalBlockSizeException.class);
            assertThat(cipher.doFinal(sealed)).hasSize(992);
        } else if (!name.contains("CTR")) {
            assertThatThrownBy(() -> cipher.doFinal(sealed, 0, 17)).isInstanceOf(IllegalBlockSizeException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void init_withoutParameters_makesThemAndTellsThem(String engine, String name) throws Exception {
        Provider wardkey = wardkey(engine);
        Cipher cipher = Cipher.getInstance(name, wardkey);
        SecretKey key = key(name);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        byte[] sealed = cipher.doFinal(new byte[16]);
        AlgorithmParameters parameters = cipher.getParameters();
        if (name.contains("ECB")) {
            assertThat(parameters).isNull();
            assertThat(cipher.getIV()).isNull();
            assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16])))
                    .isInstanceOf(InvalidAlgorithmParameterException.class);
            return;
        }
        assertThatThrownBy(() -> cipher.init(Cipher.DECRYPT_MODE, key))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("ParameterSpec");
        AlgorithmParameters read = AlgorithmParameters.getInstance(parameters.getAlgorithm(), wardkey);
        read.init(parameters.getEncoded());
        cipher.init(Cipher.DECRYPT_MODE, key, read);
        assertThat(cipher.doFinal(sealed)).isEqualTo(new byte[16]);
        Cipher other = Cipher.getInstance(name, peer(name));
        other.init(Cipher.ENCRYPT_MODE, key, parameters);
        assertThat(other.doFinal(new byte[16])).isEqualTo(sealed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AES/CBC/PKCS5Padding",
                "AES/CTR/NoPadding",
                "AES/CCM/NoPadding",
                "AES/XTS/NoPadding",
                "ChaCha20-Poly1305"
            })
    void managedKey_everyCipher_isRecordedAndLimited(String name) throws Exception {
        TestHome home = TestHome.with(folder, "home = home\npolicy = permissive-legacy\n");
        WardkeyProvider wardkey = home.provider();
        KeyGenerator generator = KeyGenerator.getInstance(
                name.startsWith("ChaCha") ? "ChaCha20" : name.contains("XTS") ? "AES-XTS" : "AES", wardkey);
        generator.init(KeyGenParameters.builder("archive", Purpose.ENCRYPT, Purpose.DECRYPT)
                .audit(AuditGranularity.EACH)
                .maximumOperations(3)
                .build());
        SecretKey key = generator.generateKey();
        assertThat(key.getEncoded()).isNull();
        Cipher cipher = Cipher.getInstance(name, wardkey);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        byte[] sealed = cipher.doFinal(new byte[32]);
        AlgorithmParameters parameters = cipher.getParameters();
        cipher.init(Cipher.DECRYPT_MODE, key, parameters);
        assertThat(cipher.doFinal(sealed)).isEqualTo(new byte[32]);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        cipher.doFinal(new byte[16]);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        assertThatThrownBy(() -> cipher.doFinal(new byte[16]))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-K009");
        wardkey.administration().exportCheckpoint("0001", "test");
        assertThat(RecordedUses.of(home.home(), "archive")).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES/ECB/NoPadding", "AES/CBC/NoPadding", "AES/CTR/NoPadding"})
    void managedKey_modeWithoutAuthentication_decryptsOnlyByTheDefaultPolicy(String name) throws Exception {
        WardkeyProvider wardkey = TestHome.in(folder).provider();
        KeyGenerator generator = KeyGenerator.getInstance("AES", wardkey);
        generator.init(KeyGenParameters.builder("archive", Purpose.ENCRYPT, Purpose.DECRYPT)
                .build());
        SecretKey key = generator.generateKey();
        Cipher cipher = Cipher.getInstance(name, wardkey);
        cipher.init(Cipher.DECRYPT_MODE, key, parameters(name));
        assertThat(cipher.doFinal(new byte[16])).hasSize(16);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        assertThatThrownBy(() -> cipher.doFinal(new byte[16]))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-P003")
                .hasMessageContaining("nist-sp800-57/unauthenticated-modes");
    }

    @Test
    void wrap_managedKeyInAModeWithoutAuthentication_isDenied() throws Exception {
        WardkeyProvider wardkey = TestHome.with(folder, "home = home\npolicy = permissive-legacy\n")
                .provider();
        KeyGenerator generator = KeyGenerator.getInstance("AES", wardkey);
        generator.init(
                KeyGenParameters.builder("kek", Purpose.WRAP, Purpose.UNWRAP).build());
        SecretKey key = generator.generateKey();
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding", wardkey);
        cipher.init(Cipher.WRAP_MODE, key);
        assertThatThrownBy(() -> cipher.wrap(new SecretKeySpec(new byte[16], "AES")))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("WK-K002");
        cipher.init(Cipher.UNWRAP_MODE, key);
        assertThatThrownBy(() -> cipher.unwrap(new byte[16], "AES", Cipher.SECRET_KEY))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("AES-KW");
    }

    @Test
    void init_equalKeyInAnotherObject_isTheSameKey() throws Exception {
        Cipher cipher =
                Cipher.getInstance("AES/CCM/NoPadding", TestHome.in(folder).provider());
        GCMParameterSpec parameters = new GCMParameterSpec(128, new byte[12]);
        cipher.init(Cipher.ENCRYPT_MODE, new PlainKey(), parameters);
        cipher.doFinal(new byte[1]);
        assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, new PlainKey(), parameters))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("another IV");
    }

    /** A key whose objects equal nothing. */
    private static final class PlainKey implements SecretKey {
        private static final long serialVersionUID = 1;

        @Override
        public String getAlgorithm() {
            return "AES";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[16];
        }
    }

    @Test
    void updateAad_afterText_isRefused() throws Exception {
        Cipher cipher =
                Cipher.getInstance("AES/GCM/NoPadding", TestHome.in(folder).provider());
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
        cipher.update(new byte[100]);
        assertThatThrownBy(() -> cipher.updateAAD(new byte[1])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void doFinal_wrongPadding_writesNothing() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", wardkey("libcrypto"));
        SecretKey key = new SecretKeySpec(new byte[16], "AES");
        IvParameterSpec iv = new IvParameterSpec(new byte[16]);
        cipher.init(Cipher.ENCRYPT_MODE, key, iv);
        byte[] sealed = cipher.doFinal(bytes(48));
        sealed[sealed.length - 17] ^= 1;
        cipher.init(Cipher.DECRYPT_MODE, key, iv);
        byte[] output = new byte[64];
        assertThatThrownBy(() -> cipher.doFinal(sealed, 0, sealed.length, output, 0))
                .isInstanceOf(BadPaddingException.class);
        assertThat(output).containsOnly(0);
    }

    @Test
    void xts_keysAndDataUnits_areThoseOfTheStandard() throws Exception {
        Cipher cipher =
                Cipher.getInstance("AES/XTS/NoPadding", TestHome.in(folder).provider());
        IvParameterSpec tweak = new IvParameterSpec(new byte[16]);
        for (int bits : List.of(128, 192, 384)) {
            assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(bytes(bits / 8), "AES"), tweak))
                    .isInstanceOf(InvalidKeyException.class)
                    .hasMessageContaining("256 or 512 bits, got " + bits);
        }
        for (int bits : List.of(256, 512)) {
            byte[] half = bytes(bits / 16);
            byte[] twice = Arrays.copyOf(half, bits / 8);
            System.arraycopy(half, 0, twice, bits / 16, bits / 16);
            for (int mode : List.of(Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE)) {
                assertThatThrownBy(() -> cipher.init(mode, new SecretKeySpec(twice, "AES"), tweak))
                        .isInstanceOf(InvalidKeyException.class)
                        .hasMessageContaining("two different keys");
            }
        }
        SecretKey key = new SecretKeySpec(bytes(64), "AES");
        cipher.init(Cipher.ENCRYPT_MODE, key, tweak);
        assertThatThrownBy(() -> cipher.doFinal(new byte[15])).isInstanceOf(IllegalBlockSizeException.class);
        byte[] unit = bytes(4099);
        assertThat(cipher.update(unit, 0, 100)).isEmpty();
        byte[] encrypted = cipher.doFinal(unit, 100, unit.length - 100);
        assertThat(encrypted).hasSize(unit.length);
        cipher.init(Cipher.DECRYPT_MODE, key, tweak);
        assertThat(cipher.doFinal(encrypted)).isEqualTo(unit);
    }

    @Test
    void init_wrongSizes_sayWhatWasExpected() throws Exception {
        Provider wardkey = TestHome.in(folder).provider();
        SecretKey aes = new SecretKeySpec(new byte[16], "AES");
        refused(wardkey, "AES/CBC/NoPadding", aes, new IvParameterSpec(new byte[12]), "16 bytes, got 12");
        refused(wardkey, "AES/CTR/NoPadding", aes, new GCMParameterSpec(96, new byte[12]), "IvParameterSpec");
        refused(wardkey, "AES/CCM/NoPadding", aes, new GCMParameterSpec(32, new byte[12]), "64, 80, 96");
        refused(wardkey, "AES/CCM/NoPadding", aes, new GCMParameterSpec(128, new byte[14]), "7 to 13 bytes, got 14");
        refused(wardkey, "AES/CCM/NoPadding", aes, new IvParameterSpec(new byte[12]), "GCMParameterSpec");
        SecretKey chaCha = new SecretKeySpec(new byte[32], "ChaCha20");
        refused(wardkey, "ChaCha20-Poly1305", chaCha, new IvParameterSpec(new byte[8]), "12 bytes, got 8");
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305", wardkey);
        assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, aes))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("256 bits, got 128");
    }

    private static void refused(
            Provider wardkey, String name, SecretKey key, AlgorithmParameterSpec parameters, String message)
            throws Exception {
        Cipher cipher = Cipher.getInstance(name, wardkey);
        assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, key, parameters))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining(message);
    }
}
