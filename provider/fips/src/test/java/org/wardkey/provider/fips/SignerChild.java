package org.wardkey.provider.fips;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import org.wardkey.provider.WardkeyProvider;

/** Signs with a key of the home, or with a plain one of its own, as the only thing that it does. */
final class SignerChild {
    private SignerChild() {}

    /**
     * Signs.
     *
     * @param arguments the configuration; the key's alias, empty for a plain key
     */
    public static void main(String[] arguments) throws Exception {
        WardkeyProvider wardkey = (WardkeyProvider) new WardkeyProvider().configure(arguments[0]);
        Signature signature = Signature.getInstance("SHA256withECDSA", wardkey);
        signature.initSign(arguments[1].isEmpty() ? plain(wardkey) : managed(wardkey, arguments[1]));
        signature.update(new byte[100]);
        System.out.println("signed: " + (signature.sign().length > 60));
    }

    private static PrivateKey plain(WardkeyProvider wardkey) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("EC", wardkey).generateKeyPair();
        return pair.getPrivate();
    }

    private static PrivateKey managed(WardkeyProvider wardkey, String alias) throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", wardkey);
        store.load(null, null);
        return (PrivateKey) store.getKey(alias, null);
    }
}
