package org.wardkey.provider.spi;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.gate.JdkFactories;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedInvalidKeyException;
import org.wardkey.provider.operation.Purpose;

/**
 * {@code Cipher} RSA with OAEP. A public key encrypts and wraps, a private one decrypts and unwraps.
 * Every wrong ciphertext gives the same error. Not thread-safe.
 */
public final class OaepCipherSpi extends CipherSpi {
    private final SpiContext context;
    private final OAEPParameterSpec defaults;
    private OAEPParameterSpec parameters;
    private @Nullable Key key;
    private Purpose purpose = Purpose.ENCRYPT;
    private byte[] buffered = new byte[0];
    private int length;

    /**
     * Sets the SPI up.
     *
     * @param context what it needs
     * @param digest the hash function of the name; MGF1 has SHA-1 unless parameters say otherwise, as
     *     in the JDK
     */
    public OaepCipherSpi(SpiContext context, Digest digest) {
        this.context = context;
        this.defaults = new OAEPParameterSpec(
                digest.standardName(), "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
        this.parameters = defaults;
    }

    @Override
    protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
        throw new NoSuchAlgorithmException("The mode is part of the name: ECB.");
    }

    @Override
    protected void engineSetPadding(String padding) throws NoSuchPaddingException {
        throw new NoSuchPaddingException("The padding is part of the name.");
    }

    @Override
    protected int engineGetBlockSize() {
        return 0;
    }

    @Override
    protected int engineGetOutputSize(int inputLength) {
        return modulusBytes();
    }

    private int modulusBytes() {
        return modulusBytes(key);
    }

    private static int modulusBytes(@Nullable Key key) {
        return key instanceof RSAKey rsa ? (rsa.getModulus().bitLength() + 7) / 8 : 0;
    }

    @Override
    protected byte @Nullable [] engineGetIV() {
        return null;
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        try {
            AlgorithmParameters encoded = JdkFactories.parameters("OAEP");
            encoded.init(parameters);
            return encoded;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The OAEP parameters could not be encoded.", e);
        }
    }

    @Override
    protected void engineInit(int mode, @Nullable Key newKey, @Nullable SecureRandom random)
            throws InvalidKeyException {
        init(mode, newKey, defaults);
    }

    @Override
    protected void engineInit(
            int mode, @Nullable Key newKey, @Nullable AlgorithmParameterSpec given, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (given == null) {
            init(mode, newKey, defaults);
            return;
        }
        if (!(given instanceof OAEPParameterSpec oaep)
                || !"MGF1".equalsIgnoreCase(oaep.getMGFAlgorithm())
                || !(oaep.getMGFParameters() instanceof MGF1ParameterSpec mgf1)
                || !(oaep.getPSource() instanceof PSource.PSpecified)
                || unknown(oaep.getDigestAlgorithm())
                || unknown(mgf1.getDigestAlgorithm())) {
            forget();
            throw new InvalidAlgorithmParameterException(
                    "Expected an OAEPParameterSpec with MGF1, SHA-1 or SHA-2, and a label.");
        }
        init(mode, newKey, oaep);
    }

    private static boolean unknown(String digest) {
        return Digest.named(digest).filter(d -> d == Digest.SHA_1 || d.isSha2()).isEmpty();
    }

    @Override
    protected void engineInit(
            int mode, @Nullable Key newKey, @Nullable AlgorithmParameters given, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        try {
            engineInit(mode, newKey, given == null ? null : given.getParameterSpec(OAEPParameterSpec.class), random);
        } catch (InvalidParameterSpecException e) {
            throw new InvalidAlgorithmParameterException("Expected OAEP parameters.", e);
        }
    }

    private void init(int mode, @Nullable Key newKey, OAEPParameterSpec given) throws InvalidKeyException {
        forget();
        Purpose wanted = CipherMode.purpose(mode);
        boolean right = wanted.originating() ? newKey instanceof PublicKey : newKey instanceof PrivateKey;
        if (newKey == null
                || !right
                || KeyType.of(newKey).filter(t -> t == KeyType.RSA).isEmpty()) {
            throw new InvalidKeyException("Expected an RSA "
                    + (wanted.originating() ? "public key to encrypt or wrap" : "private key to decrypt or unwrap")
                    + ", got " + (newKey == null ? "none" : newKey.getClass().getSimpleName()) + ".");
        }
        int modulusBytes = modulusBytes(newKey);
        int most = modulusBytes - 2 * digest(given.getDigestAlgorithm()).sizeBytes() - 2;
        if (wanted.originating() && most < 0) {
            throw new InvalidKeyException("The modulus is too short for OAEP with " + given.getDigestAlgorithm() + ".");
        }
        key = newKey;
        purpose = wanted;
        parameters = given;
        buffered = new byte[modulusBytes];
    }

