package org.wardkey.sdk.cli;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import org.wardkey.provider.WardkeyProvider;

/**
 * A JVM beside others: knows nothing of Wardkey, has it loaded, has keys in a home, or has it in a class loader of an
 * application alone. Waits for its input to end.
 */
public final class HostProgram {
    private HostProgram() {}

    /** {@code plain}, {@code loaded} or {@code managed}, and a configuration; or {@code elsewhere} and a jar. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("elsewhere")) {
            System.out.println(application(arguments[1]).loadClass("org.wardkey.provider.WardkeyProvider"));
        } else if (!arguments[0].equals("plain")) {
            Wardkey.use(arguments[0], arguments[1]);
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {}
    }

    @SuppressWarnings("BanClassLoader") // what an application server does
    private static ClassLoader application(String jar) throws IOException {
        return new URLClassLoader(new URL[] {Path.of(jar).toUri().toURL()});
    }

    /** Of its own, so that the JVM that knows nothing loads nothing. */
    private static final class Wardkey {
        private static void use(String how, String config) throws Exception {
            Provider provider = new WardkeyProvider().configure(config);
            Security.insertProviderAt(provider, 1);
            if (how.equals("managed")) {
                KeyStore.getInstance("Wardkey", provider).load(null, null);
            } else {
                System.out.println(MessageDigest.getInstance("SHA-256").getProvider());
            }
        }
    }
}
