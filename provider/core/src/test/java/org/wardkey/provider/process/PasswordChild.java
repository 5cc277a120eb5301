package org.wardkey.provider.process;

import java.io.IOException;
import java.security.KeyStore;
import java.util.OptionalLong;
import org.wardkey.provider.WardkeyProvider;

/** Uses a key of a token that a password opens, and says what came of it. */
public final class PasswordChild {
    private PasswordChild() {}

    /** Arguments: the configuration, and perhaps the password that the key store is loaded with, and a wrong one. */
    public static void main(String[] arguments) throws Exception {
        WardkeyProvider provider = Managed.provider(arguments[0]);
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        try {
            store.load(null, arguments.length > 1 ? arguments[1].toCharArray() : null);
            boolean known = store.containsAlias("pump");
            if (!known) {
                Managed.generate(provider, "pump", OptionalLong.empty());
            }
            int bytes = Managed.sign(provider, Managed.key(provider, "pump")).length;
            if (arguments.length > 2) {
                loadAgain(store, arguments[2]);
            }
            System.out.println("signed " + (known ? "again " : "first ") + (bytes > 0));
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                System.out.println("refused " + cause.getMessage());
            }
        }
    }

    private static void loadAgain(KeyStore store, String wrong) throws Exception {
        try {
            store.load(null, wrong.toCharArray());
            System.out.println("another password was taken");
        } catch (IOException e) {
            System.out.println("refused another password: " + e.getMessage());
        }
    }
}
