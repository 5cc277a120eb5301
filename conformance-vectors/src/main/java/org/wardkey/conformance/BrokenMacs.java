package org.wardkey.conformance;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import javax.crypto.spec.SecretKeySpec;

/** MACs and digests with one planted mistake each. */
final class BrokenMacs {
    private BrokenMacs() {}

    abstract static class Delegating extends MacSpi {
        protected final Mac sound;

        Delegating(Provider provider) {
            try {
                sound = Mac.getInstance("HmacSHA256", provider);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected int engineGetMacLength() {
            return sound.getMacLength();
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec params) throws InvalidKeyException {
            sound.init(key);
        }

        @Override
        protected void engineUpdate(byte input) {
            sound.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            sound.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            return sound.doFinal();
        }

        @Override
        protected void engineReset() {
            sound.reset();
        }
    }

    /** Cuts keys above one block where FIPS 198-1 §4 hashes them. */
    static final class CutsKey extends Delegating {
        CutsKey(Provider provider) {
            super(provider);
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec params) throws InvalidKeyException {
            byte[] bytes = key.getEncoded();
            sound.init(new SecretKeySpec(bytes, 0, Math.min(bytes.length, 64), "HmacSHA256"));
        }
    }

    /** Does not go back to the initialised state after the first result. */
    static final class KeepsState extends Delegating {
        private byte[] leftOver = new byte[0];

        KeepsState(Provider provider) {
            super(provider);
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec params) throws InvalidKeyException {
            super.engineInit(key, params);
            leftOver = new byte[0];
        }

        @Override
        protected byte[] engineDoFinal() {
            sound.update(leftOver);
            leftOver = new byte[] {1};
            return sound.doFinal();
        }
    }

    /** Forgets every update but the last. */
    static final class LastUpdateOnly extends MessageDigestSpi {
        private final MessageDigest sound;
        private byte[] last = new byte[0];

        LastUpdateOnly(Provider provider) {
            try {
                sound = MessageDigest.getInstance("SHA-256", provider);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void engineUpdate(byte input) {
            last = new byte[] {input};
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            last = Arrays.copyOfRange(input, offset, offset + length);
        }

        @Override
        protected byte[] engineDigest() {
            byte[] digest = sound.digest(last);
            last = new byte[0];
            return digest;
        }

        @Override
        protected void engineReset() {
            last = new byte[0];
        }
    }
}
