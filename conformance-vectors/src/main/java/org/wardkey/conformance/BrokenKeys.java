package org.wardkey.conformance;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;

/** Generators of key pairs with one planted mistake each. */
final class BrokenKeys {
    private BrokenKeys() {}

    /** Gives the private key of one pair and the public key of another. */
    static class TwoPairs extends KeyPairGeneratorSpi {
        protected final KeyPairGenerator sound;

        TwoPairs(String algorithm, Provider provider) {
            try {
                sound = KeyPairGenerator.getInstance(algorithm, provider);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void initialize(int keySizeBits, SecureRandom random) {
            sound.initialize(keySizeBits, random);
        }

        @Override
        public void initialize(AlgorithmParameterSpec parameters, SecureRandom random)
                throws InvalidAlgorithmParameterException {
            sound.initialize(parameters, random);
        }

        @Override
        public KeyPair generateKeyPair() {
            return new KeyPair(
                    sound.generateKeyPair().getPublic(), sound.generateKeyPair().getPrivate());
        }
    }

    /** Makes keys of DSA in a domain of its own, whichever was asked for. */
    static final class OwnDomain extends TwoPairs {
        OwnDomain(Provider provider) {
            super("DSA", provider);
        }

        @Override
        public void initialize(AlgorithmParameterSpec parameters, SecureRandom random) {
            sound.initialize(2048, random);
        }

        @Override
        public KeyPair generateKeyPair() {
            return sound.generateKeyPair();
        }
    }
}
