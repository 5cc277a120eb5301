package org.wardkey.provider.backend.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.jdk.JdkBackend;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.secret.SecretBytes;

/** AES-GCM in every call pattern, against the JDK's engine. */
class LibcryptoGcmTest {
    private static final KeyBackend NATIVE = new LibcryptoBackend(LibcryptoFixture.LIBCRYPTO);
    private static final KeyBackend JDK = new JdkBackend(new SecureRandom());
    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");
    private static final byte[] AAD = {1, 2, 3};
    private static final byte[] IV = new byte[12];

    private static byte[] message(int size) {
        byte[] message = new byte[size];
        for (int i = 0; i < size; i++) {
            message[i] = (byte) (i * 7 + i / 256);
        }
        return message;
    }

    private static CipherOperation open(
            boolean encrypt, SecretKey key, CipherParameters how, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        return encrypt
                ? NATIVE.openEncrypt(NATIVE.plain(key), how, spent)
                : NATIVE.openDecrypt(NATIVE.plain(key), how, spent);
    }

    private static byte[] jdk(boolean encrypt, SecretKey key, CipherParameters how, byte[] input) throws Exception {
        CipherOperation operation =
                encrypt ? JDK.openEncrypt(JDK.plain(key), how, null) : JDK.openDecrypt(JDK.plain(key), how, null);
        operation.updateAad(AAD, 0, AAD.length);
        byte[] output = new byte[input.length + 16];
        return Arrays.copyOf(output, operation.finish(input, 0, input.length, output, 0));
    }

    /** Gives the input in parts of one size, the last one with the end. */
    private static byte[] run(CipherOperation operation, byte[] input, int part) throws Exception {
        for (byte one : AAD) {
            operation.updateAad(new byte[] {one}, 0, 1);
        }
        byte[] output = new byte[input.length + 16];
        int written = 0;
        int done = 0;
        for (; input.length - done > part; done += part) {
            written += operation.update(input, done, part, output, written);
        }
        int rest = input.length - done;
        assertThat(operation.outputSizeBytes(rest)).isLessThanOrEqualTo(output.length - written);
        return Arrays.copyOf(output, written + operation.finish(input, done, rest, output, written));
    }

    @ParameterizedTest
    @CsvSource({"16, 12, 16", "24, 12, 15", "32, 12, 12", "32, 1, 16", "16, 16, 13", "32, 128, 14"})
    void cipher_everySizeAndPart_equalsTheJdks(int keyBytes, int ivBytes, int tagBytes) throws Exception {
        SecretKey key = new SecretKeySpec(message(keyBytes), "AES");
        CipherParameters how = CipherParameters.gcm(message(ivBytes), tagBytes);
        CipherOperation encryption = null;
        CipherOperation decryption = null;
        for (int size : new int[] {0, 1, 15, 16, 17, 300, 20_000}) {
            byte[] plaintext = message(size);
            byte[] sealed = jdk(true, key, how, plaintext);
            for (int part : new int[] {Integer.MAX_VALUE, 1, 13, 8192, 9000}) {
                encryption = open(true, key, how, encryption);
                assertThat(run(encryption, plaintext, part)).isEqualTo(sealed);
                decryption = open(false, key, how, decryption);
                assertThat(run(decryption, sealed, part)).isEqualTo(plaintext);
            }
            assertThat(jdk(false, key, how, sealed)).isEqualTo(plaintext);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-9000, -17, -1, 0, 1, 17, 9000})
    void cipher_overlappingArrays_equalsTheJdks(int shift) throws Exception {
        CipherParameters how = CipherParameters.gcm(IV, 16);
        byte[] plaintext = message(25_000);
        byte[] sealed = jdk(true, KEY, how, plaintext);
        int from = 10_000;
        for (boolean encrypt : new boolean[] {true, false}) {
            byte[] input = encrypt ? plaintext : sealed;
            for (int first : new int[] {0, 11_000}) {
                byte[] shared = new byte[60_000];
                System.arraycopy(input, 0, shared, from, input.length);
                CipherOperation operation = open(encrypt, KEY, how, null);
                operation.updateAad(AAD, 0, AAD.length);
                // A first part that is written ahead overwrites input that was not given yet, so it goes elsewhere.
                byte[] separate = new byte[60_000];
                int written = operation.update(shared, from, first, separate, 0);
                int rest = input.length - first;
                int finished = operation.finish(shared, from + first, rest, shared, from + first + shift);
                byte[] whole = Arrays.copyOf(separate, written + finished);
                System.arraycopy(shared, from + first + shift, whole, written, finished);
                assertThat(whole).isEqualTo(encrypt ? sealed : plaintext);
            }
        }
    }

