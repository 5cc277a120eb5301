package org.wardkey.provider.backend;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.PublicKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.EdDsaParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.secret.SecretBytes;

/**
 * An engine: it computes, and decides nothing. Every method refuses by default, so an engine overrides
 * what it has and the router passes over the rest. Thread-safe; the operations that it opens are not.
 */
public interface KeyBackend {
    /** @return the engine's name as it stands in records and in {@code doctor}: {@code jdk}, {@code libcrypto} */
    String name();

    /** @return what the engine is, with its version */
    String description();

    /** @return whether the engine is a validated module that lets nothing but approved services through */
    default boolean approved() {
        return false;
    }

    /**
     * Tells whether the engine serves an algorithm on this machine.
     *
     * @param family the algorithm
     * @return whether it does
     */
    boolean offers(Family family);

    /**
     * Tells whether the timing of an algorithm is claimed not to depend on secrets.
     *
     * @param family the algorithm
     * @return whether the engine's makers claim that
     */
    default boolean constantTime(Family family) {
        return false;
    }

    /**
     * Takes over the material of a managed key.
     *
     * @param type the key's type
     * @param algorithm the JCA's name of the key's algorithm
     * @param material PKCS#8 or raw bytes; copied, the caller keeps it
     * @return the key in this engine
     * @throws InvalidKeyException if the material is not one of a valid key
     */
    default BackendKey adopt(KeyType type, String algorithm, SecretBytes material) throws InvalidKeyException {
        throw refuse("keys of type " + type);
    }

    /**
     * Makes a plain key usable; what that costs is remembered for as long as the key object lives.
     *
     * @param key a key with an encoding
     * @return the key in this engine; not to be closed by the caller
     * @throws InvalidKeyException if it is not a valid key of a type that this engine has
     */
    default BackendKey plain(Key key) throws InvalidKeyException {
        throw refuse("plain keys");
    }

    /**
     * Opens a hash.
     *
     * @param digest the hash function
     * @return a new object
     */
    default MessageDigest digest(Digest digest) {
        throw refuse("digests");
    }

    /**
     * Opens a signature.
     *
     * @param key the private key
     * @param mechanism how
     * @return the operation
     * @throws InvalidKeyException if the key is too small for the mechanism
     */
    default SignOperation openSign(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        throw refuse("signatures");
    }

    /**
     * Opens a signature of ML-DSA or SLH-DSA.
     *
     * @param key the private key
     * @param mechanism how
     * @param parameters what is signed
     * @return the operation
     * @throws InvalidKeyException if the key is not one for the mechanism
     * @throws ProviderException if the engine only signs messages without a context string
     */
    default SignOperation openSign(BackendKey key, Mechanism mechanism, ContextParameters parameters)
            throws InvalidKeyException {
        requirePure(parameters);
        return openSign(key, mechanism);
    }

    /**
     * Tells whether the engine is one to ask for signatures with parameters. Those of EdDSA are not part of an engine's EdDSA
     * unless it says so here; those of ML-DSA and SLH-DSA are asked for with the key, and refused then.
     *
     * @param family the algorithm
     * @param parameters what is signed
     * @return whether the engine is
     */
    default boolean offers(Family family, ContextParameters parameters) {
        return offers(family) && !(parameters instanceof EdDsaParameters);
    }

    /**
     * Opens a verification of ML-DSA or SLH-DSA; as {@link #openSign(BackendKey, Mechanism, ContextParameters)}.
     *
     * @param key the public key
     * @param mechanism how
     * @param parameters what was signed
     * @return the operation
     * @throws InvalidKeyException if the key is not one for the mechanism
     */
    default VerifyOperation openVerify(BackendKey key, Mechanism mechanism, ContextParameters parameters)
            throws InvalidKeyException {
        requirePure(parameters);
        return openVerify(key, mechanism);
    }

    private void requirePure(ContextParameters parameters) {
        if (!parameters.isDefault()) {
            throw new ProviderException(
                    "Expected an engine that has signatures with context strings, hash functions and"
                            + " external mu, got " + name() + ", which has them without. OpenSSL 3.5 has it.");
        }
    }

    /**
     * Opens a verification.
     *
     * @param key the public key
     * @param mechanism how
     * @return the operation
     * @throws InvalidKeyException if the key is too small for the mechanism
     */
    default VerifyOperation openVerify(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        throw refuse("verification");
    }

