package org.wardkey.provider.backend.jdk;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.wardkey.provider.backend.EncapsulatedSecret;

/**
 * The JDK's key encapsulation. Behind an interface, since {@code javax.crypto.KEM} came with Java 21 and with later updates
 * of 17, and is not there when compiling for 17. Thread-safe.
 */
public interface JdkKem {
    /** Empty where the JVM, or the build of this jar, has no {@code javax.crypto.KEM}. */
    Optional<JdkKem> INSTANCE = find();

    private static Optional<JdkKem> find() {
        try {
            return Optional.of(Class.forName("org.wardkey.provider.backend.jdk.SunJceKem")
                    .asSubclass(JdkKem.class)
                    .getDeclaredConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException | LinkageError e) {
            // An older JVM, or a jar that was built with one.
            return Optional.empty();
        }
    }

    /**
     * Makes a shared secret for the owner of a public key.
     *
     * @param key the public key
     * @param random where the secret comes from
     * @return secret and ciphertext; the caller closes it
     * @throws GeneralSecurityException if the key is not valid
     */
    EncapsulatedSecret encapsulate(PublicKey key, SecureRandom random) throws GeneralSecurityException;

    /**
     * Recovers a shared secret.
     *
     * @param key the private key
     * @param ciphertext what came
     * @return the secret; the caller's
     * @throws GeneralSecurityException if key or ciphertext have a wrong length
     */
    byte[] decapsulate(PrivateKey key, byte[] ciphertext) throws GeneralSecurityException;
}
