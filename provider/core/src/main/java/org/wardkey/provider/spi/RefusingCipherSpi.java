package org.wardkey.provider.spi;

import java.security.AlgorithmParameters;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.CipherSpi;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedInvalidKeyException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;

/**
 * {@code Cipher} of an algorithm that the policy denies in the whole JVM and Wardkey does not have. It takes every key and mode,
 * since the JCA would go on to the next provider otherwise, and refuses at the first byte. Not thread-safe.
 */
public final class RefusingCipherSpi extends CipherSpi {
    private final String name;

    /**
     * Sets the SPI up.
     *
     * @param name the algorithm that is refused, for messages
     */
    public RefusingCipherSpi(String name) {
        this.name = name;
    }

    /**
     * Says that an algorithm is refused in the whole JVM.
     *
     * @param service the kind of service
     * @param name the algorithm
     * @return the denial
     */
    static PolicyDeniedException denied(String service, String name) {
        return new PolicyDeniedException(new Refusal(
                RefusalCode.ALGORITHM_DENIED,
                service + " " + name + " is refused in this JVM: wardkey.refusedServices of java.security names it."));
    }

    private PolicyDeniedException denied() {
        return denied("Cipher", name);
    }

    @Override
    protected void engineSetMode(String mode) {
        // Whatever the mode is, it is refused.
    }

    @Override
    protected void engineSetPadding(String padding) {
        // Whatever the padding is, it is refused.
    }

    @Override
    protected int engineGetBlockSize() {
        return 0;
    }

    @Override
    protected int engineGetOutputSize(int inputSizeBytes) {
        return inputSizeBytes;
    }

    @Override
    protected int engineGetKeySize(Key key) {
        return 0;
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
    protected void engineInit(int mode, Key key, SecureRandom random) {
        // Nothing may be thrown here: the next provider would take over.
    }

    @Override
    protected void engineInit(int mode, Key key, @Nullable AlgorithmParameterSpec parameters, SecureRandom random) {
        // Nothing may be thrown here: the next provider would take over.
    }

    @Override
    protected void engineInit(int mode, Key key, @Nullable AlgorithmParameters parameters, SecureRandom random) {
        // Nothing may be thrown here: the next provider would take over.
    }

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
        throw denied();
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset) {
        throw denied();
    }

    @Override
    protected void engineUpdateAAD(byte[] input, int offset, int length) {
        throw denied();
    }

    @Override
    protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int length) {
        throw denied();
    }

    @Override
    protected int engineDoFinal(byte @Nullable [] input, int offset, int length, byte[] output, int outputOffset) {
        throw denied();
    }

    @Override
    protected byte[] engineWrap(Key key) throws InvalidKeyException {
        throw new PolicyDeniedInvalidKeyException(denied());
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type) throws InvalidKeyException {
        throw new PolicyDeniedInvalidKeyException(denied());
    }
}
