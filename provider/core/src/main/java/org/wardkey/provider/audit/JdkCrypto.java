package org.wardkey.provider.audit;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.ServiceLoader;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The JDK's cryptography, by provider objects: what records the provider's work must not come back to the
 * provider, whatever the order of providers.
 */
final class JdkCrypto {
    private JdkCrypto() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256", provider("SUN"));
        } catch (GeneralSecurityException e) {
            throw new ProviderException("Expected SHA-256 from the JDK's provider SUN.", e);
        }
    }

    static Mac hmacSha256(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256", provider("SunJCE"));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new ProviderException("Expected HmacSHA256 from the JDK's provider SunJCE.", e);
        }
    }

    /** The JDK's provider of Ed25519. */
    static Provider sunEc() {
        return provider("SunEC");
    }

    private static Provider provider(String name) {
        Provider installed = Security.getProvider(name);
        if (installed != null) {
            return installed;
        }
        // An administrator may have taken it off the list.
        for (Provider candidate : ServiceLoader.load(Provider.class, ClassLoader.getSystemClassLoader())) {
            if (candidate.getName().equals(name)) {
                return candidate;
            }
        }
        throw new ProviderException("Expected the JDK's provider " + name
                + "; it is neither in the list of java.security nor among the JVM's services.");
    }
}
