package org.wardkey.provider.spi;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.GatedCipher;
import org.wardkey.provider.gate.JdkFactories;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedInvalidKeyException;
import org.wardkey.provider.operation.Purpose;

/**
 * {@code Cipher} AES/GCM/NoPadding.
 *
 * <p>Encrypting twice with one key and IV is refused, as is a tag under 96 bits. Decryption gives no
 * plaintext before the tag was verified. Not thread-safe.
 */
public final class AesGcmCipherSpi extends CipherSpi {
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SMALLEST_TAG_BITS = 96;
    private static final byte[] NOTHING = new byte[0];

    private final SpiContext context;
    private final int fixedKeyBits;
    private @Nullable GatedCipher cipher;
    private @Nullable SecretKey key;
    private Purpose purpose = Purpose.ENCRYPT;
    private byte[] iv = NOTHING;
    private GCMParameterSpec parameters = new GCMParameterSpec(TAG_BITS, NOTHING);
    private byte[] usedIv = NOTHING;
    private @Nullable SecretKey usedKey;
    private boolean spent;
    private boolean fresh;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param fixedKeyBits the only size of key that the row takes; 0 for any
     */
    public AesGcmCipherSpi(SpiContext context, int fixedKeyBits) {
        this.context = context;
        this.fixedKeyBits = fixedKeyBits;
    }