    /**
     * Opens a message authentication code.
     *
     * @param key the secret key
     * @param mechanism how
     * @return the operation
     * @throws InvalidKeyException if the key is not one for it
     */
    default MacOperation openMac(BackendKey key, Mechanism mechanism) throws InvalidKeyException {
        throw refuse("message authentication codes");
    }

    /**
     * Opens a GMAC, which serves one message: two under one IV would give the key away.
     *
     * @param key the AES key
     * @param iv the initialisation vector; not kept by the caller, not written to
     * @return the operation
     * @throws GeneralSecurityException if key or IV are not valid
     */
    default MacOperation openGmac(BackendKey key, byte[] iv) throws GeneralSecurityException {
        return new GmacOperation(openEncrypt(key, CipherParameters.gcm(iv, GmacOperation.MAC_BYTES), null));
    }

    /**
     * Opens a KMAC.
     *
     * @param key the secret key
     * @param mechanism KMAC128 or KMAC256
     * @param parameters length of the code and customization string
     * @return the operation
     * @throws GeneralSecurityException if the engine does not take key or parameters
     */
    default MacOperation openKmac(BackendKey key, Mechanism mechanism, KmacParameters parameters)
            throws GeneralSecurityException {
        throw refuse(mechanism.toString());
    }

    /**
     * Opens an encryption.
     *
     * @param key the secret key
     * @param parameters which cipher, IV and tag size
     * @param spent an operation of this engine that is over and may be used again; null if there is none
     * @return the operation
     * @throws GeneralSecurityException if key or parameters are not valid
     */
    default CipherOperation openEncrypt(BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        throw refuse(parameters.mechanism().toString());
    }

    /**
     * Opens a decryption.
     *
     * @param key the secret key
     * @param parameters which cipher, IV and tag size
     * @param spent an operation of this engine that is over and may be used again; null if there is none
     * @return the operation
     * @throws GeneralSecurityException if key or parameters are not valid
     */
    default CipherOperation openDecrypt(BackendKey key, CipherParameters parameters, @Nullable CipherOperation spent)
            throws GeneralSecurityException {
        throw refuse(parameters.mechanism().toString());
    }

    /**
     * Wraps the bytes of a key.
     *
     * @param keyEncryptionKey the AES key
     * @param mechanism KW or KWP
     * @param plaintext the bytes; for KW a multiple of 8, at least 16
     * @return the wrapped bytes; the caller's
     * @throws GeneralSecurityException if the length is not one for the mechanism
     */
    default byte[] wrap(BackendKey keyEncryptionKey, Mechanism mechanism, byte[] plaintext)
            throws GeneralSecurityException {
        throw refuse("key wrapping");
    }

    /**
     * Unwraps the bytes of a key.
     *
     * @param keyEncryptionKey the AES key
     * @param mechanism KW or KWP
     * @param wrapped the wrapped bytes
     * @return the bytes; the caller's, who wipes them
     * @throws GeneralSecurityException if the integrity check fails
     */
    default byte[] unwrap(BackendKey keyEncryptionKey, Mechanism mechanism, byte[] wrapped)
            throws GeneralSecurityException {
        throw refuse("key wrapping");
    }

