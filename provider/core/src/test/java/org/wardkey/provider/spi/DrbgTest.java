package org.wardkey.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.prng.EntropySource;
import org.bouncycastle.crypto.prng.drbg.CTRSP800DRBG;
import org.bouncycastle.crypto.prng.drbg.HMacSP800DRBG;
import org.bouncycastle.crypto.prng.drbg.HashSP800DRBG;
import org.bouncycastle.crypto.prng.drbg.SP80090DRBG;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardkey.conformance.Acvp;
import org.wardkey.conformance.DrbgVector;
import org.wardkey.conformance.DrbgVector.IntendedUse;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.backend.DeviceEntropy;

/** Every generator beside ACVP's vectors, and beside Bouncy Castle's. */
class DrbgTest {
    private static final int SEEDS = 50;

    /** ACVP's names for our parameters; with a nonce CTR_DRBG has the derivation function. */
    private static boolean isFor(DrbgMechanism mechanism, DrbgVector vector) {
        return vector.mode().equals(mechanism == DrbgMechanism.CTR ? "AES-256" : "SHA2-256")
                && vector.nonce().length > 0;
    }

    @ParameterizedTest
    @EnumSource
    void generate_acvpVectors_givesReturnedBits(DrbgMechanism mechanism) throws Exception {
        int run = 0;
        for (DrbgVector vector : vectors(mechanism)) {
            byte[] returned = run(mechanism, vector);
            assertThat(returned).as("tcId %s", vector.tcId()).isEqualTo(vector.returnedBits());
            run++;
        }
        // Absent without the folder of vectors; Bouncy Castle's answers below hold in any case.
        assertThat(run).isGreaterThanOrEqualTo(Files.isDirectory(root()) ? 15 : 0);
    }

    private static Path root() {
        return Path.of(System.getProperty("wardkey.vectors", "absent"));
    }

