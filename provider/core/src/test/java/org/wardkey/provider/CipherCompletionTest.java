package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.process.RecordedUses;

/** The end of a message in parts passes the gate, too: all of a plaintext comes out there. */
class CipherCompletionTest {
    private static final byte[] MESSAGE = "a message in parts".getBytes(StandardCharsets.US_ASCII);
    private static final GCMParameterSpec PARAMETERS = new GCMParameterSpec(128, new byte[12]);

    @TempDir
    private Path folder;

    private TestHome home;
    private WardkeyProvider provider;
    private SecretKey key;

    @BeforeEach
    void makeKey() throws Exception {
        home = TestHome.in(folder);
        provider = home.provider();
        key = key(KeyGenParameters.builder("archive", Purpose.ENCRYPT, Purpose.DECRYPT)
                .audit(AuditGranularity.EACH));
    }

    private SecretKey key(KeyGenParameters.Builder parameters) throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(parameters.build());
        return generator.generateKey();
    }

    private Cipher cipher(int mode, SecretKey with) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(mode, with, PARAMETERS);
        return cipher;
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyState.class,
            names = {"SUSPENDED", "COMPROMISED", "DESTROYED"})
    void doFinal_keyStoppedAfterUpdate_givesNothing(KeyState stopped) throws Exception {
        byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, key).doFinal(MESSAGE);
        Cipher decrypting = cipher(Cipher.DECRYPT_MODE, key);
        Cipher encrypting = cipher(Cipher.ENCRYPT_MODE, key);
        byte[] early = decrypting.update(ciphertext);
        assertThat(early == null ? 0 : early.length).isZero();
        encrypting.update(MESSAGE);

        provider.administration().changeState("archive", stopped, "test");

        assertThatThrownBy(decrypting::doFinal)
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-K001");
        assertThatThrownBy(encrypting::doFinal)
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-K001");
    }

    @Test
    void doFinal_partWasDenied_isDeniedToo() throws Exception {
        SecretKey small = key(KeyGenParameters.builder("small", Purpose.ENCRYPT)
                .maximumBytes(20)
                .audit(AuditGranularity.EACH));
        Cipher encrypting = cipher(Cipher.ENCRYPT_MODE, small);
        encrypting.update(MESSAGE);

        assertThatThrownBy(() -> encrypting.update(MESSAGE)).isInstanceOf(PolicyDeniedException.class);
        assertThatThrownBy(encrypting::doFinal)
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-K010");
    }

    @Test
    void doFinal_inParts_isRecordedAndCountedOnce() throws Exception {
        Cipher encrypting = cipher(Cipher.ENCRYPT_MODE, key);
        encrypting.update(MESSAGE);
        encrypting.update(MESSAGE);
        assertThat(encrypting.doFinal()).isNotEmpty();
        provider.administration().exportCheckpoint("0001", "test");

        assertThat(RecordedUses.of(home.home(), "archive")).isEqualTo(1);
    }

    @Test
    void doFinal_keyResumedAfterTheBeginning_isDeniedAndCountsNothing() throws Exception {
        provider.administration().changeState("archive", KeyState.SUSPENDED, "test");
        Cipher encrypting = cipher(Cipher.ENCRYPT_MODE, key);
        encrypting.updateAAD(MESSAGE);
        provider.administration().changeState("archive", KeyState.ACTIVE, "test");

        assertThatThrownBy(() -> encrypting.doFinal(MESSAGE)).hasMessageContaining("WK-K016");

        provider.administration().exportCheckpoint("0001", "test");
        Path segment = home.home().resolve("audit/0001/00000001.jsonl");
        assertThat(Files.readAllLines(segment))
                .anyMatch(line -> line.contains("\"outcome\":\"DENIED\"") && line.contains("WK-K016"));
    }

    @Test
    void update_tooLittleRoom_countsNothing() throws Exception {
        SecretKey small = key(KeyGenParameters.builder("room", Purpose.ENCRYPT)
                .maximumBytes(32)
                .audit(AuditGranularity.EACH));
        Cipher encrypting = cipher(Cipher.ENCRYPT_MODE, small);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> encrypting.update(new byte[32], 0, 32, new byte[16], 0))
                    .isInstanceOf(ShortBufferException.class)
                    .hasMessageContaining("room for 32 bytes, got 16");
        }

        assertThat(encrypting.update(new byte[32], 0, 32, new byte[32], 0)).isEqualTo(32);
        assertThat(encrypting.doFinal()).hasSize(16);
        provider.administration().exportCheckpoint("0001", "test");
        assertThat(RecordedUses.of(home.home(), "room")).isEqualTo(1);
    }

    @Test
    void doFinal_denied_saysTheSameWhenAskedAgain() throws Exception {
        Cipher encrypting = cipher(Cipher.ENCRYPT_MODE, key);
        provider.administration().changeState("archive", KeyState.SUSPENDED, "test");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> encrypting.doFinal(MESSAGE))
                    .isInstanceOf(PolicyDeniedException.class)
                    .hasMessageContaining("WK-K001");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 192, 256})
    void init_fixedSizeRow_takesManagedKeysOfThatSizeOnly(int bits) throws Exception {
        key(KeyGenParameters.builder("sized", Purpose.ENCRYPT).keySizeBits(bits));
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        Key loaded = store.getKey("sized", null);
        for (int row : List.of(128, 192, 256)) {
            Cipher cipher = Cipher.getInstance("AES_" + row + "/GCM/NoPadding", provider);
            if (row == bits) {
                cipher.init(Cipher.ENCRYPT_MODE, loaded);
                assertThat(cipher.doFinal(MESSAGE)).hasSize(MESSAGE.length + 16);
            } else {
                assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, loaded))
                        .isInstanceOf(InvalidKeyException.class)
                        .hasMessageContaining(row + " bits, got " + bits);
            }
        }
    }

    @Test
    void clone_ofDeniedMac_isDeniedAtItsEnd() throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("HmacSHA256", provider);
        generator.init(KeyGenParameters.builder("mac", Purpose.MAC).build());
        Mac mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(generator.generateKey());
        Mac unused = (Mac) mac.clone();
        provider.administration().changeState("mac", KeyState.SUSPENDED, "test");
        mac.update(MESSAGE);
        Mac copy = (Mac) mac.clone();

        for (Mac denied : List.of(mac, copy, unused)) {
            assertThatThrownBy(denied::doFinal)
                    .isInstanceOf(PolicyDeniedException.class)
                    .hasMessageContaining("WK-K001");
        }

        provider.administration().changeState("mac", KeyState.ACTIVE, "test");
        byte[] code = unused.doFinal(MESSAGE);
        mac.update(MESSAGE);
        assertThat(((Mac) mac.clone()).doFinal()).isEqualTo(code);
    }

    @Test
    void doFinal_fewerBytesThanTheTag_isAWrongTagAndStartsAgain() throws Exception {
        byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, key).doFinal(MESSAGE);
        Cipher decrypting = cipher(Cipher.DECRYPT_MODE, key);
        for (int length : new int[] {0, 3, 15}) {
            assertThatThrownBy(() -> decrypting.doFinal(ciphertext, 0, length)).isInstanceOf(AEADBadTagException.class);
        }
        assertThat(decrypting.doFinal(ciphertext)).isEqualTo(MESSAGE);

        provider.administration().exportCheckpoint("0001", "test");
        List<String> records = Files.readAllLines(home.home().resolve("audit/0001/00000001.jsonl"));
        assertThat(records)
                .filteredOn(line -> line.contains("\"outcome\":\"FAILED\""))
                .hasSize(3);
        assertThat(records)
                .filteredOn(line -> line.contains("\"outcome\":\"ALLOWED\"") && line.contains("\"DECRYPT\""))
                .hasSize(4)
                .allMatch(line -> line.contains("\"operations\":1"));
    }

    @Test
    void update_byteBuffers_wantNoMoreRoomThanIsGiven() throws Exception {
        for (boolean direct : new boolean[] {false, true}) {
            Cipher encrypting = cipher(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
            ByteBuffer input = direct ? ByteBuffer.allocateDirect(32) : ByteBuffer.allocate(32);
            ByteBuffer output = direct ? ByteBuffer.allocateDirect(32) : ByteBuffer.allocate(32);
            assertThatThrownBy(() -> encrypting.update(input, output.duplicate().limit(31)))
                    .isInstanceOf(ShortBufferException.class);
            assertThat(encrypting.update(input, output)).isEqualTo(32);
            assertThat(input.hasRemaining()).isFalse();
            assertThat(output.hasRemaining()).isFalse();
            byte[] parts = new byte[48];
            output.flip().get(parts, 0, 32);
            assertThat(encrypting.doFinal(parts, 32)).isEqualTo(16);
            Cipher whole = cipher(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
            assertThat(parts).isEqualTo(whole.doFinal(new byte[32]));
        }
    }

    @Test
    void doFinal_inPlaceBehindWithheldBytes_equalsDisjointArrays() throws Exception {
        SecretKey plain = new SecretKeySpec(new byte[16], "AES");
        for (int shift = -20; shift <= 20; shift++) {
            byte[] array = new byte[300];
            for (int i = 0; i < array.length; i++) {
                array[i] = (byte) i;
            }
            Cipher whole = cipher(Cipher.ENCRYPT_MODE, plain);
            whole.update(MESSAGE, 0, 12);
            byte[] expected = whole.doFinal(array, 100, 100);
            Cipher inPlace = cipher(Cipher.ENCRYPT_MODE, plain);
            assertThat(inPlace.update(MESSAGE, 0, 12)).isEmpty();
            int written = inPlace.doFinal(array, 100, 100, array, 100 + shift);
            assertThat(Arrays.copyOfRange(array, 100 + shift, 100 + shift + written))
                    .as("shift " + shift)
                    .isEqualTo(expected);
        }
    }
}
