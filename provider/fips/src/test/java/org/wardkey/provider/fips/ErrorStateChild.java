package org.wardkey.provider.fips;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.wardkey.provider.WardkeyProvider;

/** Puts the module into its error state while operations are open. */
final class ErrorStateChild {
    private ErrorStateChild() {}

    private interface Attempt {
        Object run() throws Exception;
    }

    private static void attempt(String name, Attempt attempt) {
        try {
            attempt.run();
            System.out.println(name + ": GAVE OUTPUT");
        } catch (Exception e) {
            System.out.println(name + ": " + e.getMessage());
        }
    }

    /**
     * Breaks the module.
     *
     * @param arguments the configuration
     */
    public static void main(String[] arguments) throws Exception {
        WardkeyProvider wardkey = (WardkeyProvider) new WardkeyProvider().configure(arguments[0]);
        MessageDigest digest = MessageDigest.getInstance("SHA-256", wardkey);
        digest.update(new byte[3]);
        Mac mac = Mac.getInstance("HmacSHA256", wardkey);
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        mac.update(new byte[3]);
        Signature signature = Signature.getInstance("SHA256withECDSA", wardkey);
        signature.initSign(
                KeyPairGenerator.getInstance("EC", wardkey).generateKeyPair().getPrivate());
        signature.update(new byte[3]);
        KeyStore store = KeyStore.getInstance("BCFKS", wardkey);

        Method breaking = loader().loadClass("org.bouncycastle.crypto.fips.FipsStatus")
                .getDeclaredMethod("moveToErrorStatus", String.class);
        breaking.setAccessible(true);
        try {
            breaking.invoke(null, "broken by a test");
        } catch (java.lang.reflect.InvocationTargetException e) {
            System.out.println("broken: " + e.getCause().getClass().getSimpleName());
        }

        attempt("digest", digest::digest);
        attempt("mac", mac::doFinal);
        attempt("signature", signature::sign);
        attempt("key store", () -> {
            store.load(new ByteArrayInputStream(new byte[100]), new char[20]);
            return store;
        });
        attempt(
                "random",
                () -> java.security.SecureRandom.getInstance("HashDRBG", wardkey)
                        .generateSeed(8));
        System.out.println("noted: " + wardkey.serviceIndicator().completed() + ", state: " + wardkey.state());
    }

    /** The module's own, of the process. */
    private static ClassLoader loader() throws Exception {
        Field loaded = BcFipsModule.class.getDeclaredField("LOADED");
        loaded.setAccessible(true);
        ModuleJar.Loaded only = (ModuleJar.Loaded)
                ((Map<?, ?>) loaded.get(null)).values().iterator().next();
        return only.provider().getClass().getClassLoader();
    }
}
