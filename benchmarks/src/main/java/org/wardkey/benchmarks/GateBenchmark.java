package org.wardkey.benchmarks;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
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
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/**
 * What managing a key costs: HMAC of 16 bytes with a plain key, with a managed one whose uses are
 * recorded together, one by one, and one by one under a limit. The differences are gate, ledger and
 * batched log.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GateBenchmark {
    private static final byte[] MESSAGE = new byte[16];

    /** How the key is managed. */
    @Param({"plain", "aggregate", "each", "each-limited"})
    public String key = "plain";

    private Mac mac;

    /** Makes a benchmark; {@link #open} fills it. */
    @SuppressWarnings("NullAway.Init") // JMH calls open before any benchmark
    public GateBenchmark() {}

    /** Makes the key. */
    @Setup
    public void open() throws GeneralSecurityException {
        WardkeyProvider provider = Peers.wardkey();
        mac = Mac.getInstance("HmacSHA256", provider);
        mac.init(key.equals("plain") ? new SecretKeySpec(new byte[32], "HmacSHA256") : managed(provider));
    }

    private SecretKey managed(WardkeyProvider provider) throws GeneralSecurityException {
        KeyGenParameters.Builder parameters = KeyGenParameters.builder("benchmark", Purpose.MAC)
                .audit(key.equals("aggregate") ? AuditGranularity.AGGREGATE : AuditGranularity.EACH);
        if (key.equals("each-limited")) {
            parameters.maximumOperations(Long.MAX_VALUE / 2);
        }
        KeyGenerator generator = KeyGenerator.getInstance("HmacSHA256", provider);
        generator.init(parameters.build());
        return generator.generateKey();
    }

    /** One code. */
    @Benchmark
    public byte[] authenticate() {
        return mac.doFinal(MESSAGE);
    }
}
