package org.wardkey.provider.backend;

import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.ServiceLoader;

/**
 * The JDK's own providers as objects: asking the JCA by algorithm would come back to ourselves.
 *
 * <p>Found in the list of installed providers, or through the service loader if an administrator took
 * them off the list.
 */
public enum JdkProviders {
    /** Digests and random numbers. */
    SUN("SUN"),
    /** RSA signatures and keys. */
    SUN_RSA_SIGN("SunRsaSign"),
    /** Elliptic curves. */
    SUN_EC("SunEC"),
    /** Ciphers, codes and key wrapping. */
    SUN_JCE("SunJCE"),
    /** TLS and its managers. */
    SUN_JSSE("SunJSSE");

    private final String providerName;

    JdkProviders(String providerName) {
        this.providerName = providerName;
    }

    /**
     * Gives the provider.
     *
     * @return the provider object
     * @throws ProviderException if this JVM has no such provider
     */
    public Provider provider() {
        Provider installed = Security.getProvider(providerName);
        if (installed != null) {
            return installed;
        }
        for (Provider candidate : ServiceLoader.load(Provider.class, ClassLoader.getSystemClassLoader())) {
            if (candidate.getName().equals(providerName)) {
                return candidate;
            }
        }
        throw new ProviderException("Expected the JDK's provider " + providerName
                + "; it is neither in the list of java.security nor among the JVM's services.");
    }
}
