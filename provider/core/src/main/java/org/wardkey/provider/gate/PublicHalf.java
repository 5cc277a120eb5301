package org.wardkey.provider.gate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KeyAgreement;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.backend.PostQuantumKeys;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.secret.SecretBytes;

/** The public key that belongs to a private key, and whether a certificate does. */
final class PublicHalf {
    private PublicHalf() {}

    /** Has an engine tell whether two halves are a pair. */
    @FunctionalInterface
    interface PairTest {
        boolean isPair(KeyType type, SecretBytes pkcs8, byte[] publicKey);
    }

    /**
     * The public key of a private key that is to be imported: from the certificate if there is one, from the
     * private key itself where it tells.
     *
     * @param pkcs8 the private key; kept by the caller
     * @param pairTest for types that not every JDK has
     * @throws InvalidKeyException if nothing tells the public key, or the certificate is of another key
     */
    static byte[] of(KeyType type, PrivateKey key, SecretBytes pkcs8, List<Certificate> chain, PairTest pairTest)
            throws InvalidKeyException {
        if (chain.isEmpty()) {
            if (key instanceof RSAPrivateCrtKey rsa) {
                return rsa(rsa);
            }
            throw new InvalidKeyException(
                    "Expected a certificate chain with an imported " + type + " key: it tells the public key.");
        }
        PublicKey certified = certified(type, chain);
        byte[] publicKey = certified.getEncoded();
        boolean pair = PostQuantumKeys.has(type)
                ? pairTest.isPair(type, pkcs8, publicKey)
                : belongs(type, key, pkcs8, certified);
        if (!pair) {
            throw another();
        }
        return publicKey;
    }

    /**
     * Refuses a chain whose first certificate is of another key.
     *
     * @param publicKey the key's public key, as stored; empty for a secret key
     */
    static void requireOwn(KeyType type, byte[] publicKey, List<Certificate> chain) throws InvalidKeyException {
        if (chain.isEmpty()) {
            return;
        }
        if (!type.asymmetric()) {
            throw new InvalidKeyException("Expected no certificates with an " + type + " key, got a chain.");
        }
        PublicKey certified = chain.get(0).getPublicKey();
        try {
            if (!same(PlainKeys.publicKey(type, publicKey), certified)) {
                throw another();
            }
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The stored public key does not decode.", e);
        }
    }

    private static InvalidKeyException another() {
        return new InvalidKeyException("Expected a chain whose first certificate is of this key, got one of another.");
    }

    /** By their numbers: an RSA key is the same whether it is said to be for PSS or not. */
    private static boolean same(PublicKey own, PublicKey certified) {
        if (own instanceof RSAPublicKey a && certified instanceof RSAPublicKey b) {
            return a.getModulus().equals(b.getModulus())
                    && a.getPublicExponent().equals(b.getPublicExponent());
        }
        if (own instanceof ECPublicKey a && certified instanceof ECPublicKey b) {
            return KeyType.of(a).equals(KeyType.of(b)) && a.getW().equals(b.getW());
        }
        return Arrays.equals(own.getEncoded(), certified.getEncoded());
    }

    /** Encoded and decoded again: whoever parsed the certificate may have a class of its own. */
    private static PublicKey certified(KeyType type, List<Certificate> chain) throws InvalidKeyException {
        try {
            PublicKey certified =
                    PlainKeys.publicKey(type, chain.get(0).getPublicKey().getEncoded());
            if (KeyType.of(certified).filter(type::equals).isPresent()) {
                return certified;
            }
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The certificate does not hold a " + type + " key.", e);
        }
        throw new InvalidKeyException("The certificate does not hold a " + type + " key.");
    }

    private static byte[] rsa(RSAPrivateCrtKey key) throws InvalidKeyException {
        BigInteger modulus = key.getModulus();
        try {
            return PlainKeys.factory(KeyType.RSA)
                    .generatePublic(new RSAPublicKeySpec(modulus, key.getPublicExponent()))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The private key's modulus and exponent are no RSA key.", e);
        }
    }

    private static boolean belongs(KeyType type, PrivateKey key, SecretBytes pkcs8, PublicKey certified)
            throws InvalidKeyException {
        if (key instanceof RSAPrivateCrtKey rsa && certified instanceof RSAPublicKey other) {
            return rsa.getModulus().equals(other.getModulus())
                    && rsa.getPublicExponent().equals(other.getPublicExponent());
        }
        byte[] encoded = pkcs8.copy();
        try {
            PrivateKey own = PlainKeys.privateKey(type, encoded);
            return switch (type) {
                case EC_P256, EC_P384, EC_P521 -> agree("ECDH", own, certified, ((ECPublicKey) certified).getParams());
                case X25519, X448 -> agree("XDH", own, certified, new NamedParameterSpec(type.curve()));
                case ED25519, ED448 -> signs(type.curve(), JdkProviders.SUN_EC, own, certified);
                case RSA -> signs("SHA256withRSA", JdkProviders.SUN_RSA_SIGN, own, certified);
                default ->
                    throw new AssertionError("Expected a type of key pairs that every JDK has, got " + type + ".");
            };
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The private key and its certificate do not work together.", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** Both sides of an agreement with a third key come to the same secret only if they are a pair. */
    private static boolean agree(String algorithm, PrivateKey own, PublicKey certified, AlgorithmParameterSpec curve)
            throws GeneralSecurityException {
        KeyPairGenerator generator = PlainKeys.generator(certified.getAlgorithm());
        generator.initialize(curve);
        KeyPair third = generator.generateKeyPair();
        byte[] ours = secret(algorithm, own, third.getPublic());
        byte[] theirs = secret(algorithm, third.getPrivate(), certified);
        try {
            return Arrays.equals(ours, theirs);
        } finally {
            Arrays.fill(ours, (byte) 0);
            Arrays.fill(theirs, (byte) 0);
        }
    }

    private static byte[] secret(String algorithm, PrivateKey own, PublicKey peer) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance(algorithm, JdkProviders.SUN_EC.provider());
        agreement.init(own);
        agreement.doPhase(peer, true);
        return agreement.generateSecret();
    }

    private static boolean signs(String algorithm, JdkProviders provider, PrivateKey own, PublicKey certified)
            throws GeneralSecurityException {
        byte[] probe = "a probe of whether two keys are a pair".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(algorithm, provider.provider());
        signature.initSign(own);
        signature.update(probe);
        byte[] value = signature.sign();
        signature.initVerify(certified);
        signature.update(probe);
        return signature.verify(value);
    }
}
