package org.wardkey.conformance;

import java.io.ByteArrayOutputStream;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Ciphers with one planted mistake each. */
final class BrokenCiphers {
    private BrokenCiphers() {}

    /** What both have in common: nothing but the methods that the JCA insists on. */
    abstract static class Base extends CipherSpi {
        protected final Provider sound;
        protected int mode;

        Base(Provider sound) {
            this.sound = sound;
        }

        @Override
        protected void engineSetMode(String name) {}

        @Override
        protected void engineSetPadding(String name) {}

        @Override
        protected int engineGetBlockSize() {
            return 16;
        }

        @Override
        protected int engineGetOutputSize(int inputLength) {
            return inputLength + 64;
        }

        @Override
        protected byte @Nullable [] engineGetIV() {
            return null;
        }

        @Override
        protected @Nullable AlgorithmParameters engineGetParameters() {
            return null;
        }

        @Override
        protected void engineInit(int opmode, Key key, @Nullable AlgorithmParameters params, SecureRandom random)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            engineInit(opmode, key, random);
        }

        @Override
        protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset) {
            byte[] out = engineUpdate(input, offset, length);
            System.arraycopy(out, 0, output, outputOffset, out.length);
            return out.length;
        }

        @Override
        protected abstract byte[] engineUpdate(byte[] input, int offset, int length);

        @Override
        protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int outputOffset)
                throws IllegalBlockSizeException, BadPaddingException {
            byte[] out = engineDoFinal(input, offset, length);
            System.arraycopy(out, 0, output, outputOffset, out.length);
            return out.length;
        }
    }

    /** GCM that compares too few tag bytes, or hands out plaintext before it compares. */
    static final class Gcm extends Base {
        private final int comparedBytes;
        private final boolean early;
        private final ByteArrayOutputStream input = new ByteArrayOutputStream();
        private final ByteArrayOutputStream aad = new ByteArrayOutputStream();
        private Key key = new SecretKeySpec(new byte[16], "AES");
        private GCMParameterSpec parameters = new GCMParameterSpec(128, new byte[12]);
        private int released;

        Gcm(Provider sound, int comparedBytes, boolean early) {
            super(sound);
            this.comparedBytes = comparedBytes;
            this.early = early;
        }

        @Override
        protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
            throw new InvalidKeyException("parameters wanted");
        }

        @Override
        protected void engineInit(int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            mode = opmode;
            this.key = key;
            parameters = (GCMParameterSpec) params;
            if (parameters.getIV().length == 0) {
                throw new InvalidAlgorithmParameterException("empty IV");
            }
            input.reset();
            aad.reset();
            released = 0;
        }

        @Override
        protected void engineUpdateAAD(byte[] src, int offset, int length) {
            aad.write(src, offset, length);
        }

        @Override
        protected byte[] engineUpdate(byte[] data, int offset, int length) {
            input.write(data, offset, length);
            int tagBytes = parameters.getTLen() / Byte.SIZE;
            int ready = input.size() - tagBytes - released;
            if (!early || mode != Cipher.DECRYPT_MODE || ready <= 0 || parameters.getIV().length != 12) {
                return new byte[0];
            }
            byte[] known = Arrays.copyOf(input.toByteArray(), released + ready);
            byte[] plaintext = Arrays.copyOfRange(counterMode(known), released, released + ready);
            released += ready;
            return plaintext;
        }

        @Override
        protected byte[] engineDoFinal(byte @Nullable [] data, int offset, int length) throws AEADBadTagException {
            if (data != null) {
                input.write(data, offset, length);
            }
            byte[] all = input.toByteArray();
            int tagBytes = parameters.getTLen() / Byte.SIZE;
            boolean counterIv = parameters.getIV().length == 12;
            if (mode == Cipher.ENCRYPT_MODE || !counterIv || all.length < tagBytes || early) {
                byte[] out = sound(mode, all);
                return Arrays.copyOfRange(out, Math.min(released, out.length), out.length);
            }
            byte[] plaintext = counterMode(Arrays.copyOf(all, all.length - tagBytes));
            byte[] right = sound(Cipher.ENCRYPT_MODE, plaintext);
            for (int i = plaintext.length; i < plaintext.length + Math.min(comparedBytes, tagBytes); i++) {
                if (right[i] != all[i]) {
                    throw new AEADBadTagException("tag mismatch");
                }
            }
            return plaintext;
        }

        private byte[] sound(int opmode, byte[] data) throws AEADBadTagException {
            try {
                Cipher cipher = Cipher.getInstance(AeadMode.GCM.transformation(), sound);
                cipher.init(opmode, key, parameters);
                cipher.updateAAD(aad.toByteArray());
                return cipher.doFinal(data);
            } catch (AEADBadTagException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private byte[] counterMode(byte[] data) {
            try {
                Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding", sound);
                byte[] counter = Encodings.concat(parameters.getIV(), new byte[] {0, 0, 0, 2});
                cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(counter));
                return cipher.doFinal(data);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Key wrap that unwraps and does not look at the integrity value. Source of the loop: RFC 3394 §2.2.2. */
    static final class KeyWrap extends Base {
        private Key key = new SecretKeySpec(new byte[16], "AES");

        KeyWrap(Provider sound) {
            super(sound);
        }

        @Override
        protected void engineInit(int opmode, Key key, SecureRandom random) {
            mode = opmode;
            this.key = key;
        }

        @Override
        protected void engineInit(int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random) {
            engineInit(opmode, key, random);
        }

        @Override
        protected byte[] engineUpdate(byte[] data, int offset, int length) {
            throw new UnsupportedOperationException("wraps only");
        }

        @Override
        protected byte[] engineDoFinal(byte @Nullable [] data, int offset, int length) {
            throw new UnsupportedOperationException("wraps only");
        }

        @Override
        protected byte[] engineWrap(Key wrapped) throws InvalidKeyException, IllegalBlockSizeException {
            try {
                Cipher cipher = Cipher.getInstance("AES/KW/NoPadding", sound);
                cipher.init(Cipher.WRAP_MODE, key);
                return cipher.wrap(wrapped);
            } catch (InvalidKeyException | IllegalBlockSizeException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
                throws InvalidKeyException, NoSuchAlgorithmException {
            if (wrapped.length < 24 || wrapped.length % 8 != 0) {
                throw new InvalidKeyException("length");
            }
            try {
                Cipher aes = Cipher.getInstance("AES/ECB/NoPadding", sound);
                aes.init(Cipher.DECRYPT_MODE, key);
                byte[] blocks = wrapped.clone();
                int n = wrapped.length / 8 - 1;
                for (int t = 6 * n; t >= 1; t--) {
                    int i = (t - 1) % n + 1;
                    byte[] a = Arrays.copyOf(blocks, 8);
                    a[7] ^= (byte) t;
                    a[6] ^= (byte) (t >> 8);
                    byte[] b = aes.doFinal(Encodings.concat(a, Arrays.copyOfRange(blocks, 8 * i, 8 * i + 8)));
                    System.arraycopy(b, 0, blocks, 0, 8);
                    System.arraycopy(b, 8, blocks, 8 * i, 8);
                }
                return new SecretKeySpec(blocks, 8, blocks.length - 8, algorithm);
            } catch (InvalidKeyException | NoSuchAlgorithmException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
