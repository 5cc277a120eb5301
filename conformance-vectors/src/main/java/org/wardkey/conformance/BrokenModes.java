package org.wardkey.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Modes of operation with one planted mistake each. */
final class BrokenModes {
    private BrokenModes() {}

    /** Gathers the input and works when it is complete. */
    abstract static class Gathering extends BrokenCiphers.Base {
        protected Key key = new SecretKeySpec(new byte[16], "AES");
        protected AlgorithmParameterSpec parameters = new IvParameterSpec(new byte[16]);
        protected final ByteArrayOutputStream input = new ByteArrayOutputStream();
        protected final ByteArrayOutputStream aad = new ByteArrayOutputStream();

        Gathering(Provider sound) {
            super(sound);
        }

        @Override
        protected void engineInit(int opmode, Key key, SecureRandom random) {
            engineInit(opmode, key, new IvParameterSpec(new byte[16]), random);
        }

        @Override
        protected void engineInit(int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random) {
            mode = opmode;
            this.key = key;
            parameters = params;
            input.reset();
            aad.reset();
        }

        @Override
        protected void engineUpdateAAD(byte[] src, int offset, int length) {
            aad.write(src, offset, length);
        }

        @Override
        protected byte[] engineUpdate(byte[] data, int offset, int length) {
            input.write(data, offset, length);
            return new byte[0];
        }

        @Override
        protected byte[] engineDoFinal(byte @Nullable [] data, int offset, int length) throws BadPaddingException {
            if (data != null) {
                input.write(data, offset, length);
            }
            byte[] all = input.toByteArray();
            input.reset();
            try {
                return complete(all);
            } catch (BadPaddingException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new ProviderException(e);
            }
        }

        protected abstract byte[] complete(byte[] all) throws GeneralSecurityException;

        protected byte[] iv() {
            return ((IvParameterSpec) parameters).getIV();
        }