    private static List<DrbgVector> vectors(DrbgMechanism mechanism) throws Exception {
        List<DrbgVector> found = new ArrayList<>();
        if (!Files.isDirectory(root())) {
            return found;
        }
        String name = mechanism.name().toLowerCase(Locale.ROOT) + "DRBG";
        try (Stream<Path> folders = Files.walk(root(), 4)) {
            for (Path folder : folders.filter(Files::isDirectory)
                    .filter(f -> f.getFileName().toString().startsWith(name))
                    .filter(f -> Files.exists(f.resolve("expectedResults.json.gz")))
                    .toList()) {
                Acvp.drbgVectors(folder).stream()
                        .filter(v -> isFor(mechanism, v))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static byte[] run(DrbgMechanism mechanism, DrbgVector vector) throws Exception {
        Drbg drbg = mechanism.open(vector.entropyInput(), vector.nonce(), vector.personalization());
        byte[] output = new byte[vector.returnedBits().length];
        for (DrbgVector.OtherInput call : vector.otherInput()) {
            byte[] additional = call.additionalInput();
            if (call.intendedUse() == IntendedUse.RESEED) {
                drbg.reseed(call.entropyInput(), additional);
                continue;
            }
            if (vector.predictionResistance()) {
                // SP 800-90A §9.3.1: reseeding takes the additional input, generating then has none.
                drbg.reseed(call.entropyInput(), additional);
                additional = new byte[0];
            }
            drbg.generate(output, 0, output.length, additional);
        }
        return output;
    }

    /** Gives its bytes once. */
    private record Entropy(byte[] first, byte[] second, AtomicInteger asked) implements EntropySource {
        @Override
        public boolean isPredictionResistant() {
            return false;
        }

        @Override
        public byte[] getEntropy() {
            return (asked.getAndIncrement() == 0 ? first : second).clone();
        }

        @Override
        public int entropySize() {
            return first.length * Byte.SIZE;
        }
    }

    private static SP80090DRBG peer(
            DrbgMechanism mechanism, EntropySource entropy, byte[] nonce, byte[] personalization) {
        return switch (mechanism) {
            case HASH -> new HashSP800DRBG(SHA256Digest.newInstance(), 256, entropy, personalization, nonce);
            case HMAC -> new HMacSP800DRBG(new HMac(SHA256Digest.newInstance()), 256, entropy, personalization, nonce);
            case CTR -> new CTRSP800DRBG(AESEngine.newInstance(), 256, 256, entropy, personalization, nonce);
        };
    }

    @ParameterizedTest
    @EnumSource
    void generate_besideBouncyCastle_givesTheSame(DrbgMechanism mechanism) throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < SEEDS; i++) {
            byte[] first = bytes(random, 32);
            byte[] second = bytes(random, 32);
            byte[] nonce = bytes(random, 16);
            byte[] personalization = bytes(random, random.nextInt(40));
            Drbg ours = mechanism.open(first, nonce, personalization);
            SP80090DRBG theirs =
                    peer(mechanism, new Entropy(first, second, new AtomicInteger()), nonce, personalization);
            same(ours, theirs, 1 + random.nextInt(200), new byte[0]);
            same(ours, theirs, 1 + random.nextInt(9000), bytes(random, 1 + random.nextInt(60)));
            byte[] additional = bytes(random, random.nextInt(60));
            ours.reseed(second, additional);
            theirs.reseed(additional);
            same(ours, theirs, 16, new byte[0]);
            same(ours, theirs, 33, bytes(random, 5));
        }
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void same(Drbg ours, SP80090DRBG theirs, int size, byte[] additional) {
        byte[] output = new byte[size + 2];
        byte[] expected = new byte[size];
        ours.generate(output, 1, size, additional);
        theirs.generate(expected, additional.length == 0 ? null : additional, false);
        assertThat(Arrays.copyOfRange(output, 1, size + 1)).isEqualTo(expected);
        assertThat(new byte[] {output[0], output[size + 1]}).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void answer_unalteredCode_isTheKnownOne(DrbgMechanism mechanism) throws Exception {
        assertThat(HexFormat.of().formatHex(mechanism.answer()))
                .isEqualTo(HexFormat.of().formatHex(mechanism.knownAnswer()));
    }

    @ParameterizedTest
    @EnumSource
    void generate_moreThanOneRequest_refuses(DrbgMechanism mechanism) throws Exception {
        Drbg drbg = mechanism.open(new byte[32], new byte[16], new byte[0]);
        byte[] output = new byte[Drbg.LARGEST_REQUEST_BYTES + 1];

        assertThatThrownBy(() -> drbg.generate(output, 0, output.length, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    @ParameterizedTest
    @EnumSource
    void nextBytes_severalRequests_fillsAllAndNeverRepeats(DrbgMechanism mechanism) {
        DrbgSecureRandomSpi first = new DrbgSecureRandomSpi(mechanism, () -> DeviceEntropy.NONE);
        DrbgSecureRandomSpi second = new DrbgSecureRandomSpi(mechanism, () -> DeviceEntropy.NONE);
        byte[] a = new byte[200_000];
        byte[] b = new byte[200_000];
        first.engineNextBytes(a);
        second.engineNextBytes(b);

        assertThat(a).isNotEqualTo(b);
        for (byte[] filled : List.of(a, b)) {
            // 64 KiB requests: each third of the array must have been written.
            for (int offset = 0; offset + 64 <= filled.length; offset += 65_536) {
                assertThat(Arrays.copyOfRange(filled, offset, offset + 64)).isNotEqualTo(new byte[64]);
            }
        }
    }

    /** Bytes of a device that was reached, or came back, while generators run. */
    private static final class Device implements DeviceEntropy {
        private long generation;
        private int takings;

        @Override
        public long generation() {
            return generation;
        }

        @Override
        public byte[] take() {
            takings++;
            return new byte[40];
        }
    }

    @ParameterizedTest
    @EnumSource
    void nextBytes_deviceHasMore_mixesItInOnce(DrbgMechanism mechanism) {
        Device device = new Device();
        DrbgSecureRandomSpi early = new DrbgSecureRandomSpi(mechanism, () -> device);
        byte[] bytes = new byte[32];
        early.engineNextBytes(bytes);
        assertThat(device.takings).isZero();
        for (int generation = 1; generation < 4; generation++) {
            device.generation = generation;
            early.engineNextBytes(bytes);
            early.engineNextBytes(bytes);
            assertThat(device.takings).isEqualTo(generation);
        }
        DrbgSecureRandomSpi late = new DrbgSecureRandomSpi(mechanism, () -> device);
        late.engineNextBytes(bytes);
        late.engineNextBytes(bytes);
        assertThat(device.takings).isEqualTo(4);
        byte[] other = new byte[32];
        early.engineNextBytes(other);
        // The device says the same each time; the system's entropy keeps them apart.
        assertThat(other).isNotEqualTo(bytes);
    }

    @Test
    void getInstance_everyRow_saysWhatItIs() throws Exception {
        WardkeyProvider provider = new WardkeyProvider();
        for (DrbgMechanism mechanism : DrbgMechanism.values()) {
            SecureRandom random = SecureRandom.getInstance(mechanism.row(), provider);
            assertThat(random.toString()).isEqualTo(mechanism.label() + ",256,reseed_only");
            byte[] one = new byte[32];
            byte[] two = new byte[32];
            random.setSeed(one);
            random.nextBytes(one);
            random.reseed();
            random.nextBytes(two);
            assertThat(one).isNotEqualTo(two).isNotEqualTo(new byte[32]);
        }
    }
}
