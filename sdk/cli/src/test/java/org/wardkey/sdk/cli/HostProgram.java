package org.wardkey.sdk.cli;

import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import org.wardkey.provider.WardkeyProvider;

/** A JVM beside others: knows nothing of Wardkey, has it loaded, or has keys in a home. Waits for its input to end. */
public final class HostProgram {
    private HostProgram() {}

    /** {@code plain}, {@code loaded} or {@code managed}, and a configuration. */
    public static void main(String[] arguments) throws Exception {
        if (!arguments[0].equals("plain")) {
            Wardkey.use(arguments[0], arguments[1]);
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {}
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
