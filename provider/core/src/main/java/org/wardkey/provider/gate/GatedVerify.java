package org.wardkey.provider.gate;

import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SignatureException;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;

/**
 * Verifications. Public keys are plain: there is nothing to decide but whether an engine passed its
 * self-test, and that is said by {@link #verify}. Not thread-safe.
 */
public final class GatedVerify {
    private final Passage passage;
    private final PublicKey key;
    private final Mechanism mechanism;
    private final @Nullable ContextParameters parameters;
    private @Nullable VerifyOperation operation;
    private @Nullable ProviderException openingFailure;

    /** @param parameters of EdDSA, ML-DSA and SLH-DSA; null for all else */
    GatedVerify(Passage passage, PublicKey key, Mechanism mechanism, @Nullable ContextParameters parameters)
            throws InvalidKeyException {
        this.passage = passage;
        this.key = key;
        this.mechanism = mechanism;
        this.parameters = parameters;
        open();
    }

    private void open() throws InvalidKeyException {
        try {
            Route route = passage.route(key, mechanism.family(), parameters);
            operation = parameters == null
                    ? route.engine().openVerify(route.key(), mechanism)
                    : route.engine().openVerify(route.key(), mechanism, parameters);
            openingFailure = null;
        } catch (ProviderException e) {
            openingFailure = e;
        }
    }

    /**
     * Takes a part of the message.
     *
     * @param input the bytes; not kept
     * @param offset the first byte
     * @param length how many bytes
     * @throws SignatureException if the message is too long for the mechanism
     */
    public void update(byte[] input, int offset, int length) throws SignatureException {
        if (operation != null) {
            operation.update(input, offset, length);
        }
    }

    /**
     * Verifies, and is back at the start.
     *
     * @param signature the signature
     * @return whether it is one of the message
     * @throws SignatureException if no engine may verify, or it does not have the form of a signature
     */
    public boolean verify(byte[] signature) throws SignatureException {
        VerifyOperation ready = operation;
        if (ready == null) {
            throw denied();
        }
        try {
            return ready.verify(signature);
        } catch (SignatureException | RuntimeException e) {
            discard();
            throw e;
        }
    }

    private SignatureException denied() {
        ProviderException failure = openingFailure;
        if (failure instanceof PolicyDeniedException denied) {
            return new PolicyDeniedSignatureException(denied);
        }
        return new SignatureException(
                failure == null ? "The verification could not be opened." : failure.getMessage(), failure);
    }

    /** Forgets the message. */
    public void discard() {
        if (operation != null) {
            operation.close();
            operation = null;
        }
        try {
            open();
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("The key was valid before.", e);
        }
    }
}
