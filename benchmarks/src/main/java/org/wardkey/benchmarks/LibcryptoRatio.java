package org.wardkey.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Public-key operations through the JCA against {@code openssl speed} of the machine's own libcrypto, turn by
 * turn: what the machine does to one of them it does to the other.
 */
final class LibcryptoRatio {
    private static final int ROUNDS = 7;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int CHUNK = 16;

    private LibcryptoRatio() {}

    /** What the benchmark and {@code openssl speed} call an algorithm, and how many rates the latter prints. */
    private record Peer(String algorithm, String openssl, int rates) {}

    private static final List<Peer> PEERS = List.of(
            new Peer("P-256", "ecdsap256", 2),
            new Peer("RSA-2048", "rsa2048", 2),
            new Peer("Ed25519", "ed25519", 2),
            new Peer("ECDH-P-256", "ecdhp256", 1),
            new Peer("X25519", "ecdhx25519", 1));

    @SuppressWarnings("SystemOut") // its answer
    static void print() throws IOException, InterruptedException {
        for (Peer peer : PEERS) {
            double[][] ratios = measure(peer);
            for (int i = 0; i < peer.rates(); i++) {
                Arrays.sort(ratios[i]);
                String operation = peer.rates() == 1 ? "agree" : i == 0 ? "sign" : "verify";
                System.out.printf(
                        "%-10s %-6s %.2f of openssl speed (%.2f to %.2f)%n",
                        peer.algorithm(), operation, ratios[i][ROUNDS / 2], ratios[i][0], ratios[i][ROUNDS - 1]);
            }
        }
    }

    /** Ratios by operation and round. */
    private static double[][] measure(Peer peer) throws IOException, InterruptedException {
        PublicKeyBenchmark ours = new PublicKeyBenchmark();
        ours.algorithm = peer.algorithm();
        List<Callable<Object>> operations = List.of(ours::signOrAgree, ours::verify);
        double[][] ratios = new double[peer.rates()][ROUNDS];
        try {
            ours.open();
            for (Callable<Object> operation : operations) {
                rate(operation, WARM_UP_NANOS);
            }
            for (int round = 0; round < ROUNDS; round++) {
                double[] theirs = openssl(peer);
                for (int i = 0; i < peer.rates(); i++) {
                    ratios[i][round] = rate(operations.get(i), ROUND_NANOS) / theirs[i];
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The provider does not serve " + peer.algorithm() + ".", e);
        }
        return ratios;
    }

    /** Operations a second. */
    private static double rate(Callable<Object> operation, long nanos) {
        long begun = System.nanoTime();
        long done = 0;
        long taken = 0;
        try {
            while (taken < nanos) {
                for (int i = 0; i < CHUNK; i++) {
                    if (operation.call() == null) {
                        throw new IllegalStateException("Expected a result, got none.");
                    }
                }
                done += CHUNK;
                taken = System.nanoTime() - begun;
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The operation failed.", e);
        }
        return done * 1e9 / taken;
    }

    /** The rates at the end of the last line: sign and verify, or one for agreements. */
    private static double[] openssl(Peer peer) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("openssl", "speed", "-seconds", "1", peer.openssl())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("Expected openssl speed to end with 0, got " + exit + ".");
        }
        String[] words = output.strip().split("\\s+", -1);
        double[] rates = new double[peer.rates()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = Double.parseDouble(words[words.length - rates.length + i]);
        }
        return rates;
    }
}