    @Override
    protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
        if (!"GCM".equalsIgnoreCase(mode)) {
            throw new NoSuchAlgorithmException("Expected mode GCM.");
        }
    }

    @Override
    protected void engineSetPadding(String padding) throws NoSuchPaddingException {
        if (!"NoPadding".equalsIgnoreCase(padding)) {
            throw new NoSuchPaddingException("Expected NoPadding.");
        }
    }

    @Override
    protected int engineGetBlockSize() {
        return 16;
    }

    @Override
    protected int engineGetOutputSize(int inputLength) {
        GatedCipher open = cipher;
        if (open == null) {
            throw new IllegalStateException("The Cipher was not initialised.");
        }
        return open.outputSizeBytes(inputLength);
    }

    @Override
    protected byte @Nullable [] engineGetIV() {
        return iv.length == 0 ? null : iv.clone();
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        byte[] present = iv.length == 0 ? randomIv(context.random()) : iv;
        try {
            AlgorithmParameters encoded = JdkFactories.parameters("GCM");
            encoded.init(new GCMParameterSpec(parameters.getTLen(), present));
            return encoded;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The GCM parameters could not be encoded.", e);
        }
    }

    private static byte[] randomIv(SecureRandom random) {
        byte[] bytes = new byte[IV_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    protected void engineInit(int mode, @Nullable Key newKey, @Nullable SecureRandom random)
            throws InvalidKeyException {
        Purpose wanted = CipherMode.purpose(mode);
        if (!wanted.originating()) {
            throw new InvalidKeyException("Expected a GCMParameterSpec with the IV to decrypt.");
        }
        try {
            byte[] newIv = randomIv(context.ivSource(random));
            init(wanted, newKey, newIv, new GCMParameterSpec(TAG_BITS, newIv));
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException("A random IV was not taken.", e);
        }
    }

    @Override
    protected void engineInit(
            int mode, @Nullable Key newKey, @Nullable AlgorithmParameterSpec spec, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (spec == null) {
            engineInit(mode, newKey, random);
            return;
        }
        if (!(spec instanceof GCMParameterSpec gcm)) {
            throw new InvalidAlgorithmParameterException(
                    "Expected a GCMParameterSpec, got " + spec.getClass().getName() + ".");
        }
        byte[] newIv = gcm.getIV();
        // A class derived from it could give another IV to the engine than it gave to us.
        boolean itself = gcm.getClass() == GCMParameterSpec.class;
        init(CipherMode.purpose(mode), newKey, newIv, itself ? gcm : new GCMParameterSpec(gcm.getTLen(), newIv));
    }

    @Override
    protected void engineInit(
            int mode, @Nullable Key newKey, @Nullable AlgorithmParameters encoded, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (encoded == null) {
            engineInit(mode, newKey, random);
            return;
        }
        try {
            engineInit(mode, newKey, encoded.getParameterSpec(GCMParameterSpec.class), random);
        } catch (InvalidParameterSpecException e) {
            throw new InvalidAlgorithmParameterException("Expected GCM parameters.", e);
        }
    }

    private void init(Purpose wanted, @Nullable Key newKey, byte[] newIv, GCMParameterSpec newParameters)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        // Should key or parameters not be taken, nothing is left that could go on with the message before.
        GatedCipher before = cipher;
        cipher = null;
        SecretKey known = key;
        SecretKey checked = known != null && same(known, newKey) ? known : CipherMode.requireAes(newKey, fixedKeyBits);
        int newTagBits = newParameters.getTLen();
        // SP 800-38D §5.2.1.2: t may be any one of 128, 120, 112, 104, or 96; shorter tags are for others.
        if (newTagBits < SMALLEST_TAG_BITS || newTagBits > TAG_BITS || newTagBits % 8 != 0) {
            throw new InvalidAlgorithmParameterException(
                    "Expected a tag of 96, 104, 112, 120 or 128 bits, got " + newTagBits + ".");
        }
        if (newIv.length == 0) {
            throw new InvalidAlgorithmParameterException("Expected an IV of at least 1 byte, got none.");
        }
        if (wanted.originating()) {
            if (usedKey != null && Arrays.equals(usedIv, newIv) && usedKey.equals(checked)) {
                throw new InvalidAlgorithmParameterException(
                        "Expected another IV: encrypting twice with one key and IV gives the key stream away.");
            }
        }
        cipher = context.gate().gcm(wanted, checked, newIv, newParameters, before);
        if (wanted.originating()) {
            usedKey = checked;
            usedIv = newIv;
        }
        purpose = wanted;
        key = checked;
        iv = newIv;
        parameters = newParameters;
        spent = false;
        fresh = true;
    }

    @SuppressWarnings("ReferenceEquality") // only of the very object is it known that it was checked
    private static boolean same(SecretKey known, @Nullable Key newKey) {
        return known == newKey;
    }

    private GatedCipher requireOpen() {
        GatedCipher open = cipher;
        if (open == null) {
            throw new IllegalStateException("The Cipher was not initialised.");
        }
        if (spent) {
            // SP 800-38D §8: one key and IV never serve two messages, so encryption needs a new init.
            throw new IllegalStateException("Expected a new init with another IV before the next message.");
        }
        return open;
    }

    @Override
    protected void engineUpdateAAD(byte[] source, int offset, int length) {
        fresh = false;
        requireOpen().updateAad(source, offset, length);
    }

    @Override
    protected void engineUpdateAAD(ByteBuffer source) {
        fresh = false;
        BufferedInput.forEachPart(source, requireOpen()::updateAad);
    }

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
        byte[] output = new byte[requireOpen().updateSizeBytes(length)];
        try {
            return trimmed(output, engineUpdate(input, offset, length, output, 0));
        } catch (ShortBufferException e) {
            throw new ProviderException("The engine gave more than it had said.", e);
        }
    }

    private static byte[] trimmed(byte[] output, int written) {
        return written == output.length ? output : Arrays.copyOf(output, written);
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        fresh = false;
        return requireOpen().update(input, offset, length, output, outputOffset);
    }

    /** The superclass's wants room for the tag already. */
    @Override
    protected int engineUpdate(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
        fresh = false;
        GatedCipher open = requireOpen();
        int length = input.remaining();
        int needed = open.updateSizeBytes(length);
        requireRoom(needed, output.remaining());
        int written;
        if (input.hasArray() && output.hasArray()) {
            int from = input.arrayOffset() + input.position();
            int to = output.arrayOffset() + output.position();
            written = open.update(input.array(), from, length, output.array(), to);
            output.position(output.position() + written);
        } else {
            written = updateCopies(open, input.duplicate(), output, needed);
        }
        input.position(input.limit());
        return written;
    }

    private static int updateCopies(GatedCipher open, ByteBuffer input, ByteBuffer output, int needed)
            throws ShortBufferException {
        byte[] from = new byte[input.remaining()];
        byte[] to = new byte[needed];
        try {
            input.get(from);
            int written = open.update(from, 0, from.length, to, 0);
            output.put(to, 0, written);
            return written;
        } finally {
            Arrays.fill(from, (byte) 0);
            Arrays.fill(to, (byte) 0);
        }
    }

    private static void requireRoom(int needed, int room) throws ShortBufferException {
        if (room < needed) {
            throw new ShortBufferException("Expected room for " + needed + " bytes, got " + room + ".");
        }
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int length)
            throws AEADBadTagException, IllegalBlockSizeException {
        byte[] output = new byte[engineGetOutputSize(length)];
        try {
            int written = finish(input == null ? NOTHING : input, offset, length, output, 0);
            return trimmed(output, written);
        } catch (ShortBufferException e) {
            throw new ProviderException("The engine gave more than it had said.", e);
        }
    }

    @Override
    protected int engineDoFinal(byte @Nullable [] input, int offset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, AEADBadTagException, IllegalBlockSizeException {
        requireRoom(engineGetOutputSize(length), output.length - outputOffset);
        return finish(input == null ? NOTHING : input, offset, length, output, outputOffset);
    }

    private int finish(byte[] input, int offset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, AEADBadTagException, IllegalBlockSizeException {
        GatedCipher open = requireOpen();
        boolean over = true;
        try {
            return open.finish(input, offset, length, output, outputOffset);
        } catch (ShortBufferException e) {
            over = false;
            throw e;
        } catch (PolicyDeniedException e) {
            // Asked again, it says the same; an encryption that was denied used no IV.
            over = !purpose.originating();
            throw e;
        } catch (AEADBadTagException | IllegalBlockSizeException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The engine did not finish the message.", e);
        } finally {
            if (over) {
                end();
            }
        }
    }

    /** Back to the initialised state: for decryption with the same IV, for encryption only after a new init. */
    private void end() {
        if (purpose.originating()) {
            spent = true;
            return;
        }
        SecretKey same = key;
        if (same == null) {
            return;
        }
        try {
            cipher = context.gate().gcm(purpose, same, iv, parameters, cipher);
            fresh = true;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The key was valid before.", e);
        }
    }

    @Override
    protected byte[] engineWrap(Key target) throws InvalidKeyException {
        requireFresh();
        try {
            return context.gate().export().lend(target, encoded -> engineDoFinal(encoded, 0, encoded.length));
        } catch (PolicyDeniedException e) {
            throw new PolicyDeniedInvalidKeyException(e);
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The key was not wrapped.", e);
        }
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        requireFresh();
        try {
            return UnwrappedKeys.of(context, engineDoFinal(wrapped, 0, wrapped.length), algorithm, type);
        } catch (PolicyDeniedException e) {
            throw new PolicyDeniedInvalidKeyException(e);
        } catch (AEADBadTagException | IllegalBlockSizeException e) {
            throw new InvalidKeyException("The wrapped key does not authenticate.", e);
        }
    }

    private void requireFresh() {
        if (!fresh) {
            throw new IllegalStateException("Expected an init before a key is wrapped or unwrapped.");
        }
    }

    @Override
    protected int engineGetKeySize(Key candidate) throws InvalidKeyException {
        SecretKey checked = CipherMode.requireAes(candidate, fixedKeyBits);
        return CipherMode.sizeBits(checked);
    }
}
