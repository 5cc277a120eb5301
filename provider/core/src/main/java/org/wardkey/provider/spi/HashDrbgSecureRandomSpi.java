package org.wardkey.provider.spi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.SecureRandomParameters;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * {@code SecureRandom}: Hash_DRBG with SHA-256 in pure Java, seeded by SUN's NativePRNG object.
 *
 * <p>Touches no native library, no ledger, no log and no token, so it serves the first call of a
 * process, even the one that loads native code. Tests itself with a known answer when it is made, and
 * refuses to work if that fails. Thread-safe.
 *
 * <p>Source: SP 800-90A Rev. 1 §10.1.1, §11.3 (known answers).
 */
public final class HashDrbgSecureRandomSpi extends SecureRandomSpi {
    private static final long serialVersionUID = 1;
    private static final int ENTROPY_BYTES = 48;
    private static final int NONCE_BYTES = 16;
    private static final long RESEED_INTERVAL = 1 << 20;
    private static final byte[] PERSONALIZATION = "wardkey hash drbg 1".getBytes(StandardCharsets.US_ASCII);

    private final transient ReentrantLock lock = new ReentrantLock();
    private transient @Nullable HashDrbg drbg;
    private transient @Nullable SecureRandom entropySource;

    /** Sets the SPI up; entropy is asked for at the first byte. */
    public HashDrbgSecureRandomSpi() {}

    private static Provider sun() {
        Provider sun = Security.getProvider("SUN");
        if (sun == null) {
            throw new ProviderException("Expected the JDK's provider SUN in the list of java.security.");
        }
        return sun;
    }

    private SecureRandom entropySource() {
        SecureRandom source = entropySource;
        if (source == null) {
            source = nativePrng();
            entropySource = source;
        }
        return source;
    }

    private static SecureRandom nativePrng() {
        try {
            return SecureRandom.getInstance("NativePRNG", sun());
        } catch (NoSuchAlgorithmException e) {
            throw new ProviderException("Expected SUN's NativePRNG: this JVM's system has no /dev/urandom.", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256", sun());
        } catch (GeneralSecurityException e) {
            throw new ProviderException("Expected SHA-256 from the JDK's provider SUN.", e);
        }
    }

    private HashDrbg drbg() {
        HashDrbg open = drbg;
        if (open != null) {
            return open;
        }
        requireKnownAnswer();
        byte[] entropy = entropy();
        byte[] nonce = new byte[NONCE_BYTES];
        entropySource().nextBytes(nonce);
        try {
            open = new HashDrbg(sha256(), entropy, nonce, PERSONALIZATION);
            drbg = open;
            return open;
        } finally {
            Arrays.fill(entropy, (byte) 0);
            Arrays.fill(nonce, (byte) 0);
        }
    }

    private byte[] entropy() {
        byte[] entropy = new byte[ENTROPY_BYTES];
        entropySource().nextBytes(entropy);
        return entropy;
    }

    /** Instantiates, reseeds and generates with fixed input; the answer was checked against ACVP's for the same code. */
    private static void requireKnownAnswer() {
        byte[] answer = KnownAnswer.compute(sha256());
        if (!MessageDigest.isEqual(answer, KnownAnswer.EXPECTED)) {
            throw new ProviderException(
                    "WK-T001: The known answer of Hash_DRBG did not come; no random bits are given.");
        }
    }

    /** Fixed input and its answer. */
    static final class KnownAnswer {
        static final byte[] EXPECTED = HexFormat.of()
                .parseHex("e21c0c469300ba5484d2d4201bfcb8883c3eab7d06c1f6a4cb60e42ab140906d29b9255d9e584794");

        private KnownAnswer() {}

        static byte[] compute(MessageDigest sha256) {
            byte[] entropy = new byte[32];
            byte[] nonce = new byte[16];
            for (int i = 0; i < entropy.length; i++) {
                entropy[i] = (byte) i;
                nonce[i % nonce.length] = (byte) (0x20 + i);
            }
            HashDrbg drbg = new HashDrbg(sha256, entropy, nonce, new byte[0]);
            byte[] output = new byte[40];
            drbg.generate(output, 0, output.length, new byte[0]);
            drbg.reseed(nonce, entropy);
            drbg.generate(output, 0, output.length, nonce);
            return output;
        }
    }

    @Override
    protected void engineSetSeed(byte[] seed) {
        lock.lock();
        try {
            reseedWith(seed);
        } finally {
            lock.unlock();
        }
    }

    /** What a caller gives adds to our own entropy, never replaces it. */
    private void reseedWith(byte[] additionalInput) {
        HashDrbg open = drbg();
        byte[] entropy = entropy();
        try {
            open.reseed(entropy, additionalInput);
        } finally {
            Arrays.fill(entropy, (byte) 0);
        }
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
        lock.lock();
        try {
            HashDrbg open = drbg();
            for (int done = 0; done < bytes.length; done += HashDrbg.LARGEST_REQUEST_BYTES) {
                if (open.reseedCounter() > RESEED_INTERVAL) {
                    reseedWith(new byte[0]);
                }
                open.generate(bytes, done, Math.min(HashDrbg.LARGEST_REQUEST_BYTES, bytes.length - done), new byte[0]);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
        return entropySource().generateSeed(length);
    }

    @Override
    protected void engineReseed(@Nullable SecureRandomParameters parameters) {
        if (parameters != null) {
            throw new IllegalArgumentException("Expected no parameters to reseed.");
        }
        lock.lock();
        try {
            reseedWith(new byte[0]);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "Hash_DRBG,SHA-256,256,reseed_only";
    }
}
