package org.wardkey.provider.gate;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SignatureException;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;

/**
 * Signatures that pass the gate one by one. A managed key is opened at the first update; what goes
 * wrong there is kept and thrown by {@link #sign}, where a refusal belongs. Not thread-safe.
 */
public final class GatedSign {
    private static final String EXTERNAL_MU =
            "Asked to sign an external mu with a managed key: neither a policy nor the"
                    + " record could tell what is signed. Sign the message, or hash it first.";

    private final Passage passage;
    private final PrivateKey key;
    private final Mechanism mechanism;
    private final @Nullable ContextParameters parameters;
    /**
     * Why none is made, whatever comes: it is over SHA-1 with a plain key, and a validated module serves, which approves of that
     * no more (otherwise what an application signs with its own keys is its own affair; managed keys are the policy's); or it
     * is over external mu with a managed key.
     */
    private final @Nullable String refusal;

    private @Nullable Route route;
    private @Nullable SignOperation operation;
    private @Nullable Exception openingFailure;
    private @Nullable SignatureException messageFailure;
    private long bytes;

    /** @param parameters of EdDSA, ML-DSA and SLH-DSA; null for all else */
    GatedSign(Passage passage, PrivateKey key, Mechanism mechanism, @Nullable ContextParameters parameters)
            throws InvalidKeyException {
        this.passage = passage;
        this.key = key;
        this.mechanism = mechanism;
        this.parameters = parameters;
        if (key instanceof WardkeyKey) {
            refusal = parameters != null && parameters.isExternalMu() ? EXTERNAL_MU : null;
            return;
        }
        boolean unapproved = mechanism.isSha1Signature()
                && passage.engine(mechanism.family()).approved();
        refusal = unapproved ? mechanism.sha1Refusal() : null;
        if (!unapproved) {
            open();
            if (openingFailure instanceof InvalidKeyException invalid) {
                throw invalid;
            }
        }
    }

    private void open() {
        try {
            Route found = passage.route(key, mechanism.family(), parameters);
            route = found;
            if (found.managed() == null || found.managed().facts().state().permits(Purpose.VERIFY)) {
                operation = parameters == null
                        ? found.engine().openSign(found.key(), mechanism)
                        : found.engine().openSign(found.key(), mechanism, parameters);
            }
        } catch (InvalidKeyException | ProviderException e) {
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
        if (refusal != null) {
            return;
        }
        if (route == null && openingFailure == null) {
            open();
        }
        bytes += length;
        if (operation != null) {
            try {
                operation.update(input, offset, length);
            } catch (SignatureException e) {
                messageFailure = e;
                throw e;
            }
        }
    }

    /**
     * Signs the message, and is back at the start.
     *
     * @return the signature
     * @throws SignatureException if it is denied or cannot be made
     */
    public byte[] sign() throws SignatureException {
        OperationRequest request = new OperationRequest(Purpose.SIGN, mechanism, bytes);
        bytes = 0;
        if (refusal != null) {
            // Over SHA-1, a managed key's is denied, and recorded, with the other things that hold for every key.
            throw new PolicyDeniedSignatureException(
                    new PolicyDeniedException(new Refusal(RefusalCode.ALGORITHM_DENIED, refusal)));
        }
        SignatureException unsignable = messageFailure;
        if (unsignable != null) {
            discard();
            throw new SignatureException(unsignable.getMessage(), unsignable);
        }
        try {
            Route open = requireOpen(request);
            passage.requireBegun(key, open, request, operation != null);
            passage.pass(key, open, request, true);
            return run(open, request);
        } catch (PolicyDeniedException e) {
            discard();
            throw new PolicyDeniedSignatureException(e);
        } catch (ProviderException | InvalidKeyException e) {
            discard();
            throw new SignatureException(e.getMessage(), e);
        }
    }

    private Route requireOpen(OperationRequest request) throws InvalidKeyException {
        if (route == null && openingFailure == null) {
            open();
        }
        if (openingFailure != null && route != null) {
            passage.failed(route, request);
        } else if (openingFailure != null) {
            passage.unserved(key, request, openingFailure);
        }
        if (openingFailure instanceof InvalidKeyException invalid) {
            throw invalid;
        }
        if (openingFailure instanceof ProviderException failed) {
            throw failed;
        }
        if (route == null) {
            throw new IllegalStateException("Opening gave neither a route nor a failure.");
        }
        return route;
    }

    private byte[] run(Route open, OperationRequest request) throws SignatureException, InvalidKeyException {
        SignOperation ready = operation;
        if (ready == null) {
            // The key was not usable when the message began, and is now: what came before is not signed.
            passage.failed(open, request);
            discard();
            throw new PolicyDeniedSignatureException(new PolicyDeniedException(Passage.usableMeanwhile(open)));
        }
        try {
            return ready.sign();
        } catch (SignatureException | RuntimeException e) {
            passage.failed(open, request);
            discard();
            throw e;
        }
    }

    /** Forgets the message and what is open; the next message opens the key again. */
    public void discard() {
        if (operation != null) {
            operation.close();
        }
        operation = null;
        route = null;
        openingFailure = null;
        messageFailure = null;
        bytes = 0;
    }
}
