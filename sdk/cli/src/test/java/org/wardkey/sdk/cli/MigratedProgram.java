package org.wardkey.sdk.cli;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import javax.net.ssl.KeyManagerFactory;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** Knows Wardkey by {@code java.security} alone: says who is first and who serves, and signs with a managed key. */
public final class MigratedProgram {
    private MigratedProgram() {}

    /** No arguments. */
    @SuppressWarnings("SystemOut") // a program of its own
    public static void main(String[] arguments) throws Exception {
        Provider[] providers = Security.getProviders();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(KeyGenParameters.builder("server", Purpose.SIGN).build());
        KeyPair pair = generator.generateKeyPair();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        int length = signature.sign().length;
        System.out.println("first " + providers[0].getName() + ", then " + providers[1].getName() + ", "
                + providers.length + " in all; signed by "
                + signature.getProvider().getName()
                + (length > 0 ? "" : " with nothing") + "; key managers "
                + KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm())
                        .getProvider()
                        .getName());
    }
}
