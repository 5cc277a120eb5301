package org.wardkey.benchmarks;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.util.concurrent.TimeUnit;
import javax.crypto.KeyAgreement;
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

/** Signing, verifying and agreeing with plain keys, by provider. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PublicKeyBenchmark {
    private static final byte[] MESSAGE = new byte[32];

    /** The provider. */
    @Param({"wardkey", "jdk", "accp", "conscrypt"})
    public String provider = "wardkey";

    /** The algorithm. */
    @Param({"P-256", "RSA-2048", "Ed25519", "X25519", "ECDH-P-256"})
    public String algorithm = "P-256";

    private Signature signer;
    private Signature verifier;
    private byte[] signature = new byte[0];
    private KeyAgreement agreement;
    private KeyPair pair;

    /** Makes a benchmark; {@link #open} fills it. */
    @SuppressWarnings("NullAway.Init") // JMH calls open before any benchmark
    public PublicKeyBenchmark() {}

    /** Makes keys with the JDK, so that all providers get the same kind of object. */
    @Setup
    public void open() throws GeneralSecurityException {
        boolean rsa = algorithm.startsWith("RSA");
        Provider used = Peers.named(provider.equals("jdk") ? (rsa ? "SunRsaSign" : "SunEC") : provider);
        String type = rsa ? "RSA" : algorithm.contains("P-256") ? "EC" : algorithm;
        KeyPairGenerator generator = KeyPairGenerator.getInstance(type, rsa ? "SunRsaSign" : "SunEC");
        if (rsa || type.equals("EC")) {
            generator.initialize(rsa ? 2048 : 256);
        }
        pair = generator.generateKeyPair();
        if (algorithm.equals("X25519") || algorithm.startsWith("ECDH")) {
            agreement = KeyAgreement.getInstance(type.equals("EC") ? "ECDH" : "X25519", used);
            agreement.init(pair.getPrivate());
            return;
        }
        String name = rsa ? "SHA256withRSA" : type.equals("EC") ? "SHA256withECDSA" : "Ed25519";
        signer = Signature.getInstance(name, used);
        signer.initSign(pair.getPrivate());
        verifier = Signature.getInstance(name, used);
        verifier.initVerify(pair.getPublic());
        signature = signOrAgree();
    }

    /** One signature, or one shared secret. */
    @Benchmark
    public byte[] signOrAgree() throws GeneralSecurityException {
        if (agreement != null) {
            agreement.doPhase(pair.getPublic(), true);
            return agreement.generateSecret();
        }
        signer.update(MESSAGE);
        return signer.sign();
    }

    /** One verification; for agreements the same as {@link #signOrAgree}. */
    @Benchmark
    public boolean verify() throws GeneralSecurityException {
        if (agreement != null) {
            return signOrAgree().length > 0;
        }
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }
}
