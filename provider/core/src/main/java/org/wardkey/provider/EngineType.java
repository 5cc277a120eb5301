package org.wardkey.provider;

import java.security.InvalidParameterException;
import java.security.Key;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.RawKeySpec;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.spi.HybridKey;
import org.wardkey.provider.spi.LmsSignatureSpi;

/** A kind of JCA service, by its standard name, with the class that serves it. */
enum EngineType {
    ALGORITHM_PARAMETERS("AlgorithmParameters", "RoutingAlgorithmParametersSpi", false),
    CCM_PARAMETERS("AlgorithmParameters", "CcmParametersSpi", false),
    CIPHER_CCM("Cipher", "AesCcmCipherSpi", true),
    CIPHER_CHACHA20_POLY1305("Cipher", "ChaCha20Poly1305CipherSpi", true),
    CIPHER_GCM("Cipher", "AesGcmCipherSpi", true),
    CIPHER_KEY_WRAP("Cipher", "KeyWrapCipherSpi", true),
    CIPHER_MODE("Cipher", "AesModeCipherSpi", true),
    CIPHER_OAEP("Cipher", "OaepCipherSpi", true),
    HYBRID_KEM("KEM", "RoutingKemSpi", true),
    HYBRID_KEY_FACTORY("KeyFactory", "HybridKeyFactorySpi", false),
    HYBRID_KEY_PAIR_GENERATOR("KeyPairGenerator", "HybridKeyPairGenerator", false),
    KDF("KDF", "RoutingKdfSpi", false),
    KEM("KEM", "RoutingKemSpi", true),
    KEY_AGREEMENT("KeyAgreement", "RoutingKeyAgreementSpi", true),
    KEY_DERIVATION("SecretKeyFactory", "KeyDerivationSpi", false),
    KEY_FACTORY("KeyFactory", "RoutingKeyFactorySpi", false),
    KEY_GENERATOR("KeyGenerator", "RoutingKeyGeneratorSpi", false),
    KEY_MANAGER_FACTORY("KeyManagerFactory", "WardkeyKeyManagerFactorySpi", false),
    KEY_PAIR_GENERATOR("KeyPairGenerator", "RoutingKeyPairGenerator", false),
    KEY_STORE("KeyStore", "WardkeyKeyStoreSpi", false),
    LMS_SIGNATURE("Signature", "LmsSignatureSpi", true),
    MAC("Mac", "RoutingMacSpi", true),
    MESSAGE_DIGEST("MessageDigest", "RoutingMessageDigestSpi", false),
    MODULE_KEY_STORE("KeyStore", "BcFipsKeyStoreSpi", false),
    PASSWORD_KEY_FACTORY("SecretKeyFactory", "Pbkdf2SecretKeyFactorySpi", false),
    SECRET_KEY_FACTORY("SecretKeyFactory", "RoutingSecretKeyFactorySpi", false),
    SECURE_RANDOM("SecureRandom", "DrbgSecureRandomSpi", false),
    SIGNATURE("Signature", "RoutingSignatureSpi", true),
    TOKEN_RANDOM("SecureRandom", "TokenSecureRandomSpi", false),
    TRUST_MANAGER_FACTORY("TrustManagerFactory", "WardkeyTrustManagerFactorySpi", false);

    private final String jcaName;
    private final String className;
    private final boolean takesKeys;

    EngineType(String jcaName, String className, boolean takesKeys) {
        this.jcaName = jcaName;
        this.className = className;
        this.takesKeys = takesKeys;
    }

    String jcaName() {
        return jcaName;
    }

    String className() {
        String part = switch (this) {
            case KEY_STORE -> "keystore";
            case MODULE_KEY_STORE -> "fips";
            case KEY_MANAGER_FACTORY, TRUST_MANAGER_FACTORY -> "jsse";
            default -> "spi";
        };
        return "org.wardkey.provider." + part + "." + className;
    }

    /** Whether a key is one for a row: a managed one of the right type, or a plain one that we can read. */
    boolean supports(@Nullable Object parameter, Set<KeyType> types) {
        if (!takesKeys) {
            throw new InvalidParameterException("supportsParameter is not used with " + jcaName + ".");
        }
        if (parameter == null) {
            return true;
        }
        if (!(parameter instanceof Key key)) {
            throw new InvalidParameterException(
                    "Expected a Key, got " + parameter.getClass().getName() + ".");
        }
        if (key instanceof WardkeyKey managed) {
            return types.contains(managed.type());
        }
        if (this == HYBRID_KEM) {
            return key instanceof HybridKey || RawKeySpec.FORMAT.equals(key.getFormat());
        }
        if (this == LMS_SIGNATURE) {
            return LmsSignatureSpi.isOwn(key);
        }
        if (key.getFormat() == null) {
            return false;
        }
        // A plain secret key's algorithm is only a label: HMAC takes any bytes.
        return key instanceof SecretKey
                || KeyType.of(key).filter(types::contains).isPresent();
    }
}
