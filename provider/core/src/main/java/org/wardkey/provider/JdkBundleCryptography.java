package org.wardkey.provider;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.BundleKey;

/** Hashes and verifies with the JDK's own providers, fetched as objects. Thread-safe. */
final class JdkBundleCryptography implements BundleCryptography {
    @Override
    public byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256", JdkProviders.SUN.provider())
                    .digest(data);
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The JDK's provider SUN has no SHA-256.", e);
        }
    }

    @Override
    public boolean verify(BundleKey key, byte[] message, byte[] signature) {
        Provider provider = JdkProviders.SUN_EC.provider();
        try {
            PublicKey publicKey = KeyFactory.getInstance(keyAlgorithm(key.type()), provider)
                    .generatePublic(new X509EncodedKeySpec(key.encoded()));
            if (publicKey instanceof ECPublicKey && !KeyType.of(publicKey).equals(Optional.of(KeyType.EC_P256))) {
                return false;
            }
            Signature verifier = Signature.getInstance(signatureAlgorithm(key.type()), provider);
            verifier.initVerify(publicKey);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // Key or signature do not decode: nothing that would be valid.
            return false;
        }
    }

    private static String keyAlgorithm(BundleKey.Type type) {
        return switch (type) {
            case ED25519 -> "Ed25519";
            case ECDSA_P256 -> "EC";
        };
    }

    private static String signatureAlgorithm(BundleKey.Type type) {
        return switch (type) {
            case ED25519 -> "Ed25519";
            case ECDSA_P256 -> "SHA256withECDSA";
        };
    }
}
