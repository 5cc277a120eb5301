package org.wardkey.provider.agent;

import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Security;
import java.security.Signature;
import javax.net.ssl.SSLContext;

/** An application that knows of the JDK alone. Its class is packed by itself. */
public final class Unmodified {
    private Unmodified() {}

    /** Prints a line for each step. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(
                "loader " + Unmodified.class.getClassLoader().getClass().getSimpleName());
        System.out.println("first " + Security.getProviders()[0].getName());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate());
        System.out.println("signed by " + signature.getProvider().getName() + " " + (signature.sign().length > 60));
        System.out.println("keys " + keys());
        System.out.println("tls " + SSLContext.getDefault().getProvider().getName());
    }

    private static String keys() throws Exception {
        try {
            KeyStore store = KeyStore.getInstance("Wardkey");
            store.load(null, null);
            return String.valueOf(store.size());
        } catch (KeyStoreException e) {
            return "none";
        } catch (IOException e) {
            return e.getMessage().substring(0, 7);
        }
    }
}
