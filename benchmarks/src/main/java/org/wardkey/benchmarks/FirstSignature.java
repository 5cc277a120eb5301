package org.wardkey.benchmarks;

import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** A process of its own: makes a key on the first run, signs with it on the others, and says so. */
public final class FirstSignature {
    private FirstSignature() {}

    /**
     * Signs once.
     *
     * @param arguments the configuration file
     * @throws Exception if it does not sign
     */
    @SuppressWarnings("SystemOut") // its answer
    public static void main(String[] arguments) throws Exception {
        Provider provider = new WardkeyProvider().configure(arguments[0]);
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        if (!store.containsAlias("first")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(KeyGenParameters.builder("first", Purpose.SIGN).build());
            generator.generateKeyPair();
        }
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initSign((PrivateKey) store.getKey("first", null));
        signature.update(new byte[32]);
        int length = signature.sign().length;
        System.out.println(length + " bytes");
    }
}