    /**
     * Encrypts with RSAES-OAEP.
     *
     * @param key the public key
     * @param mechanism hash functions
     * @param label the label; usually empty
     * @param plaintext at most the modulus' length less twice the hash's less 2 bytes
     * @return the ciphertext; the caller's
     * @throws GeneralSecurityException if the plaintext is too long
     */
    default byte[] oaepEncrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] plaintext)
            throws GeneralSecurityException {
        throw refuse("RSAES-OAEP");
    }

    /**
     * Decrypts with RSAES-OAEP.
     *
     * @param key the private key
     * @param mechanism hash functions
     * @param label the label; usually empty
     * @param ciphertext as long as the modulus
     * @return the plaintext; the caller's, who wipes it
     * @throws GeneralSecurityException one and the same for every way in which the ciphertext is wrong
     */
    default byte[] oaepDecrypt(BackendKey key, Mechanism mechanism, byte[] label, byte[] ciphertext)
            throws GeneralSecurityException {
        throw refuse("RSAES-OAEP");
    }

    /**
     * Agrees on a shared secret.
     *
     * @param key our private key
     * @param mechanism ECDH, X25519 or X448
     * @param peer the other's public key; checked to be on the curve
     * @return the shared secret Z: the x-coordinate, big-endian and as long as the field, or RFC
     *     7748's output; the caller's, who wipes it
     * @throws GeneralSecurityException if the peer's key is not valid for ours
     */
    default byte[] agree(BackendKey key, Mechanism mechanism, PublicKey peer) throws GeneralSecurityException {
        throw refuse("key agreement");
    }

    /**
     * Makes a shared secret for the owner of a public key.
     *
     * @param publicKey the other's public key
     * @param mechanism ML-KEM with the key's parameter set
     * @return the shared secret and its ciphertext; the caller closes it
     * @throws GeneralSecurityException if the key does not pass the checks of the standard
     */
    default EncapsulatedSecret encapsulate(BackendKey publicKey, Mechanism mechanism) throws GeneralSecurityException {
        throw refuse("key encapsulation");
    }

    /**
     * Recovers a shared secret.
     *
     * @param key our private key
     * @param mechanism ML-KEM with the key's parameter set
     * @param ciphertext as long as the parameter set says
     * @return the shared secret; another one that nobody knows if the ciphertext was not made for this key (implicit
     *     rejection, without a difference in time); the caller's, who wipes it
     * @throws GeneralSecurityException if the ciphertext has another length
     */
    default byte[] decapsulate(BackendKey key, Mechanism mechanism, byte[] ciphertext) throws GeneralSecurityException {
        throw refuse("key encapsulation");
    }

    /**
     * Makes a key pair.
     *
     * @param type the type
     * @param sizeBits the size for RSA; not looked at for the others
     * @return material and public key
     * @throws GeneralSecurityException if the engine cannot
     */
    default GeneratedKey generatePair(KeyType type, int sizeBits) throws GeneralSecurityException {
        throw refuse("key pair generation");
    }

    /**
     * Makes a key pair for some purposes, which the engine sees to if it can.
     *
     * @param type the type
     * @param sizeBits the size for RSA; not looked at for the others
     * @param purposes what it will be for
     * @return material and public key
     * @throws GeneralSecurityException if the engine cannot
     */
    default GeneratedKey generatePair(KeyType type, int sizeBits, Set<Purpose> purposes)
            throws GeneralSecurityException {
        return generatePair(type, sizeBits);
    }

    /**
     * Derives a key from a password: PBKDF2 with HMAC, over the password in UTF-8.
     *
     * <p>Source: SP 800-132 §5.3.
     *
     * @param digest HMAC's hash function
     * @param password kept by the caller
     * @param salt at least 1 byte
     * @param iterations how many, at least 1
     * @param sizeBytes the length of the key
     * @return the key; the caller closes it
     * @throws GeneralSecurityException if the engine does not take the password
     */
    default SecretBytes deriveFromPassword(Digest digest, char[] password, byte[] salt, int iterations, int sizeBytes)
            throws GeneralSecurityException {
        throw refuse("derivation from passwords");
    }

    /**
     * Tells whether the engine is a device that uses keys of a type inside itself and gives none of them out.
     *
     * @param type the type
     * @return whether no other place ever has such a key
     */
    default boolean keeps(KeyType type) {
        return false;
    }

    /**
     * Makes a secret key in the engine's device.
     *
     * @param type the type
     * @param algorithm the JCA's name of the key's algorithm
     * @param sizeBits the size, a multiple of 8
     * @return what {@link #adopt} takes, and nobody but the device can use; the caller closes it
     * @throws org.wardkey.provider.operation.BackendException if the device does not have such keys
     */
    default SecretBytes generateSecret(KeyType type, String algorithm, int sizeBits) {
        throw refuse("secret keys of its own");
    }

    /**
     * Takes a secret key from outside into the engine's device.
     *
     * @param type the type
     * @param algorithm the JCA's name of the key's algorithm
     * @param material the key's bytes; kept by the caller
     * @return as {@link #generateSecret}
     * @throws org.wardkey.provider.operation.BackendException if the device does not take such keys
     */
    default SecretBytes takeSecret(KeyType type, String algorithm, SecretBytes material) {
        throw refuse("secret keys of its own");
    }

    private UnsupportedOperationException refuse(String what) {
        return new UnsupportedOperationException("The engine " + name() + " has no " + what + ".");
    }
}
