package org.wardkey.provider.gate;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.BackendRouter;
import org.wardkey.provider.backend.EncapsulatedSecret;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.CipherParameters;
import org.wardkey.provider.operation.ContextParameters;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.secret.SecretBytes;

/**
 * The only way to a backend.
 *
 * <p>Theory of operation. Every completed engine call of a managed key passes here by itself: the
 * policy decides on the key's facts at the present epoch, the ledger takes the use off the limits, the
 * audit log takes the record, and only then the engine runs. Each step fails closed: if the store, the
 * ledger or the log cannot be read or written, the operation is refused. Plain keys touch neither
 * disk nor log; they only need an engine that passed its self-test.
 *
 * <p>An absent FAILED record means that what ALLOWED announced was done: outcomes are recorded only
 * when an engine failed.
 *
 * <p>Thread-safe; the operations that it opens are not.
 */
public final class OperationGate {
    private final BackendRouter router;
    private final Passage passage;
    private final KeyExport export;

    /**
     * Sets the gate up.
     *
     * @param router chooses engines
     * @param homes opens the home at the first use of a managed key
     * @param clock gives the time of decisions
     */
    public OperationGate(BackendRouter router, Home.Opener homes, Clock clock) {
        this.router = router;
        this.passage = new Passage(router, homes, clock);
        this.export = new KeyExport(passage, clock);
    }

    /** The time that decisions use. */
    Instant now(Home home) {
        return home.time().now().now();
    }

    Home home() {
        return passage.home();
    }

    KeyBackend engine(Family family) {
        return passage.engine(family);
    }

    /**
     * Has the engine of an algorithm look at a plain key; what that costs is remembered with the key.
     *
     * @param key a key with an encoding
     * @param family the algorithm
     * @throws InvalidKeyException if it is no valid key for it
     */
    public void requireValid(Key key, Family family) throws InvalidKeyException {
        BackendKey valid = engine(family).plain(key);
        assert valid != null;
    }

    /** Tells whether a new key pair is one. */
    boolean consistent(KeyBackend engine, KeyType type, Set<Purpose> purposes, GeneratedKey made) {
        return router.consistent(engine, type, purposes, made);
    }

    /** What is known of a managed key at the present epoch. */
    ActiveKey.Snapshot snapshot(WardkeyKey key) {
        return passage.active(key).snapshot();
    }

    /** @return lends the bytes of keys that are to be wrapped */
    public KeyExport export() {
        return export;
    }

    /** What an engine does once the gate let it. */
    @FunctionalInterface
    interface EngineCall<T> {
        T run(Route route) throws GeneralSecurityException;
    }

    private <T> T run(Key key, OperationRequest request, EngineCall<T> call) throws GeneralSecurityException {
        Route route;
        try {
            route = passage.route(key, request.mechanism().family());
        } catch (PolicyDeniedException e) {
            passage.unserved(key, request, e);
            throw e;
        }
        passage.pass(key, route, request, true);
        try {
            return call.run(route);
        } catch (GeneralSecurityException | RuntimeException e) {
            passage.failed(route, request);
            throw e;
        }
    }

    /**
     * Opens a hash; no key, no record.
     *
     * @param digest the hash function
     * @return a new object
     * @throws PolicyDeniedException if no engine passed its self-test
     */
    public MessageDigest digest(Digest digest) {
        return engine(Family.of(digest)).digest(digest);
    }

    /**
     * Derives a key from a password with PBKDF2; no key of a token, no record.
     *
     * @param digest HMAC's hash function
     * @param password kept by the caller
     * @param salt at least 1 byte
     * @param iterations how many, at least 1
     * @param sizeBytes the length of the key
     * @return the key; the caller closes it
     * @throws PolicyDeniedException if no engine passed its self-test
     * @throws BackendException if the engine does not take the password
     */
    public SecretBytes deriveFromPassword(Digest digest, char[] password, byte[] salt, int iterations, int sizeBytes) {
        try {
            return engine(Family.PBKDF2).deriveFromPassword(digest, password, salt, iterations, sizeBytes);
        } catch (GeneralSecurityException e) {
            throw new BackendException(
                    new Refusal(RefusalCode.ENGINE_FAILED, "The engine derived no key from the password."), e);
        }
    }