        protected byte[] run(
                String transformation, int opmode, Key with, @Nullable AlgorithmParameterSpec spec, byte[] in)
                throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance(transformation, sound);
            if (spec == null) {
                cipher.init(opmode, with);
            } else {
                cipher.init(opmode, with, spec);
            }
            return cipher.doFinal(in);
        }
    }

    /** Passes blocks on at once, as Monte Carlo tests want it. */
    abstract static class Passing extends BrokenCiphers.Base {
        protected @Nullable Cipher cipher;
        private final String transformation;

        Passing(Provider sound, String transformation) {
            super(sound);
            this.transformation = transformation;
        }

        protected Cipher fresh(int opmode, Key key, @Nullable AlgorithmParameterSpec params) {
            try {
                Cipher made = Cipher.getInstance(transformation, sound);
                if (params == null) {
                    made.init(opmode, key);
                } else {
                    made.init(opmode, key, params);
                }
                return made;
            } catch (GeneralSecurityException e) {
                throw new ProviderException(e);
            }
        }

        protected Cipher ready() {
            if (cipher == null) {
                throw new IllegalStateException("not initialised");
            }
            return cipher;
        }

        @Override
        protected byte[] engineUpdate(byte[] data, int offset, int length) {
            byte[] out = ready().update(data, offset, length);
            return out == null ? new byte[0] : out;
        }

        @Override
        protected byte[] engineDoFinal(byte @Nullable [] data, int offset, int length) {
            try {
                return data == null ? ready().doFinal() : ready().doFinal(data, offset, length);
            } catch (GeneralSecurityException e) {
                throw new ProviderException(e);
            }
        }
    }

    /** ECB whose second key has no effect. */
    static final class KeepsKey extends Passing {
        private int direction;

        KeepsKey(Provider sound) {
            super(sound, "AES/ECB/NoPadding");
        }

        @Override
        protected void engineInit(int opmode, Key key, SecureRandom random) {
            if (cipher == null || direction != opmode) {
                cipher = fresh(opmode, key, null);
            }
            direction = opmode;
        }

        @Override
        protected void engineInit(int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random) {
            engineInit(opmode, key, random);
        }
    }

    /** CBC that goes on with the chain of the message before where the key is the same. */
    static final class Chains extends Gathering {
        private byte[] chain = new byte[0];
        private byte[] chainKey = new byte[0];

        Chains(Provider sound) {
            super(sound);
        }

        @Override
        protected byte[] engineUpdate(byte[] data, int offset, int length) {
            super.engineUpdate(data, offset, length);
            return new byte[0];
        }

        @Override
        protected byte[] complete(byte[] all) throws GeneralSecurityException {
            boolean goesOn = chain.length > 0 && Arrays.equals(chainKey, key.getEncoded());
            byte[] iv = goesOn ? chain : iv();
            byte[] out = run("AES/CBC/NoPadding", mode, key, new IvParameterSpec(iv), all);
            byte[] ciphertext = mode == Cipher.ENCRYPT_MODE ? out : all;
            chain = ciphertext.length < 16
                    ? new byte[0]
                    : Arrays.copyOfRange(ciphertext, ciphertext.length - 16, ciphertext.length);
            chainKey = key.getEncoded();
            return out;
        }
    }

    /** CBC that looks at the last byte of the padding only, and forgives it. */
    static final class LenientCbc extends Gathering {
        LenientCbc(Provider sound) {
            super(sound);
        }

        @Override
        protected byte[] complete(byte[] all) throws GeneralSecurityException {
            if (mode == Cipher.ENCRYPT_MODE) {
                return run("AES/CBC/PKCS5Padding", mode, key, parameters, all);
            }
            byte[] padded = run("AES/CBC/NoPadding", mode, key, parameters, all);
            int padding = padded.length == 0 ? 0 : padded[padded.length - 1] & 0xff;
            return padding > padded.length ? padded : Arrays.copyOf(padded, padded.length - padding);
        }
    }

    /** CTR whose counter is the last four bytes. */
    static final class ShortCounter extends Gathering {
        ShortCounter(Provider sound) {
            super(sound);
        }

        @Override
        protected byte[] complete(byte[] all) throws GeneralSecurityException {
            ByteBuffer counter = ByteBuffer.wrap(iv());
            byte[] out = all.clone();
            for (int offset = 0; offset < all.length; offset += 16) {
                byte[] stream = run("AES/ECB/NoPadding", Cipher.ENCRYPT_MODE, key, null, counter.array());
                for (int i = 0; i < Math.min(16, all.length - offset); i++) {
                    out[offset + i] ^= stream[i];
                }
                counter.putInt(12, counter.getInt(12) + 1);
            }
            return out;
        }
    }

    /** CCM that decrypts and does not compare. Source of the rest: SP 800-38C §6, A.2. */
    static final class Ccm extends Gathering {
        Ccm(Provider sound) {
            super(sound);
        }

        @Override
        protected byte[] complete(byte[] all) throws GeneralSecurityException {
            byte[] nonce = ((GCMParameterSpec) parameters).getIV();
            int tagBytes = ((GCMParameterSpec) parameters).getTLen() / Byte.SIZE;
            byte[] counter = ByteBuffer.allocate(16)
                    .put((byte) (14 - nonce.length))
                    .put(nonce)
                    .array();
            if (mode == Cipher.DECRYPT_MODE) {
                byte[] padded = Encodings.concat(new byte[16], Arrays.copyOf(all, Math.max(0, all.length - tagBytes)));
                byte[] plaintext = run("AES/CTR/NoPadding", mode, key, new IvParameterSpec(counter), padded);
                return Arrays.copyOfRange(plaintext, 16, plaintext.length);
            }
            byte[] mac = Arrays.copyOf(mac(nonce, tagBytes, all), 16);
            byte[] sealed =
                    run("AES/CTR/NoPadding", mode, key, new IvParameterSpec(counter), Encodings.concat(mac, all));
            return Encodings.concat(Arrays.copyOfRange(sealed, 16, sealed.length), Arrays.copyOf(sealed, tagBytes));
        }

        private byte[] mac(byte[] nonce, int tagBytes, byte[] message) throws GeneralSecurityException {
            byte[] associated = aad.toByteArray();
            int flags = (associated.length > 0 ? 64 : 0) + 8 * ((tagBytes - 2) / 2) + (14 - nonce.length);
            ByteBuffer first = ByteBuffer.allocate(16).put((byte) flags).put(nonce);
            first.putShort(14, (short) message.length);
            byte[] length =
                    ByteBuffer.allocate(2).putShort((short) associated.length).array();
            byte[] header = associated.length > 0 ? padded(Encodings.concat(length, associated)) : new byte[0];
            byte[] out = run(
                    "AES/CBC/NoPadding",
                    Cipher.ENCRYPT_MODE,
                    key,
                    new IvParameterSpec(new byte[16]),
                    Encodings.concat(first.array(), header, padded(message)));
            return Arrays.copyOfRange(out, out.length - 16, out.length);
        }

        private static byte[] padded(byte[] data) {
            return Arrays.copyOf(data, (data.length + 15) / 16 * 16);
        }
    }

    /** XTS of whole blocks; with the mistake, every block has the tweak of the first. Source: IEEE 1619 §5.3. */
    static final class Xts extends Gathering {
        private final boolean keepsTweak;

        Xts(Provider sound, boolean keepsTweak) {
            super(sound);
            this.keepsTweak = keepsTweak;
        }

        @Override
        protected byte[] complete(byte[] all) throws GeneralSecurityException {
            byte[] keys = key.getEncoded();
            Key data = new SecretKeySpec(keys, 0, keys.length / 2, "AES");
            Key tweaks = new SecretKeySpec(keys, keys.length / 2, keys.length / 2, "AES");
            byte[] tweak = run("AES/ECB/NoPadding", Cipher.ENCRYPT_MODE, tweaks, null, iv());
            byte[] out = new byte[all.length];
            for (int offset = 0; offset < all.length; offset += 16) {
                byte[] block = xor(Arrays.copyOfRange(all, offset, offset + 16), tweak);
                byte[] done = xor(run("AES/ECB/NoPadding", mode, data, null, block), tweak);
                System.arraycopy(done, 0, out, offset, 16);
                tweak = keepsTweak ? tweak : doubled(tweak);
            }
            return out;
        }

        private static byte[] xor(byte[] a, byte[] b) {
            byte[] sum = a.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] ^= b[i];
            }
            return sum;
        }

        private static byte[] doubled(byte[] tweak) {
            byte[] twice = new byte[16];
            for (int i = 15; i >= 0; i--) {
                int carried = i == 0 ? 0 : (tweak[i - 1] & 0x80) >> 7;
                twice[i] = (byte) (tweak[i] << 1 | carried);
            }
            twice[0] ^= (byte) (tweak[15] < 0 ? 0x87 : 0);
            return twice;
        }
    }

    /** ChaCha20-Poly1305 that decrypts and does not compare. */
    static final class ChaCha extends Gathering {
        ChaCha(Provider sound) {
            super(sound);
        }

        @Override
        protected byte[] complete(byte[] all) throws GeneralSecurityException {
            boolean decrypt = mode == Cipher.DECRYPT_MODE;
            if (decrypt && all.length < 16) {
                throw new BadPaddingException("no tag");
            }
            // Encryption is its own inverse, and gives a new tag that nobody asked for.
            byte[] in = decrypt ? Arrays.copyOf(all, all.length - 16) : all;
            Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305", sound);
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
            cipher.updateAAD(aad.toByteArray());
            byte[] out = cipher.doFinal(in);
            return decrypt ? Arrays.copyOf(out, in.length) : out;
        }
    }
}
