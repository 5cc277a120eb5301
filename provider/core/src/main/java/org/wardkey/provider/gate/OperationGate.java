package org.wardkey.provider.gate;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.audit.AggregateEvent;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Outcome;
import org.wardkey.provider.audit.AuditUnavailableException;
import org.wardkey.provider.backend.BackendRouter;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.policy.Decision;
import org.wardkey.provider.policy.PolicyEngine;
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
    private final Home.Opener homes;
    private final PolicyEngine policy;
    private final Clock clock;
    private volatile @Nullable ManagedKeys managed;

    /**
     * Sets the gate up.
     *
     * @param router chooses engines
     * @param homes opens the home at the first use of a managed key
     * @param policy decides
     * @param clock gives the time of decisions
     */
    public OperationGate(BackendRouter router, Home.Opener homes, PolicyEngine policy, Clock clock) {
        this.router = router;
        this.homes = homes;
        this.policy = policy;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    PolicyEngine policy() {
        return policy;
    }

    Home home() {
        return homes.open();
    }

    ManagedKeys managed() {
        ManagedKeys keys = managed;
        if (keys != null) {
            return keys;
        }
        Home home = home();
        synchronized (this) {
            if (managed == null) {
                managed = new ManagedKeys(home);
            }
            return managed;
        }
    }

    KeyBackend engine(Family family) {
        return router.choose(family, false).orElseThrow(() -> new PolicyDeniedException(router.refusal(family)));
    }

    /** Finds engine and key. Does I/O for managed keys, none for plain ones. */
    Route route(Key key, Family family) throws InvalidKeyException {
        if (key instanceof WardkeyKey handle) {
            return managedRoute(handle, family);
        }
        KeyBackend engine = engine(family);
        return new Route(engine, engine.plain(key), null);
    }

    private Route managedRoute(WardkeyKey key, Family family) throws InvalidKeyException {
        ActiveKey active = active(key);
        boolean constantTime = active.facts().authorizations().constantTimeRequired();
        KeyBackend engine = router.choose(family, constantTime)
                .orElseThrow(() -> new PolicyDeniedException(router.refusal(family)));
        if (!active.facts().state().permits(Purpose.VERIFY)) {
            // Neither window of such a key is open: its material is not even decrypted. Passing says why.
            return new Route(engine, () -> {}, active);
        }
        return new Route(engine, active.in(engine), active);
    }

    private ActiveKey active(WardkeyKey key) {
        key.refusal().ifPresent(refusal -> {
            throw new PolicyDeniedException(refusal);
        });
        if (key.handleDestroyed()) {
            throw new PolicyDeniedException(new Refusal(RefusalCode.KEY_HANDLE_DESTROYED, "Key " + key.id() + "."));
        }
        return managed().require(key);
    }

    /**
     * Lets one operation, or a further part of one, through; or throws.
     *
     * @param key the key that the caller gave
     * @param route what {@link #route} found for it
     * @param request what is asked for
     * @param first whether this begins an operation; otherwise only bytes are taken
     */
    void pass(Key key, Route route, OperationRequest request, boolean first) {
        if (!(key instanceof WardkeyKey handle) || route.managed() == null) {
            return;
        }
        ActiveKey active = active(handle);
        Home home = home();
        KeyFacts facts = active.facts();
        Optional<Refusal> refusal = decide(request, facts);
        if (refusal.isEmpty()) {
            refusal = home.ledger().usage().reserve(facts, first ? 1 : 0, request.bytes());
        }
        if (refusal.isPresent()) {
            throw deny(home, facts, request, refusal.get());
        }
        record(home, active, route, request, first);
    }

    private Optional<Refusal> decide(OperationRequest request, KeyFacts facts) {
        Decision decision = policy.decide(request, facts, clock.instant());
        return decision instanceof Decision.Deny deny ? Optional.of(deny.refusal()) : Optional.empty();
    }

    private PolicyDeniedException deny(Home home, KeyFacts facts, OperationRequest request, Refusal refusal) {
        AuditEvent event = AuditEvent.operation(
                        clock.instant(),
                        Outcome.DENIED,
                        facts,
                        request.purpose(),
                        request.mechanism(),
                        "",
                        request.bytes())
                .denied(refusal.code());
        PolicyDeniedException denied = new PolicyDeniedException(refusal);
        try {
            home.audit().append(event);
        } catch (AuditUnavailableException e) {
            // Denied it is in any case; that nobody could write it down is part of the message.
            denied.addSuppressed(e);
        }
        return denied;
    }

    private void record(Home home, ActiveKey active, Route route, OperationRequest request, boolean first) {
        KeyFacts facts = active.facts();
        try {
            if (facts.authorizations().audit() == AuditGranularity.AGGREGATE) {
                AggregateEvent aggregate =
                        active.aggregate(home.audit(), request.purpose(), request.mechanism(), route.engine());
                aggregate.add(first ? 1 : 0, request.bytes());
                return;
            }
            home.audit().append(event(Outcome.ALLOWED, facts, route, request).withOperations(first ? 1 : 0));
        } catch (AuditUnavailableException e) {
            throw auditUnavailable(e);
        }
    }

    static PolicyDeniedException auditUnavailable(AuditUnavailableException cause) {
        PolicyDeniedException denied = new PolicyDeniedException(
                new Refusal(RefusalCode.AUDIT_UNAVAILABLE, String.valueOf(cause.getMessage())));
        denied.initCause(cause);
        return denied;
    }

    private AuditEvent event(Outcome outcome, KeyFacts facts, Route route, OperationRequest request) {
        return AuditEvent.operation(
                clock.instant(),
                outcome,
                facts,
                request.purpose(),
                request.mechanism(),
                route.engine().name(),
                request.bytes());
    }

    /** Records that an operation that was let through failed in the engine. */
    void failed(Route route, OperationRequest request) {
        ActiveKey active = route.managed();
        if (active == null) {
            return;
        }
        try {
            home().audit().append(event(Outcome.FAILED, active.facts(), route, request));
        } catch (AuditUnavailableException e) {
            throw auditUnavailable(e);
        }
    }

    /** The facts of a managed key at the present epoch. */
    KeyFacts facts(WardkeyKey key) {
        return active(key).facts();
    }

    /** What an engine does once the gate let it. */
    @FunctionalInterface
    interface EngineCall<T> {
        T run(Route route) throws GeneralSecurityException;
    }

    private <T> T run(Key key, OperationRequest request, EngineCall<T> call) throws GeneralSecurityException {
        Route route = route(key, request.mechanism().family());
        pass(key, route, request, true);
        try {
            return call.run(route);
        } catch (GeneralSecurityException | BackendException e) {
            failed(route, request);
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
        return engine(Family.SHA_2).digest(digest);
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
        return new GatedSign(this, key, mechanism);
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
        return new GatedVerify(this, key, mechanism);
    }

    /**
     * Opens message authentication codes. Does no I/O.
     *
     * @param key a managed secret key or a plain one with an encoding
     * @param mechanism how
     * @return the operation
     * @throws InvalidKeyException if a plain key is not valid for the mechanism
     */
    public GatedMac mac(Key key, Mechanism mechanism) throws InvalidKeyException {
        return new GatedMac(this, key, mechanism);
    }

    /**
     * Opens an authenticated encryption or decryption. Does no I/O.
     *
     * @param purpose {@code ENCRYPT}, {@code DECRYPT}, {@code WRAP} or {@code UNWRAP}
     * @param key a managed AES key or a plain one
     * @param iv the initialisation vector; copied
     * @param tagSizeBytes the length of the tag
     * @param spent an operation that is over, to be used again; null if there is none
     * @return the operation
     * @throws InvalidKeyException if a plain key is not valid
     * @throws InvalidAlgorithmParameterException if the engine does not take the parameters
     */
    public GatedCipher gcm(Purpose purpose, Key key, byte[] iv, int tagSizeBytes, @Nullable GatedCipher spent)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        return GatedCipher.open(this, purpose, key, iv, tagSizeBytes, spent);
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
     * @param mechanism ECDH or X25519
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
     * Lends the bytes of a key that another key is to wrap.
     *
     * @param key a plain key, or a managed one that is exportable
     * @param use what needs the bytes; must not keep them
     * @param <T> what it makes of them
     * @param <E> what it may throw
     * @return its result
     * @throws InvalidKeyException if the key has no encoding
     * @throws E what the borrower throws
     */
    public <T, E extends Exception> T lendForWrapping(Key key, Borrower<T, E> use) throws InvalidKeyException, E {
        if (key instanceof WardkeyKey handle) {
            return lendManaged(handle, use);
        }
        byte[] encoded = key.getEncoded();
        if (encoded == null || encoded.length == 0) {
            throw new InvalidKeyException("Expected a key with an encoding to wrap, got one of "
                    + key.getClass().getName() + " that keeps its own.");
        }
        return lend(encoded, use);
    }

    private static <T, E extends Exception> T lend(byte[] encoded, Borrower<T, E> use) throws E {
        try {
            return use.use(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private <T, E extends Exception> T lendManaged(WardkeyKey handle, Borrower<T, E> use) throws E {
        KeyFacts facts = active(handle).facts();
        Home home = home();
        AuditEvent event =
                AuditEvent.keyManagement(clock.instant(), AuditEvent.Kind.KEY_EXPORTED, facts, "to be wrapped");
        if (!facts.authorizations().exportable() || !facts.state().permits(Purpose.VERIFY)) {
            exported(home, event.denied(RefusalCode.NOT_EXPORTABLE));
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.NOT_EXPORTABLE,
                    "Key " + facts.token() + ":" + facts.alias() + " is " + facts.state() + "."));
        }
        exported(home, event);
        boolean wrapped = false;
        try {
            T result = lend(material(home, handle), use);
            wrapped = true;
            return result;
        } finally {
            if (!wrapped) {
                exported(home, event.withOutcome(Outcome.FAILED));
            }
        }
    }

    private static void exported(Home home, AuditEvent event) {
        try {
            home.audit().appendDurably(event);
        } catch (AuditUnavailableException e) {
            throw auditUnavailable(e);
        }
    }

    private static byte[] material(Home home, WardkeyKey handle) {
        return home.ledger()
                .catalog()
                .find(handle.id())
                .map(record -> unsealed(home, record))
                .orElseThrow(() -> new PolicyDeniedException(
                        new Refusal(RefusalCode.KEY_UNKNOWN, "Asked for key " + handle.id() + ".")));
    }

    private static byte[] unsealed(Home home, KeyRecord record) {
        try (SecretBytes material = home.token(record.facts().token()).unseal(record)) {
            return material.copy();
        }
    }

    /** Borrows the bytes of a key. */
    @FunctionalInterface
    public interface Borrower<T, E extends Exception> {
        /**
         * Uses the bytes.
         *
         * @param encoded the bytes; not to be kept, wiped afterwards
         * @return what it made of them
         * @throws E as it likes
         */
        T use(byte[] encoded) throws E;
    }

    /**
     * The JDK's parameters object for an algorithm.
     *
     * @param algorithm {@code EC}, {@code GCM}, {@code OAEP} or {@code RSASSA-PSS}
     * @return a new object
     * @throws NoSuchAlgorithmException if there is none
     */
    public AlgorithmParameters parameters(String algorithm) throws NoSuchAlgorithmException {
        return PlainKeys.parameters(algorithm);
    }

    /**
     * The JDK's key factory for an algorithm.
     *
     * @param algorithm {@code EC}, {@code RSA}, {@code RSASSA-PSS}, {@code EdDSA}, {@code XDH} or a curve
     * @return a new object
     * @throws NoSuchAlgorithmException if there is none
     */
    public KeyFactory keyFactory(String algorithm) throws NoSuchAlgorithmException {
        return PlainKeys.factory(algorithm);
    }

    /**
     * The JDK's key pair generator for an algorithm: for plain keys that we have no engine for.
     *
     * @param algorithm the algorithm
     * @return a new object
     * @throws NoSuchAlgorithmException if there is none
     */
    public KeyPairGenerator jdkGenerator(String algorithm) throws NoSuchAlgorithmException {
        return PlainKeys.generator(algorithm);
    }
}
