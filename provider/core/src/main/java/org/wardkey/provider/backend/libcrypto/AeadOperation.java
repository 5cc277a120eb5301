package org.wardkey.provider.backend.libcrypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;
import org.wardkey.nativebridge.libcrypto.AeadContext;
import org.wardkey.nativebridge.libcrypto.Libcrypto;
import org.wardkey.nativebridge.libcrypto.LibcryptoException;
import org.wardkey.provider.backend.CipherOperation;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.Mechanism.Family;

/**
 * What both directions of AES-GCM and ChaCha20-Poly1305 share: the context, which a next message under the same key uses
 * again, and the order of calls.
 */
abstract sealed class AeadOperation implements CipherOperation permits AeadEncryption, AeadDecryption {
    /** What libcrypto takes. SP 800-38D §5.2.1.1 allows 2^64 - 1 bits. */
    private static final int LONGEST_IV_BYTES = 128;

    private final Libcrypto libcrypto;
    private final AeadContext.Direction direction;
    private @Nullable AeadContext context;
    private @Nullable LibcryptoSecret key;
    private @Nullable Family family;
    private State state = State.OVER;
    private int tagSizeBytes;

    private enum State {
        TAKES_AAD,
        TAKES_TEXT,
        OVER
    }

    AeadOperation(Libcrypto libcrypto, AeadContext.Direction direction) {
        this.libcrypto = libcrypto;
        this.direction = direction;
    }

    /** Starts a message. */
    void start(LibcryptoSecret newKey, CipherParameters parameters) throws GeneralSecurityException {
        int ivBytes = parameters.iv().length;
        if (ivBytes == 0 || ivBytes > LONGEST_IV_BYTES) {
            throw new InvalidAlgorithmParameterException(
                    "Expected an IV of 1 to " + LONGEST_IV_BYTES + " bytes, got " + ivBytes + ".");
        }
        if (parameters.tagSizeBytes() < 12 || parameters.tagSizeBytes() > AeadContext.TAG_BYTES) {
            throw new InvalidAlgorithmParameterException(
                    "Expected a tag of 12 to 16 bytes, got " + parameters.tagSizeBytes() + ".");
        }
        state = State.OVER;
        try {
            newKey.requireOpen();
            keyed(newKey, parameters.mechanism().family()).start(direction, parameters.iv());
        } catch (LibcryptoException | IllegalStateException | IllegalArgumentException e) {
            throw new InvalidKeyException("libcrypto does not take the key: " + e.getMessage(), e);
        }
        tagSizeBytes = parameters.tagSizeBytes();
        state = State.TAKES_AAD;
    }

    private AeadContext keyed(LibcryptoSecret newKey, Family newFamily) {
        AeadContext present = context;
        if (present != null && key == newKey && family == newFamily) {
            return present;
        }
        close();
        AeadContext made = newKey.closing(
                newKey.use(bytes -> newFamily == Family.CHACHA20_POLY1305
                        ? AeadContext.chaCha20Poly1305(libcrypto, bytes)
                        : AeadContext.gcm(libcrypto, bytes)),
                AeadContext::close);
        context = made;
        key = newKey;
        family = newFamily;
        return made;
    }

    @Override
    public final void updateAad(byte[] input, int offset, int length) {
        if (state != State.TAKES_AAD) {
            throw new IllegalStateException("Expected associated data before any of the message.");
        }
        AeadContext present = context();
        try {
            present.updateAad(input, offset, length);
        } catch (LibcryptoException | IllegalStateException e) {
            throw failure(e);
        }
    }

    /** Notes that the message has begun. */
    final void takeText() {
        if (state == State.OVER) {
            throw new IllegalStateException("Expected a new start with an IV; the message is over.");
        }
        state = State.TAKES_TEXT;
    }

    final void end() {
        state = State.OVER;
    }

    final AeadContext context() {
        AeadContext present = context;
        if (present == null) {
            throw new IllegalStateException("The operation was closed.");
        }
        return present;
    }

    /** The context has a key schedule of its own, so a key that was destroyed would live on in it. */
    final void requireKey() {
        if (key != null) {
            key.requireOpen();
        }
    }

    final int tagSizeBytes() {
        return tagSizeBytes;
    }

    static void requireRoom(byte[] output, int offset, long needed) throws ShortBufferException {
        if (needed > output.length - offset) {
            throw new ShortBufferException(
                    "Expected room for " + needed + " bytes, got " + (output.length - offset) + ".");
        }
    }

    static ProviderException failure(RuntimeException cause) {
        return new ProviderException("libcrypto did not go on with the message: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        state = State.OVER;
        if (context != null) {
            context.close();
            context = null;
        }
        key = null;
    }
}
