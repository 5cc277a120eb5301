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
import javax.crypto.BadPaddingException;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.GatedCipher;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedInvalidKeyException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;

/**
 * What the ciphers for messages share: the order of calls, buffers, wrapping, and that a key stream is used once. Not
 * thread-safe.
 */
public abstract sealed class GatedCipherSpi extends CipherSpi
        permits AesGcmCipherSpi, AesCcmCipherSpi, ChaCha20Poly1305CipherSpi, AesModeCipherSpi {
    private static final byte[] NOTHING = new byte[0];

    private final SpiContext context;
    private final String mode;
    private final String padding;
    private @Nullable GatedCipher cipher;
    private @Nullable SecretKey key;
    private @Nullable CipherParameters parameters;
    private Purpose purpose = Purpose.ENCRYPT;
    private byte[] usedIv = NOTHING;
    private @Nullable SecretKey usedKey;
    private @Nullable String refusedName;
    private boolean foreign;
    private boolean denied;
    private boolean textBegun;
    private boolean spent;
    private boolean over;
    private boolean fresh;

    GatedCipherSpi(SpiContext context, String mode, String padding) {
        this.context = context;
        this.mode = mode;
        this.padding = padding;
    }

    /**
     * Refuses plain keys from now on: not at {@code init}, which the JCA answers by going on to the next provider, but before
     * a message would give a result.
     *
     * @param name the algorithm that is refused, for messages
     */
    public final void refusePlainKeys(String name) {
        refusedName = name;
    }

    /** Takes a key of the cipher's, managed or plain. */
    abstract SecretKey requireKey(@Nullable Key candidate) throws InvalidKeyException;

    /** Reads what a caller gives. */
    abstract CipherParameters read(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException;

    /** Makes parameters for a caller who gives none, with a random IV where there is one. */
    abstract CipherParameters random(SecureRandom random);

    /** Encodes the parameters; null for a cipher that has none. */
    abstract @Nullable AlgorithmParameters encode(CipherParameters present) throws GeneralSecurityException;

    /** The class of parameters that {@link #read} takes. */
    abstract Class<? extends AlgorithmParameterSpec> specClass();

    /** Whether the key and an IV may encrypt one message only, and the IV is needed to decrypt. */
    abstract boolean onceOnly();

    /** Whether the cipher takes associated data. */
    abstract boolean authenticates();

    @Override
    protected void engineSetMode(String wanted) throws NoSuchAlgorithmException {
        if (refusedName != null) {
            // Whatever the mode is, it is refused: another provider must not be asked for it.
            foreign |= !mode.equalsIgnoreCase(wanted);
            return;
        }
        if (!mode.equalsIgnoreCase(wanted)) {
            throw new NoSuchAlgorithmException("Expected mode " + mode + ".");
        }
    }

    @Override
    protected void engineSetPadding(String wanted) throws NoSuchPaddingException {
        if (refusedName != null) {
            foreign |= !padding.equalsIgnoreCase(wanted);
            return;
        }
        if (!padding.equalsIgnoreCase(wanted)) {
            throw new NoSuchPaddingException("Expected " + padding + ".");
        }
    }

    @Override
    protected int engineGetBlockSize() {
        return 16;
    }

    @Override
    protected int engineGetOutputSize(int inputLength) {
        if (denied) {
            return Math.addExact(inputLength, 2 * engineGetBlockSize());
        }
        GatedCipher open = cipher;
        if (open == null) {
            throw new IllegalStateException("The Cipher was not initialised.");
        }
        return over
                ? requireParameters().outputSizeBytes(purpose.originating(), inputLength)
                : open.outputSizeBytes(inputLength);
    }

    private CipherParameters requireParameters() {
        CipherParameters present = parameters;
        if (present == null) {
            throw new IllegalStateException("The Cipher was not initialised.");
        }
        return present;
    }

    @Override
    protected byte @Nullable [] engineGetIV() {
        CipherParameters present = parameters;
        return present == null || present.iv().length == 0 ? null : present.iv().clone();
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
        CipherParameters present = parameters;
        try {
            return encode(present == null ? random(context.random()) : present);
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The cipher's parameters could not be encoded.", e);
        }
    }

    static byte[] randomBytes(SecureRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    protected void engineInit(int cipherMode, @Nullable Key newKey, @Nullable SecureRandom random)
            throws InvalidKeyException {
        Purpose wanted = CipherMode.purpose(cipherMode);
        if (isDenied(newKey)) {
            return;
        }
        CipherParameters made = random(context.ivSource(random));
        if (!wanted.originating() && made.iv().length > 0) {
            forget();
            throw new InvalidKeyException("Expected parameters with the IV to decrypt: a "
                    + specClass().getSimpleName() + ".");
        }
        try {
            init(wanted, newKey, made);
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException("A random IV was not taken.", e);
        }
    }

    @Override
    protected void engineInit(
            int cipherMode, @Nullable Key newKey, @Nullable AlgorithmParameterSpec spec, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (spec == null || isDenied(newKey)) {
            engineInit(cipherMode, newKey, random);
            return;
        }
        CipherParameters given;
        try {
            given = read(spec);
        } catch (InvalidAlgorithmParameterException e) {
            forget();
            throw e;
        }
        init(CipherMode.purpose(cipherMode), newKey, given);
    }

    @Override
    protected void engineInit(
            int cipherMode, @Nullable Key newKey, @Nullable AlgorithmParameters encoded, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (encoded == null || isDenied(newKey)) {
            engineInit(cipherMode, newKey, random);
            return;
        }
        try {
            engineInit(cipherMode, newKey, encoded.getParameterSpec(specClass()), random);
        } catch (InvalidParameterSpecException e) {
            forget();
            throw new InvalidAlgorithmParameterException(
                    "Expected parameters of this cipher, got those of " + encoded.getAlgorithm() + ".", e);
        }
    }

    /**
     * Of a refused algorithm every plain key and every parameter is taken, as the JCA would ask the next provider otherwise,
     * and nothing comes of it.
     */
    private boolean isDenied(@Nullable Key newKey) {
        denied = refusedName != null && (foreign || !(newKey instanceof WardkeyKey));
        if (denied) {
            forget();
            fresh = true;
        }
        return denied;
    }

    /** Should key or parameters not be taken, nothing is left that could go on with the message before. */
    private void forget() {
        cipher = null;
    }

    private void init(Purpose wanted, @Nullable Key newKey, CipherParameters newParameters)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        GatedCipher before = cipher;
        forget();
        SecretKey known = key;
        SecretKey checked = known != null && same(known, newKey) ? known : requireKey(newKey);
        boolean once = wanted.originating() && onceOnly();
        if (once
                && usedKey != null
                && Arrays.equals(usedIv, newParameters.iv())
                && CipherMode.isSame(usedKey, checked)) {
            throw new InvalidAlgorithmParameterException(
                    "Expected another IV: encrypting twice with one key and IV gives the key stream away.");
        }
        cipher = context.gate().cipher(wanted, checked, newParameters, before);
        if (once) {
            usedKey = checked;
            usedIv = newParameters.iv();
        }
        purpose = wanted;
        key = checked;
        parameters = newParameters;
        spent = false;
        over = false;
        textBegun = false;
        fresh = true;
    }

    @SuppressWarnings("ReferenceEquality") // only of the very object is it known that it was checked
    private static boolean same(SecretKey known, @Nullable Key newKey) {
        return known == newKey;
    }

    private GatedCipher requireOpen() {
        String refused = refusedName;
        if (denied && refused != null) {
            throw RefusingCipherSpi.denied("Cipher", refused);
        }
        GatedCipher open = cipher;
        if (open == null) {
            throw new IllegalStateException("The Cipher was not initialised.");
        }
        if (spent) {
            // SP 800-38D §8: one key and IV never serve two messages, so encryption needs a new init.
            throw new IllegalStateException("Expected a new init with another IV before the next message.");
        }
        return over ? restarted(open) : open;
    }

    /** The initialised state after a message, with the same IV; no earlier than it is needed. */
    private GatedCipher restarted(GatedCipher finished) {
        SecretKey same = key;
        if (same == null) {
            throw new IllegalStateException("The Cipher was not initialised.");
        }
        try {
            GatedCipher again = context.gate().cipher(purpose, same, requireParameters(), finished);
            cipher = again;
            over = false;
            return again;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The key was valid before.", e);
        }
    }

    private GatedCipher requireAuthenticating() {
        if (!authenticates()) {
            throw new UnsupportedOperationException("Expected a cipher that authenticates, got mode " + mode + ".");
        }
        if (textBegun) {
            throw new IllegalStateException("Expected associated data before any of the message.");
        }
        fresh = false;
        return requireOpen();
    }

    @Override
    protected void engineUpdateAAD(byte[] source, int offset, int length) {
        requireAuthenticating().updateAad(source, offset, length);
    }

    @Override
    protected void engineUpdateAAD(ByteBuffer source) {
        BufferedInput.forEachPart(source, requireAuthenticating()::updateAad);
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
        if (written == output.length) {
            return output;
        }
        byte[] shorter = Arrays.copyOf(output, written);
        Arrays.fill(output, (byte) 0);
        return shorter;
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        fresh = false;
        textBegun = true;
        return requireOpen().update(input, offset, length, output, outputOffset);
    }

    /** The superclass's wants room for the tag already. */
    @Override
    protected int engineUpdate(ByteBuffer input, ByteBuffer output) throws ShortBufferException {
        fresh = false;
        textBegun = true;
        GatedCipher open = requireOpen();
        int length = input.remaining();
        int needed = open.updateSizeBytes(length);
        CipherBuffers.requireRoom(needed, output.remaining());
        int written;
        if (input.hasArray() && output.hasArray()) {
            int from = input.arrayOffset() + input.position();
            int to = output.arrayOffset() + output.position();
            written = open.update(input.array(), from, length, output.array(), to);
            output.position(output.position() + written);
        } else {
            written = CipherBuffers.update(open, input.duplicate(), output, needed);
        }
        input.position(input.limit());
        return written;
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int length)
            throws BadPaddingException, IllegalBlockSizeException {
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
            throws ShortBufferException, BadPaddingException, IllegalBlockSizeException {
        CipherBuffers.requireRoom(engineGetOutputSize(length), output.length - outputOffset);
        return finish(input == null ? NOTHING : input, offset, length, output, outputOffset);
    }

    private int finish(byte[] input, int offset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, BadPaddingException, IllegalBlockSizeException {
        GatedCipher open = requireOpen();
        boolean ended = true;
        try {
            return open.finish(input, offset, length, output, outputOffset);
        } catch (ShortBufferException e) {
            ended = false;
            throw e;
        } catch (PolicyDeniedException e) {
            // Asked again, it says the same; an encryption that was denied used no IV.
            ended = !purpose.originating();
            throw e;
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The engine did not finish the message.", e);
        } finally {
            if (ended) {
                end();
            }
        }
    }

    /** Back to the initialised state: with the same IV, where it does not have to be another one. */
    private void end() {
        spent = purpose.originating() && onceOnly();
        over = true;
        textBegun = false;
        fresh = !spent;
    }

    @Override
    protected byte[] engineWrap(Key target) throws InvalidKeyException {
        requireFresh();
        requireAuthenticated(Purpose.WRAP);
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
        requireAuthenticated(Purpose.UNWRAP);
        try {
            return UnwrappedKeys.of(context, engineDoFinal(wrapped, 0, wrapped.length), algorithm, type);
        } catch (PolicyDeniedException e) {
            throw new PolicyDeniedInvalidKeyException(e);
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw new InvalidKeyException("The wrapped key does not authenticate.", e);
        }
    }

    /** Source: SP 800-38F §3.1: keys are wrapped by what authenticates them; without that, unwrapping is decrypting. */
    private void requireAuthenticated(Purpose asked) throws InvalidKeyException {
        if (!authenticates() && key instanceof WardkeyKey) {
            throw new PolicyDeniedInvalidKeyException(
                    new PolicyDeniedException(
                            new Refusal(
                                    RefusalCode.KEY_PURPOSE,
                                    "Asked to " + asked + " with AES in " + mode
                                            + " mode: a managed key wraps and unwraps keys with AES-KW, AES-KWP and what authenticates.")));
        }
    }

    private void requireFresh() {
        if (!fresh) {
            throw new IllegalStateException("Expected an init before a key is wrapped or unwrapped.");
        }
    }

    @Override
    protected int engineGetKeySize(Key candidate) throws InvalidKeyException {
        return CipherMode.sizeBits(requireKey(candidate));
    }
}
