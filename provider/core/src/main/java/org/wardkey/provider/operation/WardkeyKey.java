package org.wardkey.provider.operation;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.Key;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A managed key: a handle, never the material.
 *
 * <p>{@link #getEncoded} and {@link #getFormat} are null and no subclass is an {@code ECPrivateKey},
 * {@code RSAPrivateKey} or the like, so no other provider can use it: that is what makes the key's
 * authorizations hold. Immutable but for {@link #destroyHandle}; thread-safe.
 */
public abstract sealed class WardkeyKey implements Key permits WardkeyPrivateKey, WardkeySecretKey {
    private static final long serialVersionUID = 1;

    private final transient KeyId id;
    private final transient String home;
    private final transient String token;
    private final transient String algorithm;
    private final transient KeyType type;
    private final transient Optional<Refusal> refusal;
    private final transient AtomicBoolean handleDestroyed = new AtomicBoolean();

    WardkeyKey(KeyId id, String home, String token, String algorithm, KeyType type, Optional<Refusal> refusal) {
        this.id = id;
        this.home = home;
        this.token = token;
        this.algorithm = algorithm;
        this.type = type;
        this.refusal = refusal;
    }

    /** @return the key's name for life */
    public KeyId id() {
        return id;
    }

    /** @return the canonical path of the Wardkey home that manages the key */
    public String home() {
        return home;
    }

    /** @return the token that holds the key */
    public String token() {
        return token;
    }

    /** @return the key's type */
    public KeyType type() {
        return type;
    }

    /** @return why every use of this key is refused: a generator that was denied returns such a key */
    public Optional<Refusal> refusal() {
        return refusal;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public @Nullable String getFormat() {
        return null;
    }

    @Override
    public byte @Nullable [] getEncoded() {
        return null;
    }

    /** Makes this object unusable; the key itself stays in its token. */
    final void destroyHandle() {
        handleDestroyed.set(true);
    }

    /** @return whether the holder destroyed this object */
    public boolean handleDestroyed() {
        return handleDestroyed.get();
    }

    /** By name and home; refused keys have no name, and are equal to nothing but themselves. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof WardkeyKey that
                        && refusal.isEmpty()
                        && that.refusal.isEmpty()
                        && id.equals(that.id)
                        && home.equals(that.home));
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Wardkey " + algorithm + " key " + id + " in token " + token;
    }

    private void writeObject(ObjectOutputStream stream) throws NotSerializableException {
        throw new NotSerializableException("A managed key stays in its token; store its alias instead.");
    }
}
