package org.wardkey.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.policy.Decision;
import org.wardkey.provider.policy.KeyPolicy;
import org.wardkey.provider.policy.Policy;
import org.wardkey.provider.policy.PolicyPack;
import org.wardkey.provider.policy.PolicyProblem;
import org.wardkey.provider.policy.PolicyReader;

/**
 * What a decision costs, and what compiling a policy for a key costs, with as many rules as are given:
 * all are about the key, and each has a date of its own, so that none can be left out beforehand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PolicyBenchmark {
    private static final Instant CREATED = Instant.parse("2026-12-01T00:00:00Z");
    private static final OperationRequest SIGN =
            new OperationRequest(Purpose.SIGN, Mechanism.of(Family.ECDSA, Digest.SHA_256), 64);

    /** How many rules. */
    @Param({"25", "500"})
    public int rules = 25;

    private Policy policy;
    private KeyFacts key;
    private KeyPolicy compiled;
    private Instant now;

    /** Makes a benchmark; {@link #compile} fills it. */
    @SuppressWarnings("NullAway.Init") // JMH calls compile before any benchmark
    public PolicyBenchmark() {}

    /** Makes the policy and the key. */
    @Setup
    public void compile() throws PolicyProblem {
        StringBuilder text = new StringBuilder("policy { name = benchmark, version = 1, algorithms {\n");
        for (int i = 0; i < rules; i++) {
            text.append("r")
                    .append(i)
                    .append(" { when { alias = \"pump-*\" }, key-type = ec-p256, verdict = denied, from = ")
                    .append(CREATED.atZone(java.time.ZoneOffset.UTC)
                            .toLocalDate()
                            .plusDays(1 + i))
                    .append(" }\n");
        }
        policy = Policy.combine(
                List.of(PolicyReader.read("benchmark.conf", text.append("} }").toString())), PolicyPack.LIBRARY);
        key = new KeyFacts(
                new KeyId(new UUID(1, 2)),
                "ward",
                "pump-17",
                KeyType.EC_P256,
                256,
                KeyState.ACTIVE,
                KeyAuthorizations.defaultsFor(KeyType.EC_P256),
                false,
                CREATED);
        compiled = policy.forKey(key);
        now = CREATED.plusSeconds(60);
    }

    /** One decision on a compiled key. */
    @Benchmark
    public Decision decide() {
        return compiled.decide(SIGN, now);
    }

    /** Compiling for a key and the first decision: what a change of the epoch costs. */
    @Benchmark
    public Decision compileAndDecide() {
        return policy.forKey(key).decide(SIGN, now);
    }
}
