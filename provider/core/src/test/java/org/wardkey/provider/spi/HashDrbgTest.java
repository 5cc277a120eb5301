package org.wardkey.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wardkey.conformance.Acvp;
import org.wardkey.conformance.DrbgVector;
import org.wardkey.conformance.DrbgVector.IntendedUse;

class HashDrbgTest {
    @Test
    void generate_acvpVectors_givesReturnedBits() throws Exception {
        int run = 0;
        for (DrbgVector vector : vectors()) {
            byte[] returned = run(vector);
            assertThat(returned).as("tcId %s", vector.tcId()).isEqualTo(vector.returnedBits());
            run++;
        }
        // Absent without the folder of vectors; the known answer below holds in any case.
        assertThat(run).isGreaterThanOrEqualTo(Files.isDirectory(root()) ? 15 : 0);
    }

    private static Path root() {
        return Path.of(System.getProperty("wardkey.vectors", "absent"));
    }

    private static List<DrbgVector> vectors() throws Exception {
        List<DrbgVector> found = new ArrayList<>();
        if (!Files.isDirectory(root())) {
            return found;
        }
        try (Stream<Path> folders = Files.walk(root(), 4)) {
            for (Path folder : folders.filter(Files::isDirectory)
                    .filter(f -> f.getFileName().toString().startsWith("hashDRBG"))
                    .toList()) {
                Acvp.drbgVectors(folder).stream()
                        .filter(v -> v.mode().equals("SHA2-256"))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static byte[] run(DrbgVector vector) throws Exception {
        HashDrbg drbg = new HashDrbg(
                MessageDigest.getInstance("SHA-256"), vector.entropyInput(), vector.nonce(), vector.personalization());
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

    @Test
    void knownAnswer_unalteredCode_matches() throws Exception {
        byte[] answer = HashDrbgSecureRandomSpi.KnownAnswer.compute(MessageDigest.getInstance("SHA-256"));

        assertThat(answer).isEqualTo(HashDrbgSecureRandomSpi.KnownAnswer.EXPECTED);
    }

    @Test
    void generate_moreThanOneRequest_refuses() throws Exception {
        HashDrbg drbg = new HashDrbg(MessageDigest.getInstance("SHA-256"), new byte[32], new byte[16], new byte[0]);
        byte[] output = new byte[HashDrbg.LARGEST_REQUEST_BYTES + 1];

        assertThatThrownBy(() -> drbg.generate(output, 0, output.length, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void nextBytes_severalRequests_fillsAllAndNeverRepeats() {
        HashDrbgSecureRandomSpi first = new HashDrbgSecureRandomSpi();
        HashDrbgSecureRandomSpi second = new HashDrbgSecureRandomSpi();
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
}
