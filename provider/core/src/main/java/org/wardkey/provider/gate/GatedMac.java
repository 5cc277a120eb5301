package org.wardkey.provider.gate;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.MacOperation;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;

/**
 * Message authentication codes that pass the gate one by one. Refusals come from {@link #finish}. Not
 * thread-safe.
 */
public final class GatedMac {
    private final Passage passage;
    private final Key key;
    private final Mechanism mechanism;
    /** GMAC's and KMAC's; null for the others. */
    private final @Nullable AlgorithmParameterSpec parameters;

    private @Nullable Route route;
    private @Nullable MacOperation operation;
    private @Nullable ProviderException openingFailure;
    private long bytes;

    GatedMac(Passage passage, Key key, Mechanism mechanism, @Nullable AlgorithmParameterSpec parameters)
            throws InvalidKeyException {
        this.passage = passage;
        this.key = key;
        this.mechanism = mechanism;
        this.parameters = parameters;
        if (!(key instanceof WardkeyKey)) {
            openNow();
        }
    }

    private GatedMac(GatedMac that, @Nullable MacOperation copy) {
        this.passage = that.passage;
        this.key = that.key;
        this.mechanism = that.mechanism;
        this.parameters = that.parameters;
        this.route = that.route;
        this.operation = copy;
        this.openingFailure = that.openingFailure;
        this.bytes = that.bytes;
    }

    private void openNow() throws InvalidKeyException {
        try {
            Route found = passage.route(key, mechanism.family());
            route = found;
            if (found.managed() == null || found.managed().facts().state().permits(Purpose.VERIFY)) {
                operation = open(found);
            }
        } catch (ProviderException e) {
            openingFailure = e;
        }
    }

    private MacOperation open(Route found) throws InvalidKeyException {
        try {
            if (parameters instanceof IvParameterSpec gmac) {
                return found.engine().openGmac(found.key(), gmac.getIV());
            }
            return parameters instanceof KmacParameters kmac
                    ? found.engine().openKmac(found.key(), mechanism, kmac)
                    : found.engine().openMac(found.key(), mechanism);
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The engine does not take key or parameters.", e);
        }
    }

    private void open() {
        try {
            openNow();
        } catch (InvalidKeyException e) {
            openingFailure = new BackendException(
                    new Refusal(RefusalCode.ENGINE_FAILED, "The engine does not take the key's material."), e);
        }
    }

    /**
     * Takes a part of the message.
     *
     * @param input the bytes; not kept
     * @param offset the first byte
     * @param length how many bytes
     */
    public void update(byte[] input, int offset, int length) {
        if (route == null && openingFailure == null) {
            open();
        }
        bytes += length;
        if (operation != null) {
            operation.update(input, offset, length);
        }
    }

    /**
     * Computes the code, and is back at the start.
     *
     * @return the code
     * @throws org.wardkey.provider.operation.PolicyDeniedException if it is denied
     */
    public byte[] finish() {
        OperationRequest request = new OperationRequest(Purpose.MAC, mechanism, bytes);
        bytes = 0;
        if (route == null && openingFailure == null) {
            open();
        }
        ProviderException failure = openingFailure;
        if (failure != null) {
            if (route != null) {
                passage.failed(route, request);
            } else {
                passage.unserved(key, request, failure);
            }
            discard();
            throw failure;
        }
        Route open = route;
        if (open == null) {
            throw new IllegalStateException("Opening gave neither a route nor a failure.");
        }
        return run(open, request);
    }

    private byte[] run(Route open, OperationRequest request) {
        try {
            passage.requireBegun(key, open, request, operation != null);
            passage.pass(key, open, request, true);
        } catch (ProviderException e) {
            discard();
            throw e;
        }
        MacOperation ready = operation;
        if (ready == null) {
            passage.failed(open, request);
            discard();
            throw new PolicyDeniedException(Passage.usableMeanwhile(open));
        }
        try {
            return ready.finish();
        } catch (RuntimeException e) {
            passage.failed(open, request);
            discard();
            throw e;
        }
    }

    /** Forgets the message. */
    public void reset() {
        bytes = 0;
        if (operation == null || mechanism.family() == Family.AES_GMAC) {
            discard();
        } else {
            operation.reset();
        }
    }

    /** Releases what is open; what comes next begins again. */
    public void close() {
        discard();
    }

    private void discard() {
        if (operation != null) {
            operation.close();
        }
        operation = null;
        route = null;
        openingFailure = null;
        bytes = 0;
    }

    /**
     * Copies the state; the copy passes the gate by itself. What the key's state or a failure stands against is
     * copied too, and said by the copy's {@link #finish}.
     *
     * @return an operation that has taken the same message so far
     * @throws CloneNotSupportedException if the engine cannot
     */
    public GatedMac copy() throws CloneNotSupportedException {
        if (mechanism.family() == Family.AES_GMAC) {
            throw new CloneNotSupportedException("Two codes under one key and IV give the key away.");
        }
        MacOperation open = operation;
        return new GatedMac(this, open == null ? null : open.copy());
    }
}
