package org.wardkey.provider.gate;

import java.security.KeyRep;
import javax.crypto.SecretKey;
import org.wardkey.provider.operation.WardkeySecretKey;

/**
 * A password in a token, as a key of the JCA: its encoding is read each time that somebody asks for it, through the gate, with a record. Until then nothing is, so that
 * who only looks a key store through, as TLS does, gets no password. Holds no secret. Thread-safe.
 */
final class StoredPassword implements SecretKey {
    private static final long serialVersionUID = 1;

    private final transient KeyExport export;
    private final transient WardkeySecretKey handle;

    StoredPassword(KeyExport export, WardkeySecretKey handle) {
        this.export = export;
        this.handle = handle;
    }

    @Override
    public String getAlgorithm() {
        return handle.getAlgorithm();
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /**
     * Reads the password.
     *
     * @return the caller's own copy
     * @throws java.security.ProviderException if it may not be read now
     */
    @Override
    public byte[] getEncoded() {
        return export.password(handle);
    }

    /** As a plain key, which other key stores keep: it is read, and recorded, for that. */
    private Object writeReplace() {
        return new KeyRep(KeyRep.Type.SECRET, getAlgorithm(), getFormat(), getEncoded());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredPassword that && handle.equals(that.handle);
    }

    @Override
    public int hashCode() {
        return handle.hashCode();
    }

    @Override
    public String toString() {
        return "StoredPassword[" + handle + "]";
    }
}
