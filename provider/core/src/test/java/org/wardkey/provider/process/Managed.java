package org.wardkey.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.OptionalLong;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** What the children and the tests do with managed keys, through the JCA alone. */
final class Managed {
    static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);

    private Managed() {}

    static WardkeyProvider provider(Object config) {
        return (WardkeyProvider) new WardkeyProvider().configure(config.toString());
    }

    static KeyPair generate(Provider provider, String alias, OptionalLong limit) throws GeneralSecurityException {
        KeyGenParameters.Builder parameters = KeyGenParameters.builder(alias, Purpose.SIGN);
        limit.ifPresent(parameters::maximumOperations);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(parameters.curve("secp256r1").build());
        return generator.generateKeyPair();
    }

    static KeyStore store(Provider provider) throws Exception {
        KeyStore store = KeyStore.getInstance("Wardkey", provider);
        store.load(null, null);
        return store;
    }

    static PrivateKey key(Provider provider, String alias) throws Exception {
        return (PrivateKey) store(provider).getKey(alias, null);
    }

    static byte[] sign(Provider provider, PrivateKey key) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initSign(key);
        signature.update(MESSAGE);
        return signature.sign();
    }

    static void verify(PublicKey key, byte[] signed) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(key);
        signature.update(MESSAGE);
        assertThat(signature.verify(signed)).isTrue();
    }

    /** The code in a refusal's message, or the whole of it. */
    static String code(Throwable refusal) {
        String message = String.valueOf(refusal.getMessage());
        int at = message.indexOf("WK-");
        return at < 0 ? refusal.toString() : message.substring(at, Math.min(message.length(), at + 7));
    }
}
