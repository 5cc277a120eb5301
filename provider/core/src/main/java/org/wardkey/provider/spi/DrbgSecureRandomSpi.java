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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.DeviceEntropy;

/**
 * {@code SecureRandom}: a deterministic random bit generator in pure Java, seeded by SUN's NativePRNG object.
 *
 * <p>Touches no native library, no ledger, no log and no token, so it serves the first call of a
 * process, even the one that loads native code. What a token's device gave meanwhile lies in memory and is mixed in as
 * additional input, whenever there is more of it. Tests itself with a known answer when it is made, and
 * refuses to work if that fails. Thread-safe.
 *
 * <p>Source: SP 800-90A Rev. 1 §10, §11.3 (known answers).
 */
public final class DrbgSecureRandomSpi extends SecureRandomSpi {
    private static final long serialVersionUID = 1;
    private static final int ENTROPY_BYTES = 48;
    private static final int NONCE_BYTES = 16;
    private static final long RESEED_INTERVAL = 1 << 20;

    private final transient DrbgMechanism mechanism;
    private final transient Supplier<DeviceEntropy> devices;
    private final transient ReentrantLock lock = new ReentrantLock();
    private transient @Nullable Drbg drbg;
    private transient @Nullable SecureRandom entropySource;
    private transient long mixedGeneration;

    /**
     * Sets the SPI up; entropy is asked for at the first byte.
     *
     * @param mechanism which generator
     * @param devices gives what there is of devices, beside the system, at any time; never waits or fails
     */
    public DrbgSecureRandomSpi(DrbgMechanism mechanism, Supplier<DeviceEntropy> devices) {
        this.mechanism = mechanism;
        this.devices = devices;
    }

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

    private Drbg drbg() {
        Drbg open = drbg;
        if (open != null) {
            return open;
        }
        byte[] entropy = {};
        byte[] nonce = new byte[NONCE_BYTES];
        try {
            requireKnownAnswer();
            entropy = entropy();
            entropySource().nextBytes(nonce);
            open = mechanism.open(entropy, nonce, personalization());
            drbg = open;
            if (devices.get().generation() != 0) {
                reseedWith(new byte[0]);
            }
            return open;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("Expected " + mechanism.label() + " from the JDK's providers.", e);
        } finally {
            Arrays.fill(entropy, (byte) 0);
            Arrays.fill(nonce, (byte) 0);
        }
    }

    private byte[] personalization() {
        return ("wardkey " + mechanism.row() + " 1").getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] entropy() {
        byte[] entropy = new byte[ENTROPY_BYTES];
        entropySource().nextBytes(entropy);
        return entropy;
    }

    private void requireKnownAnswer() throws GeneralSecurityException {
        if (!MessageDigest.isEqual(mechanism.answer(), mechanism.knownAnswer())) {
            throw new ProviderException(
                    "WK-T001: The known answer of " + mechanism.label() + " did not come; no random bits are given.");
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

    /** What a caller and devices give adds to the system's entropy, never replaces it. */
    private void reseedWith(byte[] given) {
        Drbg open = drbg();
        DeviceEntropy source = devices.get();
        mixedGeneration = source.generation();
        byte[] entropy = entropy();
        byte[] device = source.take();
        byte[] additionalInput = Arrays.copyOf(given, given.length + device.length);
        System.arraycopy(device, 0, additionalInput, given.length, device.length);
        try {
            open.reseed(entropy, additionalInput);
        } finally {
            Arrays.fill(entropy, (byte) 0);
            Arrays.fill(device, (byte) 0);
            Arrays.fill(additionalInput, (byte) 0);
        }
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
        lock.lock();
        try {
            Drbg open = drbg();
            for (int done = 0; done < bytes.length; done += Drbg.LARGEST_REQUEST_BYTES) {
                if (open.reseedCounter() > RESEED_INTERVAL || devices.get().generation() != mixedGeneration) {
                    reseedWith(new byte[0]);
                }
                open.generate(bytes, done, Math.min(Drbg.LARGEST_REQUEST_BYTES, bytes.length - done), new byte[0]);
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
        return mechanism.label() + ",256,reseed_only";
    }
}