    /** Should an init fail, nothing is left that could go on with the key and the bytes before. */
    private void forget() {
        key = null;
        Arrays.fill(buffered, (byte) 0);
        length = 0;
    }

    private static Digest digest(String name) {
        return Digest.named(name).orElse(Digest.NONE);
    }

    @Override
    protected byte @Nullable [] engineUpdate(byte[] input, int offset, int count) {
        take(input, offset, count);
        return null;
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int count, byte[] output, int outputOffset) {
        take(input, offset, count);
        return 0;
    }

    /** Counts on beyond the modulus, so that too much input is seen at the end, and keeps what fits. */
    private void take(byte[] input, int offset, int count) {
        int room = Math.max(0, Math.min(count, buffered.length - length));
        System.arraycopy(input, offset, buffered, Math.min(length, buffered.length), room);
        length = Math.addExact(length, count);
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int count)
            throws IllegalBlockSizeException, BadPaddingException {
        if (input != null) {
            take(input, offset, count);
        }
        int total = length;
        length = 0;
        byte[] data = Arrays.copyOf(buffered, Math.min(total, buffered.length));
        Arrays.fill(buffered, (byte) 0);
        try {
            return transform(data, total);
        } finally {
            Arrays.fill(data, (byte) 0);
        }
    }

    private byte[] transform(byte[] data, int total) throws IllegalBlockSizeException, BadPaddingException {
        Key present = key;
        if (present == null) {
            throw new IllegalStateException("The Cipher was not initialised.");
        }
        Digest digest = digest(parameters.getDigestAlgorithm());
        int most = purpose.originating() ? modulusBytes() - 2 * digest.sizeBytes() - 2 : modulusBytes();
        if (total > most) {
            throw new IllegalBlockSizeException("Expected at most " + most + " bytes, got " + total + ".");
        }
        MGF1ParameterSpec mgf1 = (MGF1ParameterSpec) parameters.getMGFParameters();
        byte[] label = ((PSource.PSpecified) parameters.getPSource()).getValue();
        Mechanism mechanism = Mechanism.oaep(digest, digest(mgf1.getDigestAlgorithm()));
        try {
            return context.gate().oaep(purpose, present, mechanism, label, data);
        } catch (GeneralSecurityException e) {
            // Source: RFC 8017 §7.1.2 note: the errors must not be told apart. No cause either.
            throw new BadPaddingException("The ciphertext does not decrypt.");
        }
    }

    @Override
    protected int engineDoFinal(byte @Nullable [] input, int offset, int count, byte[] output, int outputOffset)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        int needed = modulusBytes();
        if (output.length - outputOffset < needed) {
            throw new ShortBufferException(
                    "Expected room for " + needed + " bytes, got " + (output.length - outputOffset) + ".");
        }
        byte[] result = engineDoFinal(input, offset, count);
        System.arraycopy(result, 0, output, outputOffset, result.length);
        int written = result.length;
        Arrays.fill(result, (byte) 0);
        return written;
    }

    @Override
    protected byte[] engineWrap(Key target) throws InvalidKeyException {
        try {
            return context.gate().export().lend(target, encoded -> engineDoFinal(encoded, 0, encoded.length));
        } catch (PolicyDeniedException e) {
            throw new PolicyDeniedInvalidKeyException(e);
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The key was not wrapped: " + e.getMessage(), e);
        }
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
            throws InvalidKeyException, NoSuchAlgorithmException {
        try {
            return UnwrappedKeys.of(context, engineDoFinal(wrapped, 0, wrapped.length), algorithm, type);
        } catch (PolicyDeniedException e) {
            throw new PolicyDeniedInvalidKeyException(e);
        } catch (IllegalBlockSizeException | BadPaddingException e) {
            throw new InvalidKeyException("The wrapped key does not decrypt.");
        }
    }

    @Override
    protected int engineGetKeySize(Key candidate) throws InvalidKeyException {
        if (candidate instanceof RSAKey rsa) {
            return rsa.getModulus().bitLength();
        }
        throw new InvalidKeyException("Expected an RSA key.");
    }
}
