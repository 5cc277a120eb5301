package org.wardkey.provider.spi;

import java.lang.reflect.InvocationTargetException;
import java.security.NoSuchAlgorithmException;
import org.wardkey.provider.operation.Digest;

/** Makes the JCA's objects for derivation, whose classes came with Java 25 and are not there when compiling for 17. */
public final class KdfRows {
    private KdfRows() {}

    /**
     * Tells whether this Java has the JCA's classes, and this jar ours: they are in its overlay for Java 25.
     *
     * @return whether {@link #spi} can make something
     */
    public static boolean isSupported() {
        try {
            Class.forName("org.wardkey.provider.spi.RoutingKdfSpi", false, KdfRows.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /**
     * Makes one.
     *
     * @param context what it needs
     * @param row the name of the row
     * @param digest the hash function of HKDF; {@link Digest#NONE} for a row that takes a {@code KeyDerivation}
     * @return a {@code javax.crypto.KDFSpi}
     * @throws NoSuchAlgorithmException if this Java, or the build of this jar, has none; or if it is HKDF, which JSSE asks
     *     for, and nothing but a validated module may serve: its TLS has the JDK's over the module's HMAC then
     */
    public static Object spi(SpiContext context, String row, Digest digest) throws NoSuchAlgorithmException {
        if (context.approvedOnly()) {
            throw new NoSuchAlgorithmException("The module has no service for " + row + " that the JCA reaches.");
        }
        try {
            return Class.forName("org.wardkey.provider.spi.RoutingKdfSpi")
                    .getConstructor(SpiContext.class, String.class, Digest.class)
                    .newInstance(context, row, digest);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Expected a constructor that only stores.", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new NoSuchAlgorithmException(
                    "Expected Java 25 or later, and Wardkey's jar with its overlay for it.", e);
        }
    }
}
