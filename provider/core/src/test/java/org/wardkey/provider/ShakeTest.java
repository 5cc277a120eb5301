package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.PolicyDeniedException;

/** SHAKE as a hash function, against NIST's examples and Bouncy Castle. */
class ShakeTest {
    @TempDir
    private Path folder;

    private final Random random = new Random(20_261_128L);

    @AfterEach
    void clear() {
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    /** On JDKs before 25, which have no SHAKE, what is asked of the JDK is refused. */
    private boolean refusedByOldJdk(String name, String engine) throws Exception {
        if (engine.equals("libcrypto") || Runtime.version().feature() >= 25) {
            return false;
        }
        MessageDigest digest = ours(name, engine);
        assertThatThrownBy(digest::digest).isInstanceOf(PolicyDeniedException.class);
        return true;
    }

    private MessageDigest ours(String name, String engine) throws Exception {
        System.setProperty(WardkeyRuntime.FORCED_FAILURES, "SHAKE@" + (engine.equals("jdk") ? "libcrypto" : "jdk"));
        return MessageDigest.getInstance(name, TestHome.in(folder).provider());
    }

    /** Source: NIST CSRC, "Cryptographic Standards and Guidelines", SHAKE128 and SHAKE256, messages of 0 and 1600 bits. */
    @ParameterizedTest
    @CsvSource({
        "SHAKE128-256, 0, 7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "SHAKE128-256, 200, 131ab8d2b594946b9c81333f9bb6e0ce75c3b93104fa3469d3917457385da037",
        "SHAKE256-512, 0, 46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f"
                + "d75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be",
        "SHAKE256-512, 200, cd8a920ed141aa0407a22d59288652e9d9f1a7ee0c1e7c1ca699424da84a904d"
                + "2d700caae7396ece96604440577da4f3aa22aeb8857f961c4cd8e06f0ae6610b"
    })
    void digest_examplesOfTheStandard_equal(String name, int size, String expected) throws Exception {
        byte[] message = new byte[size];
        Arrays.fill(message, (byte) 0xa3);
        MessageDigest digest = ours(name, "libcrypto");
        assertThat(HexFormat.of().formatHex(digest.digest(message))).isEqualTo(expected);
        assertThat(HexFormat.of().formatHex(digest.digest(message))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "SHAKE128, 32, libcrypto",
        "SHAKE128, 32, jdk",
        "SHAKE256, 64, libcrypto",
        "SHAKE256, 64, jdk",
        "2.16.840.1.101.3.4.2.11, 32, libcrypto",
        "OID.2.16.840.1.101.3.4.2.12, 64, libcrypto"
    })
    void digest_inPartsAndCloned_isThePeers(String name, int sizeBytes, String engine) throws Exception {
        if (refusedByOldJdk(name, engine)) {
            return;
        }
        MessageDigest ours = ours(name, engine);
        MessageDigest theirs =
                MessageDigest.getInstance(sizeBytes == 32 ? "SHAKE128" : "SHAKE256", new BouncyCastleProvider());
        assertThat(ours.getDigestLength()).isEqualTo(sizeBytes).isEqualTo(theirs.getDigestLength());
        for (int i = 0; i < 100; i++) {
            byte[] message = new byte[random.nextInt(20_000)];
            random.nextBytes(message);
            byte[] expected = theirs.digest(message);
            int part = random.nextInt(message.length + 1);
            ours.update(message, 0, part);
            MessageDigest twin = (MessageDigest) ours.clone();
            for (int at = part; at < message.length; at += 7_000) {
                ours.update(message, at, Math.min(7_000, message.length - at));
            }
            assertThat(ours.digest()).isEqualTo(expected);
            twin.update(message, part, message.length - part);
            assertThat(twin.digest()).isEqualTo(expected);
            ours.update((byte) 1);
            ours.reset();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "libcrypto"})
    void digest_tooLittleRoom_isRefused(String engine) throws Exception {
        if (refusedByOldJdk("SHAKE128-256", engine)) {
            return;
        }
        MessageDigest ours = ours("SHAKE128-256", engine);
        ours.update(new byte[3]);
        assertThatThrownBy(() -> ours.digest(new byte[40], 5, 31)).isInstanceOf(DigestException.class);
        byte[] output = new byte[40];
        assertThat(ours.digest(output, 8, 32)).isEqualTo(32);
        assertThat(Arrays.copyOf(output, 8)).containsOnly(0);
    }
}
