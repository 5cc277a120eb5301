package org.wardkey.provider.process;

import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import javax.net.ssl.SSLContext;

/** A program that knows of the JDK alone: signs, then asks for TLS, and says who served it. */
public final class UnmodifiedChild {
    private UnmodifiedChild() {}

    /** Prints a line for each step. */
    public static void main(String[] arguments) throws Exception {
        Provider first = Security.getProviders()[0];
        System.out.println("first " + first.getName());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate());
        System.out.println("signed by " + signature.getProvider().getName() + " " + (signature.sign().length > 60));
        System.out.println("tls " + SSLContext.getDefault().getProvider().getName());
    }
}
