package org.wardkey.conformance;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Triple DES, DSA and Diffie-Hellman in finite fields with one planted mistake each. */
final class BrokenLegacy {
    private BrokenLegacy() {}

    /** Takes the first key in the third one's place. */
    static final class TwoKeys extends BrokenModes.Gathering {
        TwoKeys(Provider sound) {
            super(sound);
        }

        @Override
        protected byte[] complete(byte[] all) throws GeneralSecurityException {
            byte[] keys = key.getEncoded();
            System.arraycopy(keys, 0, keys, 2 * TdesMode.BLOCK_BYTES, TdesMode.BLOCK_BYTES);
            Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding", sound);
            cipher.init(mode, new SecretKeySpec(keys, "DESede"), parameters);
            return cipher.doFinal(all);
        }
    }

    /** Makes signatures that nobody accepts, of the right form. */
    static final class FlipsABit extends BrokenSignatures.Delegating {
        FlipsABit(Provider provider) {
            super("SHA256withDSA", provider);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            byte[] signature = super.engineSign();
            signature[signature.length - 1] ^= 1;
            return signature;
        }
    }

    /** Gives the secret as a number, where SP 800-56A r3 §5.7.1.1 wants it as long as the prime. */
    static final class DropsZeros extends BrokenAgreements.Base {
        private final KeyAgreement sound;

        DropsZeros(Provider provider) {
            try {
                sound = KeyAgreement.getInstance("DiffieHellman", provider);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
            sound.init(key);
        }

        @Override
        protected @Nullable Key engineDoPhase(Key key, boolean lastPhase) throws InvalidKeyException {
            return sound.doPhase(key, lastPhase);
        }

        @Override
        protected byte[] engineGenerateSecret() {
            byte[] secret = sound.generateSecret();
            int zeros = 0;
            while (zeros < secret.length && secret[zeros] == 0) {
                zeros++;
            }
            return Arrays.copyOfRange(secret, zeros, secret.length);
        }
    }
}
