package org.wardkey.provider.backend.tpm;

import java.security.InvalidKeyException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.secret.SecretBytes;
import org.wardkey.tpm2.LoadedObject;
import org.wardkey.tpm2.structure.Public;
import org.wardkey.tpm2.structure.TpmFormatException;

/** A key in a TPM, loaded at its first use and as long as this process uses it. Thread-safe. */
final class TpmKey implements BackendKey {
    private final TpmDevice device;
    private final Optional<TpmWindows> windows;
    private final TpmBlob blob;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable LoadedObject loaded;
    private boolean closed;

    private TpmKey(TpmDevice device, Optional<TpmWindows> windows, TpmBlob blob) {
        this.device = device;
        this.windows = windows;
        this.blob = blob;
    }

    static TpmKey of(TpmDevice device, Optional<TpmWindows> windows, SecretBytes material) throws InvalidKeyException {
        try {
            return new TpmKey(device, windows, TpmBlob.read(material));
        } catch (TpmFormatException e) {
            throw new InvalidKeyException("The record's material is no key of a TPM: " + e.getMessage() + ".", e);
        }
    }

    Public area() {
        return blob.area();
    }

    /** What is done with the key in the TPM. */
    @FunctionalInterface
    interface Use<T> {
        T run(org.wardkey.tpm2.Tpm tpm, LoadedObject key, org.wardkey.tpm2.session.Authorization authorization);
    }

    /** Does something with it: one command, since the TPM runs one at a time anyway. */
    <T> T use(Use<T> use) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The key was closed.");
            }
            LoadedObject key = loaded == null ? device.load(blob) : loaded;
            loaded = key;
            TpmDevice.Command<T> command = (tpm, authorization) -> use.run(tpm, key, authorization);
            return TpmWindows.hold(blob.area())
                    ? windows().use(blob, command)
                    : device.authorized(blob.authValue(), command);
        } finally {
            lock.unlock();
        }
    }

    private TpmWindows windows() {
        return windows.orElseThrow(
                () -> new BackendException(
                        new Refusal(
                                RefusalCode.WINDOW_UNUSABLE,
                                "The key was made under an authority, and wardkey.conf names none for its token; its TPM asks for it.")));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            blob.close();
            if (loaded != null) {
                loaded.close();
                loaded = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
