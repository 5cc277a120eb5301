package org.wardkey.provider.gate;

import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.backend.PlainKeys;

/** The JDK's own objects for what needs no engine of ours: encodings of parameters and of plain keys. */
public final class JdkFactories {
    private JdkFactories() {}

    /**
     * The JDK's parameters object for an algorithm.
     *
     * @param algorithm {@code EC}, {@code GCM}, {@code OAEP} or {@code RSASSA-PSS}
     * @return a new object
     * @throws NoSuchAlgorithmException if there is none
     */
    public static AlgorithmParameters parameters(String algorithm) throws NoSuchAlgorithmException {
        return PlainKeys.parameters(algorithm);
    }

    /**
     * The JDK's key factory for an algorithm.
     *
     * @param algorithm {@code EC}, {@code RSA}, {@code RSASSA-PSS}, {@code EdDSA}, {@code XDH} or a curve
     * @return a new object
     * @throws NoSuchAlgorithmException if there is none
     */
    public static KeyFactory keyFactory(String algorithm) throws NoSuchAlgorithmException {
        return PlainKeys.factory(algorithm);
    }

    /**
     * The JDK's key pair generator for an algorithm: for plain keys that we have no engine for.
     *
     * @param algorithm the algorithm
     * @return a new object
     * @throws NoSuchAlgorithmException if there is none
     */
    public static KeyPairGenerator generator(String algorithm) throws NoSuchAlgorithmException {
        return PlainKeys.generator(algorithm);
    }

    /**
     * The JDK's key managers, of the kind that it takes where nothing else is configured.
     *
     * @return a new object
     * @throws NoSuchAlgorithmException if there are none
     */
    public static KeyManagerFactory keyManagers() throws NoSuchAlgorithmException {
        return KeyManagerFactory.getInstance("SunX509", JdkProviders.SUN_JSSE.provider());
    }

    /**
     * The JDK's trust managers, of the kind that it takes where nothing else is configured.
     *
     * @return a new object
     * @throws NoSuchAlgorithmException if there are none
     */
    public static TrustManagerFactory trustManagers() throws NoSuchAlgorithmException {
        return TrustManagerFactory.getInstance("PKIX", JdkProviders.SUN_JSSE.provider());
    }
}