    /**
     * Opens signatures. Does no I/O; a managed key is looked at when the first signature is made.
     *
     * @param key a managed private key or a plain one with an encoding
     * @param mechanism how
     * @return the operation
     * @throws InvalidKeyException if a plain key is not valid for the mechanism
     */
    public GatedSign sign(PrivateKey key, Mechanism mechanism) throws InvalidKeyException {
        return new GatedSign(passage, key, mechanism, null);
    }

    /**
     * Opens signatures of EdDSA, ML-DSA or SLH-DSA with parameters. Does no I/O; a managed key is looked at when the first signature is made.
     *
     * @param key a managed private key or a plain one with an encoding
     * @param mechanism how
     * @param parameters what is signed
     * @return the operation
     * @throws InvalidKeyException if a plain key is not valid for the mechanism
     */
    public GatedSign sign(PrivateKey key, Mechanism mechanism, ContextParameters parameters)
            throws InvalidKeyException {
        return new GatedSign(passage, key, mechanism, parameters);
    }

    /**
     * Tells whether an engine has signatures with such parameters, healthy or not.
     *
     * @param family the algorithm
     * @param parameters what is signed
     * @return whether one has
     */
    public boolean offers(Family family, ContextParameters parameters) {
        return passage.offers(family, parameters);
    }

    /**
     * Opens verifications.
     *
     * @param key a public key
     * @param mechanism how
     * @return the operation
     * @throws InvalidKeyException if the key is not valid for the mechanism
     */
    public GatedVerify verify(PublicKey key, Mechanism mechanism) throws InvalidKeyException {
        return new GatedVerify(passage, key, mechanism, null);
    }

    /**
     * Opens verifications of EdDSA, ML-DSA or SLH-DSA with parameters.
     *
     * @param key a public key
     * @param mechanism how
     * @param parameters what was signed
     * @return the operation
     * @throws InvalidKeyException if the key is not valid for the mechanism
     */
    public GatedVerify verify(PublicKey key, Mechanism mechanism, ContextParameters parameters)
            throws InvalidKeyException {
        return new GatedVerify(passage, key, mechanism, parameters);
    }

    /**
     * Opens message authentication codes that need no parameters. Does no I/O.
     *
     * @param key a managed secret key or a plain one with an encoding
     * @param mechanism how
     * @return the operation
     * @throws InvalidKeyException if a plain key is not valid for the mechanism
     */
    public GatedMac mac(Key key, Mechanism mechanism) throws InvalidKeyException {
        return new GatedMac(passage, key, mechanism, null);
    }

    /**
     * Opens a GMAC, for one message. Does no I/O.
     *
     * @param key a managed AES key or a plain one
     * @param iv the initialisation vector; not kept by the caller, not written to
     * @return the operation
     * @throws InvalidKeyException if a plain key is not valid
     */
    public GatedMac gmac(Key key, byte[] iv) throws InvalidKeyException {
        return new GatedMac(passage, key, Mechanism.of(Family.AES_GMAC), new IvParameterSpec(iv));
    }

    /**
     * Opens KMACs. Does no I/O.
     *
     * @param key a managed key for KMAC or a plain one
     * @param mechanism KMAC128 or KMAC256
     * @param parameters length of the code and customization string
     * @return the operation
     * @throws InvalidKeyException if a plain key is not valid
     */
    public GatedMac kmac(Key key, Mechanism mechanism, KmacParameters parameters) throws InvalidKeyException {
        return new GatedMac(passage, key, mechanism, parameters);
    }

