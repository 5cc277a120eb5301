package org.wardkey.provider.gate;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;

/**
 * One message through a cipher. The operation passes the gate before its first output; every further
 * part takes its bytes off the key's limits before it is processed. Not thread-safe.
 */
public final class GatedCipher {
    private final Passage passage;
    private final Key key;
    private Purpose purpose;
    private CipherParameters parameters;
    private @Nullable Route route;
    private @Nullable CipherOperation operation;
    private @Nullable ProviderException openingFailure;
    private boolean passed;

    private GatedCipher(Passage passage, Purpose purpose, Key key, CipherParameters parameters) {
        this.passage = passage;
        this.purpose = purpose;
        this.key = key;
        this.parameters = parameters;
    }

    static GatedCipher open(
            Passage passage, Purpose purpose, Key key, CipherParameters parameters, @Nullable GatedCipher spent)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        boolean managed = key instanceof WardkeyKey;
        GatedCipher cipher = !managed && spent != null && spent.serves(key)
                ? spent.again(purpose, parameters)
                : new GatedCipher(passage, purpose, key, parameters);
        if (!managed) {
            try {
                cipher.openNow(spent == null ? null : spent.operation);
            } catch (ProviderException e) {
                cipher.openingFailure = e;
            } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new InvalidAlgorithmParameterException("The engine does not take the parameters.", e);
            }
        }
        return cipher;
    }

    /** Whether this has a way to an engine for a plain key: the same for all its messages. */
    @SuppressWarnings("ReferenceEquality") // another object may be another key by the time it is used
    private boolean serves(Key wanted) {
        return key == wanted && route != null && route.managed() == null;
    }

    private GatedCipher again(Purpose newPurpose, CipherParameters newParameters) {
        purpose = newPurpose;
        parameters = newParameters;
        openingFailure = null;
        return this;
    }

    private void openNow(@Nullable CipherOperation spent) throws GeneralSecurityException {
        Route found = route == null ? passage.route(key, parameters.mechanism().family()) : route;
        route = found;
        if (found.managed() != null && !found.managed().facts().state().permits(Purpose.VERIFY)) {
            return;
        }
        operation = purpose.originating()
                ? found.engine().openEncrypt(found.key(), parameters, spent)
                : found.engine().openDecrypt(found.key(), parameters, spent);
    }

    private void open() {
        if (route != null || openingFailure != null) {
            return;
        }
        try {
            openNow(null);
        } catch (ProviderException e) {
            openingFailure = e;
        } catch (GeneralSecurityException e) {
            openingFailure = new BackendException(
                    new Refusal(RefusalCode.ENGINE_FAILED, "The engine does not take key or parameters."), e);
        }
    }

    /**
     * Takes associated data.
     *
     * @param input the bytes; not kept
     * @param offset the first byte
     * @param length how many bytes
     */
    public void updateAad(byte[] input, int offset, int length) {
        open();
        if (operation != null) {
            operation.updateAad(input, offset, length);
        }
    }

    /**
     * Takes a part of the message.
     *
     * @param input the bytes; not kept
     * @param inputOffset the first byte
     * @param length how many bytes
     * @param output receives what can be given already
     * @param outputOffset where in it
     * @return how many bytes were given
     * @throws ShortBufferException if the output is too short
     * @throws org.wardkey.provider.operation.PolicyDeniedException if it is denied
     */
    public int update(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException {
        requireRoom(length, output.length - outputOffset);
        CipherOperation ready = pass(length, false);
        try {
            return ready.update(input, inputOffset, length, output, outputOffset);
        } catch (RuntimeException e) {
            failed(length);
            throw e;
        }
    }

    /** Before anything is counted: the caller may come again with more room. */
    private void requireRoom(int length, int room) throws ShortBufferException {
        int needed = updateSizeBytes(length);
        if (room < needed) {
            throw new ShortBufferException("Expected room for " + needed + " bytes, got " + room + ".");
        }
    }

    /**
     * Tells how much {@link #update} will give.
     *
     * @param length how many bytes it will take
     * @return the room that it wants; 0 if it will be denied
     */
    public int updateSizeBytes(int length) {
        open();
        return operation == null ? 0 : operation.updateSizeBytes(length);
    }

    private OperationRequest request(int length) {
        return new OperationRequest(purpose, parameters.mechanism(), length);
    }

    private void failed(int length) {
        if (route != null) {
            passage.failed(route, request(length));
        }
    }

    /**
     * Takes the last part and finishes.
     *
     * @param input the bytes; not kept
     * @param inputOffset the first byte
     * @param length how many bytes
     * @param output receives the rest
     * @param outputOffset where in it
     * @return how many bytes were given
     * @throws ShortBufferException if the output is too short
     * @throws GeneralSecurityException if the tag, the padding or the length is wrong
     * @throws org.wardkey.provider.operation.PolicyDeniedException if it is denied
     */
    public int finish(byte[] input, int inputOffset, int length, byte[] output, int outputOffset)
            throws ShortBufferException, GeneralSecurityException {
        CipherOperation ready = pass(length, true);
        try {
            return ready.finish(input, inputOffset, length, output, outputOffset);
        } catch (ShortBufferException e) {
            throw e;
        } catch (GeneralSecurityException | RuntimeException e) {
            failed(length);
            throw e;
        }
    }

    /**
     * Every completion passes: between a message's parts its key may have been suspended, or its window may have
     * ended, and all of a plaintext comes out at the end. What was denied once stays denied: a part is missing.
     */
    private CipherOperation pass(int length, boolean completing) {
        open();
        ProviderException failure = openingFailure;
        if (failure != null) {
            if (route == null) {
                passage.unserved(key, request(length), failure);
            }
            throw failure;
        }
        Route open = route;
        if (open == null) {
            throw new IllegalStateException("Opening gave neither a route nor a failure.");
        }
        if (open.managed() != null && (!passed || length > 0 || completing)) {
            try {
                passage.requireBegun(key, open, request(length), operation != null);
                passage.pass(key, open, request(length), !passed);
            } catch (ProviderException e) {
                openingFailure = e;
                throw e;
            }
            passed = true;
        }
        CipherOperation ready = operation;
        if (ready == null) {
            failed(length);
            throw new PolicyDeniedException(Passage.usableMeanwhile(open));
        }
        return ready;
    }

    /**
     * Tells how long the output can be.
     *
     * @param length how many bytes more will be taken
     * @return the largest number of bytes that the next call gives
     */
    public int outputSizeBytes(int length) {
        open();
        if (operation != null) {
            return operation.outputSizeBytes(length);
        }
        return parameters.outputSizeBytes(purpose.originating(), length);
    }

    /** Releases what is open. */
    public void close() {
        if (operation != null) {
            operation.close();
        }
    }
}
