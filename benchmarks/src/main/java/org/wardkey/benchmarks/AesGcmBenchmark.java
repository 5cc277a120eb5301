package org.wardkey.benchmarks;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
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

/** AES-256-GCM encryption with a plain key and a new IV for each message, by provider and size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AesGcmBenchmark {
    private static final int TAG_BITS = 128;

    /** The provider. */
    @Param({"wardkey", "SunJCE", "accp", "conscrypt"})
    public String provider = "wardkey";

    /** The size of a message. */
    @Param({"64", "1024", "16384"})
    public int sizeBytes = 64;

    private final byte[] iv = new byte[12];
    private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    private byte[] input = new byte[0];
    private byte[] output = new byte[0];
    private Cipher cipher;

    /** Makes a benchmark; {@link #open} fills it. */
    @SuppressWarnings("NullAway.Init") // JMH calls open before any benchmark
    public AesGcmBenchmark() {}

    /** Makes buffers and cipher. */
    @Setup
    public void open() throws GeneralSecurityException {
        input = new byte[sizeBytes];
        output = new byte[sizeBytes + TAG_BITS / 8];
        cipher = Cipher.getInstance("AES/GCM/NoPadding", Peers.named(provider));
    }

    /** One message. */
    @Benchmark
    public int encrypt() throws GeneralSecurityException {
        for (int i = iv.length - 1; i >= 0 && ++iv[i] == 0; i--) {}
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv));
        return cipher.doFinal(input, 0, input.length, output, 0);
    }
}