    /**
     * Opens an encryption or decryption. Does no I/O.
     *
     * @param purpose {@code ENCRYPT}, {@code DECRYPT}, {@code WRAP} or {@code UNWRAP}
     * @param key a managed secret key or a plain one
     * @param parameters the cipher, with what it wants besides the key
     * @param spent an operation that is over, to be used again; null if there is none
     * @return the operation
     * @throws InvalidKeyException if a plain key is not valid
     * @throws InvalidAlgorithmParameterException if the engine does not take the parameters
     */
    public GatedCipher cipher(Purpose purpose, Key key, CipherParameters parameters, @Nullable GatedCipher spent)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        return GatedCipher.open(passage, purpose, key, parameters, spent);
    }

    /**
     * Wraps a key with KW or KWP.
     *
     * @param keyEncryptionKey a managed AES key or a plain one
     * @param mechanism KW or KWP
     * @param purpose {@code WRAP}, or {@code ENCRYPT} for bytes
     * @param plaintext what is wrapped; kept by the caller
     * @return the wrapped bytes
     * @throws GeneralSecurityException if it cannot be wrapped
     */
    public byte[] wrap(Key keyEncryptionKey, Mechanism mechanism, Purpose purpose, byte[] plaintext)
            throws GeneralSecurityException {
        return run(
                keyEncryptionKey,
                new OperationRequest(purpose, mechanism, plaintext.length),
                route -> route.engine().wrap(route.key(), mechanism, plaintext));
    }

    /**
     * Unwraps a key with KW or KWP.
     *
     * @param keyEncryptionKey a managed AES key or a plain one
     * @param mechanism KW or KWP
     * @param purpose {@code UNWRAP}, or {@code DECRYPT} for bytes
     * @param wrapped the wrapped bytes
     * @return the bytes; the caller wipes them
     * @throws GeneralSecurityException if the integrity check fails
     */
    public byte[] unwrap(Key keyEncryptionKey, Mechanism mechanism, Purpose purpose, byte[] wrapped)
            throws GeneralSecurityException {
        return run(
                keyEncryptionKey,
                new OperationRequest(purpose, mechanism, wrapped.length),
                route -> route.engine().unwrap(route.key(), mechanism, wrapped));
    }

    /**
     * Encrypts or decrypts with RSAES-OAEP.
     *
     * @param purpose {@code ENCRYPT}, {@code WRAP}: public key; {@code DECRYPT}, {@code UNWRAP}: private
     *     key
     * @param key the key
     * @param mechanism hash functions
     * @param label the label
     * @param input plaintext or ciphertext
     * @return ciphertext, or plaintext that the caller wipes
     * @throws GeneralSecurityException if it cannot be done; one and the same for every wrong ciphertext
     */
    public byte[] oaep(Purpose purpose, Key key, Mechanism mechanism, byte[] label, byte[] input)
            throws GeneralSecurityException {
        OperationRequest request = new OperationRequest(purpose, mechanism, 0);
        return purpose.originating()
                ? run(key, request, route -> route.engine().oaepEncrypt(route.key(), mechanism, label, input))
                : run(key, request, route -> route.engine().oaepDecrypt(route.key(), mechanism, label, input));
    }

    /**
     * Agrees on a shared secret.
     *
     * @param key our private key
     * @param mechanism ECDH, X25519 or X448
     * @param peer the other's public key
     * @return Z; the caller wipes it
     * @throws GeneralSecurityException if the peer's key is not valid for ours
     */
    public byte[] agree(PrivateKey key, Mechanism mechanism, PublicKey peer) throws GeneralSecurityException {
        return run(
                key,
                new OperationRequest(Purpose.AGREE, mechanism, 0),
                route -> route.engine().agree(route.key(), mechanism, peer));
    }

    /**
     * Makes a shared secret for the owner of a public key.
     *
     * @param key the other's public key
     * @param mechanism ML-KEM with the key's parameter set
     * @return the shared secret and its ciphertext; the caller closes it
     * @throws GeneralSecurityException if the key does not pass the checks of the standard
     */
    public EncapsulatedSecret encapsulate(PublicKey key, Mechanism mechanism) throws GeneralSecurityException {
        return run(
                key,
                new OperationRequest(Purpose.ENCAPSULATE, mechanism, 0),
                route -> route.engine().encapsulate(route.key(), mechanism));
    }

    /**
     * Recovers a shared secret from its ciphertext.
     *
     * @param key our private key
     * @param mechanism ML-KEM with the key's parameter set
     * @param ciphertext what came
     * @return the shared secret; one that nobody knows if the ciphertext was not made for this key; the caller wipes it
     * @throws GeneralSecurityException if the ciphertext has another length than the parameter set's
     */
    public byte[] decapsulate(PrivateKey key, Mechanism mechanism, byte[] ciphertext) throws GeneralSecurityException {
        return run(
                key,
                new OperationRequest(Purpose.DECAPSULATE, mechanism, 0),
                route -> route.engine().decapsulate(route.key(), mechanism, ciphertext));
    }
}