    @Test
    void decrypt_anyBitWrong_givesNoPlaintext() throws Exception {
        CipherParameters how = CipherParameters.gcm(IV, 16);
        byte[] sealed = jdk(true, KEY, how, message(40));
        CipherOperation operation = null;
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] wrong = sealed.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            for (int split : new int[] {0, 20, sealed.length}) {
                byte[] output = new byte[64];
                operation = open(false, KEY, how, operation);
                operation.updateAad(AAD, 0, AAD.length);
                assertThat(operation.update(wrong, 0, split, output, 0)).isZero();
                CipherOperation failing = operation;
                assertThatThrownBy(() -> failing.finish(wrong, split, wrong.length - split, output, 0))
                        .isInstanceOf(AEADBadTagException.class);
                assertThat(output).containsOnly(0);
            }
        }
        for (int length = 0; length < sealed.length; length++) {
            CipherOperation failing = open(false, KEY, how, operation);
            failing.updateAad(AAD, 0, AAD.length);
            int part = length;
            assertThatThrownBy(() -> failing.finish(sealed, 0, part, new byte[64], 0))
                    .isInstanceOf(AEADBadTagException.class);
        }
    }

    @Test
    void cipher_outputTooShort_takesNothing() throws Exception {
        CipherParameters how = CipherParameters.gcm(IV, 16);
        byte[] plaintext = message(40);
        byte[] sealed = jdk(true, KEY, how, plaintext);
        for (boolean encrypt : List.of(true, false)) {
            byte[] input = encrypt ? plaintext : sealed;
            byte[] expected = encrypt ? sealed : plaintext;
            CipherOperation operation = open(encrypt, KEY, how, null);
            operation.updateAad(AAD, 0, AAD.length);
            byte[] output = new byte[expected.length];
            if (encrypt) {
                assertThatThrownBy(() -> operation.update(input, 0, 40, new byte[39], 0))
                        .isInstanceOf(ShortBufferException.class);
            }
            int written = operation.update(input, 0, 10, output, 0);
            assertThatThrownBy(() -> operation.finish(input, 10, input.length - 10, output, written + 1))
                    .isInstanceOf(ShortBufferException.class);
            operation.finish(input, 10, input.length - 10, output, written);
            assertThat(output).isEqualTo(expected);
        }
    }

    @Test
    void cipher_callsOutOfOrder_areRefused() throws Exception {
        CipherParameters how = CipherParameters.gcm(IV, 16);
        for (boolean encrypt : List.of(true, false)) {
            CipherOperation operation = open(encrypt, KEY, how, null);
            byte[] output = new byte[64];
            operation.update(new byte[20], 0, 20, output, 0);
            assertThatThrownBy(() -> operation.updateAad(AAD, 0, 1)).isInstanceOf(IllegalStateException.class);
            operation.close();
            assertThatThrownBy(() -> operation.update(AAD, 0, 1, output, 0)).isInstanceOf(IllegalStateException.class);
            assertThat(run(open(encrypt, KEY, how, operation), encrypt ? AAD : jdk(true, KEY, how, AAD), 2))
                    .isEqualTo(encrypt ? jdk(true, KEY, how, AAD) : AAD);
            assertThatThrownBy(() -> operation.finish(AAD, 0, 1, output, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void open_keyOrParametersNotValid_isRefused() throws Exception {
        SecretKey odd = new SecretKeySpec(new byte[17], "AES");
        assertThatThrownBy(() -> open(true, odd, CipherParameters.gcm(IV, 16), null))
                .isInstanceOf(InvalidKeyException.class);
        for (CipherParameters bad : List.of(
                CipherParameters.gcm(new byte[0], 16),
                CipherParameters.gcm(new byte[129], 16),
                CipherParameters.gcm(IV, 11),
                CipherParameters.gcm(IV, 17))) {
            assertThatThrownBy(() -> open(false, KEY, bad, null))
                    .isInstanceOf(InvalidAlgorithmParameterException.class);
        }
    }

    @Test
    void finish_keyDestroyedMeanwhile_isRefused() throws Exception {
        BackendKey key = NATIVE.adopt(KeyType.AES, "AES", SecretBytes.copyOf(new byte[16]));
        CipherParameters how = CipherParameters.gcm(IV, 16);
        CipherOperation operation = NATIVE.openEncrypt(key, how, null);
        key.close();
        assertThatThrownBy(() -> operation.finish(AAD, 0, 1, new byte[32], 0)).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> NATIVE.openEncrypt(key, how, operation)).isInstanceOf(InvalidKeyException.class);
    }

    /** The room that is asked for is what is given: whoever counts before an update relies on it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sizes_anyParts_areThoseOfWhatIsGiven(boolean encrypt) throws Exception {
        Random random = new Random(7);
        for (KeyBackend engine : List.of(NATIVE, JDK)) {
            CipherOperation spent = null;
            for (int i = 0; i < 50; i++) {
                byte[] iv = message(12);
                iv[0] = (byte) (i + 1);
                CipherParameters how = CipherParameters.gcm(iv, 16);
                CipherOperation operation = encrypt
                        ? engine.openEncrypt(engine.plain(KEY), how, spent)
                        : engine.openDecrypt(engine.plain(KEY), how, spent);
                int taken = 0;
                for (int part = 0; part < 20; part++) {
                    byte[] input = message(random.nextInt(part % 5 == 0 ? 2000 : 40));
                    byte[] output = new byte[operation.updateSizeBytes(input.length)];
                    assertThat(operation.update(input, 0, input.length, output, 0))
                            .isEqualTo(output.length);
                    taken += input.length;
                }
                byte[] rest = new byte[operation.outputSizeBytes(7)];
                if (encrypt) {
                    assertThat(operation.finish(AAD, 0, 3, rest, 0)).isEqualTo(rest.length - 4);
                } else {
                    assertThat(rest).hasSize(taken + 7 - 16);
                }
                spent = operation;
            }
        }
    }
}
