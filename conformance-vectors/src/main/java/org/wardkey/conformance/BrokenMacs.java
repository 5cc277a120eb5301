package org.wardkey.conformance;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
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

    /** Under a name that it has no right to. */
    static final class Plain extends Delegating {
        Plain(Provider provider) {
            super(provider);
        }
    }

    /** Gathers the message. */
    abstract static class Gathering extends MacSpi {
        protected final Provider sound;
        protected final ByteArrayOutputStream message = new ByteArrayOutputStream();
        protected Key key = new SecretKeySpec(new byte[16], "AES");

        Gathering(Provider sound) {
            this.sound = sound;
        }

        @Override
        protected int engineGetMacLength() {
            return 16;
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec params) {
            this.key = key;
            message.reset();
        }

        @Override
        protected void engineUpdate(byte input) {
            message.write(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            message.write(input, offset, length);
        }

        @Override
        protected void engineReset() {
            message.reset();
        }

        @Override
        protected byte[] engineDoFinal() {
            byte[] all = message.toByteArray();
            message.reset();
            try {
                return tag(all);
            } catch (GeneralSecurityException e) {
                throw new ProviderException(e);
            }
        }

        protected abstract byte[] tag(byte[] all) throws GeneralSecurityException;
    }

    /** CMAC that takes the first subkey for short last blocks, too. Source of the rest: SP 800-38B §6. */
    static final class OneSubkey extends Gathering {
        private final String cipher;
        private final int blockBytes;

        OneSubkey(String cipher, int blockBytes, Provider sound) {
            super(sound);
            this.cipher = cipher;
            this.blockBytes = blockBytes;
        }

        @Override
        protected byte[] tag(byte[] all) throws GeneralSecurityException {
            Cipher cbc = Cipher.getInstance(cipher + "/CBC/NoPadding", sound);
            cbc.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[blockBytes]));
            byte[] subkey = doubled(cbc.doFinal(new byte[blockBytes]));
            int blocks = Math.max(1, (all.length + blockBytes - 1) / blockBytes);
            byte[] padded = Arrays.copyOf(all, blockBytes * blocks);
            if (padded.length > all.length) {
                padded[all.length] = (byte) 0x80;
            }
            for (int i = 0; i < blockBytes; i++) {
                padded[padded.length - blockBytes + i] ^= subkey[i];
            }
            byte[] out = cbc.doFinal(padded);
            return Arrays.copyOfRange(out, out.length - blockBytes, out.length);
        }

        private static byte[] doubled(byte[] block) {
            int last = block.length - 1;
            byte[] twice = new byte[block.length];
            for (int i = 0; i <= last; i++) {
                int next = i == last ? 0 : (block[i + 1] & 0x80) >> 7;
                twice[i] = (byte) (block[i] << 1 | next);
            }
            twice[last] ^= (byte) (block[0] < 0 ? (last == 15 ? 0x87 : 0x1b) : 0);
            return twice;
        }
    }

    /** GMAC with the same initialisation vector always. */
    static final class ZeroIv extends Gathering {
        ZeroIv(Provider sound) {
            super(sound);
        }

        @Override
        protected byte[] tag(byte[] all) throws GeneralSecurityException {
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", sound);
            gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
            gcm.updateAAD(all);
            return gcm.doFinal();
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
