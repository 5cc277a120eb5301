package org.wardkey.benchmarks;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.MGF1ParameterSpec;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
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

/** RSAES-OAEP with SHA-256 and a 2 048-bit plain key, by provider. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OaepBenchmark {
    private static final byte[] MESSAGE = new byte[32];
    private static final OAEPParameterSpec SHA256 =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    /** The provider. */
    @Param({"wardkey", "SunJCE", "accp", "conscrypt"})
    public String provider = "wardkey";

    private byte[] ciphertext = new byte[0];
    private Cipher encryption;
    private Cipher decryption;

    /** Makes a benchmark; {@link #open} fills it. */
    @SuppressWarnings("NullAway.Init") // JMH calls open before any benchmark
    public OaepBenchmark() {}

    /** Makes a key with the JDK, so that all providers get the same kind of object. */
    @Setup
    public void open() throws GeneralSecurityException {
        Provider used = Peers.named(provider);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        encryption = Cipher.getInstance("RSA/ECB/OAEPPadding", used);
        encryption.init(Cipher.ENCRYPT_MODE, pair.getPublic(), SHA256);
        decryption = Cipher.getInstance("RSA/ECB/OAEPPadding", used);
        decryption.init(Cipher.DECRYPT_MODE, pair.getPrivate(), SHA256);
        ciphertext = encryption.doFinal(MESSAGE);
    }

    /** One encryption. */
    @Benchmark
    public byte[] encrypt() throws GeneralSecurityException {
        return encryption.doFinal(MESSAGE);
    }

    /** One decryption. */
    @Benchmark
    public byte[] decrypt() throws GeneralSecurityException {
        return decryption.doFinal(ciphertext);
    }
}
