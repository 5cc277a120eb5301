package org.wardkey.provider.fips;

import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** An application with Bouncy Castle's ordinary jar, beside Wardkey as the first provider. */
final class ApplicationChild {
    private ApplicationChild() {}

    /**
     * Uses both.
     *
     * @param arguments the configuration
     */
    public static void main(String[] arguments) throws Exception {
        WardkeyProvider wardkey = (WardkeyProvider)
                new WardkeyProvider().configure(Path.of(arguments[0]).toString());
        Security.insertProviderAt(wardkey, 1);
        Security.addProvider(new BouncyCastleProvider());
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);

        Blake2bDigest blake = new Blake2bDigest(256);
        blake.update(bytes, 0, bytes.length);
        byte[] hash = new byte[32];
        blake.doFinal(hash, 0);
        byte[] sha3 = MessageDigest.getInstance("SHA3-256", "BC").digest(hash);

        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(KeyGenParameters.builder("gateway", Purpose.SIGN).build());
        var pair = generator.generateKeyPair();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(sha3);
        byte[] made = signature.sign();
        Signature verifier = Signature.getInstance("SHA256withECDSA", "BC");
        verifier.initVerify(pair.getPublic());
        verifier.update(sha3);
        System.out.println("signed by " + signature.getProvider().getName() + ", verified by BC: "
                + verifier.verify(made) + ", approved: "
                + (wardkey.serviceIndicator().completed() > 0) + ", engines: "
                + wardkey.administration().report().engines().keySet());
    }
}
