package org.wardkey.provider.spi;

import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import javax.security.auth.DestroyFailedException;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.RawKeySpec;

/** A key of two: one of a curve, one of ML-KEM. */
public interface HybridKey extends Key {
    /** @return the curve and the parameter set */
    HybridGroup group();

    /** A public key; its encoding is the key share of TLS. Immutable. */
    final class Public implements PublicKey, HybridKey {
        private static final long serialVersionUID = 1;

        private final transient HybridGroup group;
        private final transient PublicKey point;
        private final transient PublicKey encapsulationKey;
        private final transient byte[] encoded;

        Public(HybridGroup group, PublicKey point, PublicKey encapsulationKey)
                throws java.security.GeneralSecurityException {
            this.group = group;
            this.point = point;
            this.encapsulationKey = encapsulationKey;
            this.encoded = group.encoding(point, encapsulationKey);
        }

        @Override
        public HybridGroup group() {
            return group;
        }

        PublicKey point() {
            return point;
        }

        PublicKey encapsulationKey() {
            return encapsulationKey;
        }

        @Override
        public String getAlgorithm() {
            return group.standardName();
        }

        @Override
        public String getFormat() {
            return RawKeySpec.FORMAT;
        }

        @Override
        public byte[] getEncoded() {
            return encoded.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Public key && key.group == group && Arrays.equals(key.encoded, encoded);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(encoded);
        }

        @Override
        public String toString() {
            return getAlgorithm() + " public key, " + encoded.length + " bytes";
        }

        private void writeObject(ObjectOutputStream stream) throws NotSerializableException {
            throw new NotSerializableException("Keep the bytes of getEncoded instead; KeyFactory reads them.");
        }

        @SuppressWarnings("UnusedVariable") // the signature is serialization's
        private void readObject(ObjectInputStream input) throws InvalidObjectException {
            throw new InvalidObjectException("Keys of hybrids are not serialized.");
        }
    }

    /** A private key, for one exchange of keys: it has no encoding. */
    final class Private implements PrivateKey, HybridKey {
        private static final long serialVersionUID = 1;

        private final transient HybridGroup group;
        private final transient PrivateKey scalar;
        private final transient PrivateKey decapsulationKey;
        private transient volatile boolean destroyed;

        Private(HybridGroup group, PrivateKey scalar, PrivateKey decapsulationKey) {
            this.group = group;
            this.scalar = scalar;
            this.decapsulationKey = decapsulationKey;
        }

        @Override
        public HybridGroup group() {
            return group;
        }

        PrivateKey scalar() {
            return scalar;
        }

        PrivateKey decapsulationKey() {
            return decapsulationKey;
        }

        @Override
        public String getAlgorithm() {
            return group.standardName();
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }

        /** Ends this key; the JDK's own classes of keys cannot be zeroed, and go when the collector takes them. */
        @Override
        public void destroy() {
            destroyed = true;
            for (PrivateKey part : new PrivateKey[] {scalar, decapsulationKey}) {
                try {
                    part.destroy();
                } catch (DestroyFailedException e) {
                    // That it cannot is said above. It is not used any more.
                    assert !part.isDestroyed();
                }
            }
        }

        @Override
        public boolean isDestroyed() {
            return destroyed;
        }

        @Override
        public String toString() {
            return getAlgorithm() + " private key";
        }

        private void writeObject(ObjectOutputStream stream) throws NotSerializableException {
            throw new NotSerializableException("A private key of " + getAlgorithm() + " is for one exchange.");
        }

        @SuppressWarnings("UnusedVariable") // the signature is serialization's
        private void readObject(ObjectInputStream input) throws InvalidObjectException {
            throw new InvalidObjectException("Keys of hybrids are not serialized.");
        }
    }
}
