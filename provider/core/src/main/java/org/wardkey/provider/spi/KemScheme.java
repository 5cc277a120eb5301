package org.wardkey.provider.spi;

import java.lang.reflect.InvocationTargetException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.wardkey.provider.backend.EncapsulatedSecret;

/**
 * A key encapsulation mechanism, apart from the JCA's classes for it, which came with Java 21 and with later updates of 17
 * and are not there when compiling for 17. Thread-safe.
 */
public interface KemScheme {
    /**
     * Makes the JCA's object.
     *
     * @param scheme what it computes
     * @return a {@code javax.crypto.KEMSpi}
     * @throws NoSuchAlgorithmException if this Java, or the build of this jar, has none
     */
    static Object spi(KemScheme scheme) throws NoSuchAlgorithmException {
        try {
            return Class.forName("org.wardkey.provider.spi.RoutingKemSpi")
                    .getConstructor(KemScheme.class)
                    .newInstance(scheme);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Expected a constructor that only stores.", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new NoSuchAlgorithmException(
                    "Expected a Java with javax.crypto.KEM: 21, or a later update of 17.", e);
        }
    }

    /**
     * Tells whether this Java has the JCA's classes, and this jar ours.
     *
     * @return whether {@link #spi} can make something
     */
    static boolean isSupported() {
        try {
            Class.forName("org.wardkey.provider.spi.RoutingKemSpi", false, KemScheme.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /**
     * Checks a public key.
     *
     * @param key any public key
     * @throws InvalidKeyException if it is none for the mechanism, or not a valid one
     */
    void requirePublic(PublicKey key) throws InvalidKeyException;

    /**
     * Checks a private key; does no I/O for a managed one.
     *
     * @param key a managed private key or a plain one
     * @return what recovers secrets with it
     * @throws InvalidKeyException if it is none for the mechanism, or a plain one that is not valid
     */
    Decapsulation decapsulation(PrivateKey key) throws InvalidKeyException;

    /**
     * The length of the shared secret.
     *
     * @param key a key that was checked
     * @return bytes
     */
    int secretBytes(Key key);

    /**
     * The length of the encapsulation.
     *
     * @param key a key that was checked
     * @return bytes
     */
    int encapsulationBytes(Key key);

    /**
     * Makes a shared secret.
     *
     * @param key a key that was checked
     * @return the secret and its encapsulation; the caller closes it
     * @throws GeneralSecurityException if the engine does not take the key
     */
    EncapsulatedSecret encapsulate(PublicKey key) throws GeneralSecurityException;

    /** Recovers shared secrets with one private key. Thread-safe. */
    @FunctionalInterface
    interface Decapsulation {
        /**
         * Recovers a shared secret.
         *
         * @param encapsulation of the right length
         * @return the secret; the caller wipes it
         * @throws GeneralSecurityException if the encapsulation is not one for the key, where the mechanism tells
         */
        byte[] decapsulate(byte[] encapsulation) throws GeneralSecurityException;
    }
}
