package org.wardkey.provider.spi;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import javax.crypto.KEMSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.EncapsulatedSecret;

/**
 * {@code KEM}: ML-KEM and DHKEM. Managed keys are looked at when they decapsulate. Secrets of encapsulation come from
 * Wardkey's own source: a caller's is not asked. Thread-safe, and so are the objects that it opens.
 */
public final class RoutingKemSpi implements KEMSpi {
    private final KemScheme scheme;

    /**
     * Sets the SPI up.
     *
     * @param scheme what is computed
     */
    public RoutingKemSpi(KemScheme scheme) {
        this.scheme = scheme;
    }

    @Override
    public EncapsulatorSpi engineNewEncapsulator(
            @Nullable PublicKey key, @Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom random)
            throws InvalidAlgorithmParameterException, InvalidKeyException {
        requireNone(parameters);
        if (key == null) {
            throw new InvalidKeyException("Expected a public key, got none.");
        }
        scheme.requirePublic(key);
        return new Encapsulator(key);
    }

    @Override
    public DecapsulatorSpi engineNewDecapsulator(@Nullable PrivateKey key, @Nullable AlgorithmParameterSpec parameters)
            throws InvalidAlgorithmParameterException, InvalidKeyException {
        requireNone(parameters);
        if (key == null) {
            throw new InvalidKeyException("Expected a private key, got none.");
        }
        return new Decapsulator(key, scheme.decapsulation(key));
    }

    private static void requireNone(@Nullable AlgorithmParameterSpec parameters)
            throws InvalidAlgorithmParameterException {
        if (parameters != null) {
            throw new InvalidAlgorithmParameterException("Expected no parameters: those of the key say all.");
        }
    }

    private static SecretKey part(byte[] secret, int from, int to, String algorithm) {
        return new SecretKeySpec(secret, from, to - from, algorithm);
    }

    private final class Encapsulator implements EncapsulatorSpi {
        private final PublicKey key;

        private Encapsulator(PublicKey key) {
            this.key = key;
        }

        @Override
        public KEM.Encapsulated engineEncapsulate(int from, int to, String algorithm) {
            try (EncapsulatedSecret made = scheme.encapsulate(key)) {
                SecretKey secret = made.sharedSecret().use(bytes -> part(bytes, from, to, algorithm));
                return new KEM.Encapsulated(secret, made.ciphertext(), null);
            } catch (GeneralSecurityException e) {
                throw new ProviderException("The engine did not take the public key.", e);
            }
        }

        @Override
        public int engineSecretSize() {
            return scheme.secretBytes(key);
        }

        @Override
        public int engineEncapsulationSize() {
            return scheme.encapsulationBytes(key);
        }
    }

    private final class Decapsulator implements DecapsulatorSpi {
        private final PrivateKey key;
        private final KemScheme.Decapsulation decapsulation;

        private Decapsulator(PrivateKey key, KemScheme.Decapsulation decapsulation) {
            this.key = key;
            this.decapsulation = decapsulation;
        }

        @Override
        public SecretKey engineDecapsulate(byte[] encapsulation, int from, int to, String algorithm)
                throws DecapsulateException {
            int expected = scheme.encapsulationBytes(key);
            if (encapsulation.length != expected) {
                throw new DecapsulateException(
                        "Expected an encapsulation of " + expected + " bytes, got " + encapsulation.length + ".");
            }
            byte[] secret = secret(encapsulation);
            try {
                return part(secret, from, to, algorithm);
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        }

        private byte[] secret(byte[] encapsulation) throws DecapsulateException {
            try {
                return decapsulation.decapsulate(encapsulation);
            } catch (GeneralSecurityException e) {
                throw new DecapsulateException("The encapsulation is not one for this key.", e);
            }
        }

        @Override
        public int engineSecretSize() {
            return scheme.secretBytes(key);
        }

        @Override
        public int engineEncapsulationSize() {
            return scheme.encapsulationBytes(key);
        }
    }
}
