package org.wardkey.benchmarks;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The rows for secret keys and hashes beside AES-GCM, with plain keys and 256 bytes, by provider. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SymmetricBenchmark {
    /** The provider. */
    @Param({"wardkey", "jdk", "accp", "conscrypt"})
    public String provider = "wardkey";

    /** The row: a hash, a MAC, or a wrapping of a 256-bit key. */
    @Param({"SHA-256", "HmacSHA256", "AES/KW/NoPadding", "AES/KWP/NoPadding"})
    public String row = "SHA-256";

    private final byte[] message = new byte[256];
    private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    private Call call;

    /** One operation. */
    @FunctionalInterface
    private interface Call {
        byte[] run() throws GeneralSecurityException;
    }

    /** Makes a benchmark; {@link #open} fills it. */
    @SuppressWarnings("NullAway.Init") // JMH calls open before any benchmark
    public SymmetricBenchmark() {}

    /** Opens the row. */
    @Setup
    public void open() throws GeneralSecurityException {
        String jdk = row.startsWith("SHA") ? "SUN" : "SunJCE";
        Provider used = Peers.named(provider.equals("jdk") ? jdk : provider);
        call = switch (row) {
            case "SHA-256" -> {
                MessageDigest digest = MessageDigest.getInstance(row, used);
                yield () -> digest.digest(message);
            }
            case "HmacSHA256" -> {
                Mac mac = Mac.getInstance(row, used);
                mac.init(new SecretKeySpec(new byte[32], row));
                yield () -> mac.doFinal(message);
            }
            default -> {
                Cipher cipher = Cipher.getInstance(row, used);
                cipher.init(Cipher.WRAP_MODE, key);
                yield () -> cipher.wrap(key);
            }
        };
    }

    /** One hash, code or wrapped key. */
    @Benchmark
    public byte[] run() throws GeneralSecurityException {
        return call.run();
    }
}
