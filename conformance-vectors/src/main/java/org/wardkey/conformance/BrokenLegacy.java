package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.interfaces.DSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.DSAParameterSpec;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Triple DES, DSA and Diffie-Hellman in finite fields with one planted mistake each. */
final class BrokenLegacy {
    private BrokenLegacy() {}

    /** Takes the first key in the third one's place. */
    static final class TwoKeys extends BrokenModes.Gathering {
        private final String transformation;

        TwoKeys(String transformation, Provider sound) {
            super(sound);
            this.transformation = transformation;
        }

        @Override
        protected byte[] complete(byte[] all) throws GeneralSecurityException {
            byte[] keys = key.getEncoded();
            System.arraycopy(keys, 0, keys, 2 * TdesMode.BLOCK_BYTES, TdesMode.BLOCK_BYTES);
            boolean ecb = transformation.contains("/ECB/");
            return run(transformation, mode, new SecretKeySpec(keys, "DESede"), ecb ? null : parameters, all);
        }
    }

    /** Another mode in the place of the one that was asked for. */
    static final class OtherMode extends BrokenModes.Passing {
        OtherMode(String transformation, Provider sound) {
            super(sound, transformation);
        }

        @Override
        protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
            throw new InvalidKeyException("parameters wanted");
        }

        @Override
        protected void engineInit(int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random) {
            cipher = fresh(opmode, key, params);
        }
    }

    /** OAEP whose mask is made with SHA-1, whatever the parameters say. */
    static final class Sha1Mask extends BrokenModes.Gathering {
        Sha1Mask(Provider sound) {
            super(sound);
        }

        @Override
        protected byte[] complete(byte[] all) throws GeneralSecurityException {
            OAEPParameterSpec asked = (OAEPParameterSpec) parameters;
            return run(
                    "RSA/ECB/OAEPPadding",
                    mode,
                    key,
                    new OAEPParameterSpec(
                            asked.getDigestAlgorithm(), "MGF1", MGF1ParameterSpec.SHA1, asked.getPSource()),
                    all);
        }
    }

    /** RSA without padding that gives a number, where RFC 8017 §4.1 wants as many octets as the modulus has. */
    static final class RsaNumber extends BrokenModes.Gathering {
        RsaNumber(Provider sound) {
            super(sound);
        }

        @Override
        protected byte[] complete(byte[] all) throws GeneralSecurityException {
            return Encodings.unsigned(new BigInteger(1, run("RSA/ECB/NoPadding", mode, key, null, all)));
        }
    }

    /** Verifies under the domain parameters that it knows, not under the key's. */
    static final class OtherDomain extends BrokenSignatures.Delegating {
        OtherDomain(Provider provider) {
            super("SHA256withDSA", provider);
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            DSAParameterSpec own = DsaDomains.of(2048, 256).orElseThrow();
            try {
                super.engineInitVerify(KeyFactory.getInstance("DSA")
                        .generatePublic(
                                new DSAPublicKeySpec(((DSAPublicKey) key).getY(), own.getP(), own.getQ(), own.getG())));
            } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
                throw new InvalidKeyException(e);
            }
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
