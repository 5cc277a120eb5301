package org.wardkey.provider.spi;

import java.io.ByteArrayOutputStream;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedInvalidKeyException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/** {@code Cipher} AES/KW/NoPadding and AES/KWP/NoPadding, with the standard's own initial values. Not thread-safe. */
public final class KeyWrapCipherSpi extends CipherSpi {
    private final SpiContext context;
    private final Mechanism mechanism;
    private final WipedBuffer buffered = new WipedBuffer();
    private @Nullable SecretKey key;
    /** Whether an initial value was given: said at completion where the next provider must not be asked. */
    private boolean unserved;

    private Purpose purpose = Purpose.WRAP;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param mechanism KW or KWP
     */
    public KeyWrapCipherSpi(SpiContext context, Mechanism mechanism) {
        this.context = context;
        this.mechanism = mechanism;
    }

    @Override
    protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
        throw new NoSuchAlgorithmException("The mode is part of the name: " + mechanism + ".");
    }

    @Override
    protected void engineSetPadding(String padding) throws NoSuchPaddingException {
        throw new NoSuchPaddingException("The padding is part of the name: NoPadding.");
    }

    @Override
    protected int engineGetBlockSize() {
        return 8;
    }

    @Override
    protected int engineGetOutputSize(int inputLength) {
        int total = Math.addExact(buffered.size(), inputLength);
        return purpose.originating() ? Math.addExact((total + 7) / 8 * 8, 8) : Math.max(0, total - 8);
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
    protected void engineInit(int mode, @Nullable Key newKey, @Nullable SecureRandom random)
            throws InvalidKeyException {
        forget();
        purpose = CipherMode.purpose(mode);
        key = CipherMode.requireAes(newKey, 0);
    }

    /** Should an init fail, nothing is left that could go on with the key and the bytes before. */
    private void forget() {
        key = null;
        unserved = false;
        buffered.wipe();
    }

    @Override
    protected void engineInit(
            int mode, @Nullable Key newKey, @Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        boolean unknown = parameters != null;
        if (unknown && !context.approvedOnly()) {
            forget();
            throw new InvalidAlgorithmParameterException(
                    "Expected no parameters: " + mechanism + " has an initial value of its own.");
        }
        engineInit(mode, newKey, random);
        unserved = unknown;
    }

    @Override
    protected void engineInit(
            int mode, @Nullable Key newKey, @Nullable AlgorithmParameters parameters, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        boolean unknown = parameters != null;
        if (unknown && !context.approvedOnly()) {
            forget();
            throw new InvalidAlgorithmParameterException(
                    "Expected no parameters: " + mechanism + " has an initial value of its own.");
        }
        engineInit(mode, newKey, random);
        unserved = unknown;
    }

    @Override
    protected byte @Nullable [] engineUpdate(byte[] input, int offset, int length) {
        buffered.write(input, offset, length);
        return null;
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset) {
        buffered.write(input, offset, length);
        return 0;
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int length)
            throws IllegalBlockSizeException, BadPaddingException {
        if (input != null) {
            buffered.write(input, offset, length);
        }
        byte[] all = buffered.toByteArray();
        buffered.wipe();
        try {
            return purpose.originating() ? wrap(all) : unwrap(all);
        } finally {
            Arrays.fill(all, (byte) 0);
        }
    }

    private SecretKey requireKey() {
        if (unserved) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.SERVICE_NOT_APPROVED, "Asked for " + mechanism + " with an initial value."));
        }
        SecretKey present = key;
        if (present == null) {
            throw new IllegalStateException("The Cipher was not initialised.");
        }
        return present;
    }

    private byte[] wrap(byte[] plaintext) throws IllegalBlockSizeException {
        boolean padded = mechanism.family() == Family.AES_KWP;
        // SP 800-38F §5.3.1: KW takes at least two semiblocks; KWP any number of bytes from 1 on.
        if (padded ? plaintext.length == 0 : plaintext.length < 16 || plaintext.length % 8 != 0) {
            throw new IllegalBlockSizeException("Expected "
                    + (padded ? "at least 1 byte" : "a multiple of 8 bytes, at least 16") + " for " + mechanism
                    + ", got " + plaintext.length + ".");
        }
        try {
            return context.gate().wrap(requireKey(), mechanism, purpose, plaintext);
        } catch (IllegalBlockSizeException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The engine did not wrap.", e);
        }
    }

    private byte[] unwrap(byte[] wrapped) throws IllegalBlockSizeException, BadPaddingException {
        int least = mechanism.family() == Family.AES_KWP ? 16 : 24;
        if (wrapped.length < least || wrapped.length % 8 != 0) {
            throw new IllegalBlockSizeException("Expected a multiple of 8 bytes, at least " + least + ", for "
                    + mechanism + ", got " + wrapped.length + ".");
        }
        try {
            return context.gate().unwrap(requireKey(), mechanism, purpose, wrapped);
        } catch (GeneralSecurityException e) {
            BadPaddingException failed = new BadPaddingException("The wrapped bytes do not authenticate.");
            failed.initCause(e);
            throw failed;
        }
    }

    @Override
    protected int engineDoFinal(byte @Nullable [] input, int offset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        int needed = engineGetOutputSize(length);
        if (output.length - outputOffset < needed) {
            throw new ShortBufferException(
                    "Expected room for " + needed + " bytes, got " + (output.length - outputOffset) + ".");
        }
        byte[] result = engineDoFinal(input, offset, length);
        System.arraycopy(result, 0, output, outputOffset, result.length);
        int written = result.length;
        Arrays.fill(result, (byte) 0);
        return written;
    }

    @Override
    protected byte[] engineWrap(Key target) throws InvalidKeyException, IllegalBlockSizeException {
        try {
            return context.gate().export().lend(target, this::wrap);
        } catch (PolicyDeniedException e) {
            throw new PolicyDeniedInvalidKeyException(e);
        }
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        try {
            return UnwrappedKeys.of(context, unwrap(wrapped), algorithm, type);
        } catch (PolicyDeniedException e) {
            throw new PolicyDeniedInvalidKeyException(e);
        } catch (IllegalBlockSizeException | BadPaddingException e) {
            throw new InvalidKeyException("The wrapped key does not authenticate.", e);
        }
    }

    @Override
    protected int engineGetKeySize(Key candidate) throws InvalidKeyException {
        return CipherMode.sizeBits(CipherMode.requireAes(candidate, 0));
    }

    /** Input until it is wrapped; what growing left behind is the collector's. */
    private static final class WipedBuffer extends ByteArrayOutputStream {
        private void wipe() {
            Arrays.fill(buf, (byte) 0);
            reset();
        }
    }
}
