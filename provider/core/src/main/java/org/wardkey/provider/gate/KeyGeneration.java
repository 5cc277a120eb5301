package org.wardkey.provider.gate;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyPrivateKey;
import org.wardkey.provider.operation.WardkeySecretKey;
import org.wardkey.provider.secret.SecretBytes;

/** Makes keys: plain ones, and managed ones inside tokens. Thread-safe. */
public final class KeyGeneration {
    private final OperationGate gate;
    private final SecureRandom random;
    private final RecordedChanges changes;

    KeyGeneration(OperationGate gate, SecureRandom random, RecordedChanges changes) {
        this.gate = gate;
        this.random = random;
        this.changes = changes;
    }

    /**
     * Has an engine make a pair that is to be kept, and tests that it is one: a pair that is not would be found out when
     * its public key is certified and what it signed is with others.
     *
     * @throws BackendException if it is not, or the chip that made it cannot be asked any more
     */
    GeneratedKey pair(Token token, KeyType type, int sizeBits, Set<Purpose> purposes) throws GeneralSecurityException {
        // A token that does not open would have a chip make a key that nobody can keep.
        token.chip().ifPresent(chip -> token.unlock());
        KeyBackend engine = token.chip().orElseGet(() -> gate.engine(type.family()));
        GeneratedKey made = engine.generatePair(type, sizeBits, purposes);
        boolean consistent = false;
        try {
            consistent = gate.consistent(engine, type, purposes, made);
        } finally {
            if (!consistent) {
                made.close();
            }
        }
        if (consistent) {
            return made;
        }
        throw new BackendException(new Refusal(
                RefusalCode.ENGINE_FAILED,
                "The private and the public key of a new " + type + " key pair of " + engine.name()
                        + " do not work together (pairwise consistency test); nothing was stored."));
    }

    /** What a chip makes stays in it. */
    static void requireInside(Token token, KeyFacts facts) {
        if (token.chip().isPresent() && facts.authorizations().exportable()) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.KEY_UNSUITABLE,
                    "Asked for an exportable key in token " + token.name() + ": " + facts.alias() + "."));
        }
    }

    /** Makes what a token is to keep of a new secret key; the caller closes it. */
    SecretBytes secret(Token token, KeyType type, String algorithm, int sizeBits) {
        return token.chip()
                .map(chip -> {
                    // As for pairs.
                    token.unlock();
                    return chip.generateSecret(type, algorithm, sizeBits);
                })
                .orElseGet(() -> SecretBytes.take(plainSecret(sizeBits / Byte.SIZE)));
    }

    /** Makes what a token is to keep of a secret key from outside; the caller closes it. */
    static SecretBytes taken(Token token, KeyFacts facts, String algorithm, SecretBytes material) {
        requireInside(token, facts);
        return token.chip()
                .map(chip -> {
                    token.unlock();
                    return chip.takeSecret(facts.type(), algorithm, material);
                })
                .orElseGet(() -> SecretBytes.take(material.copy()));
    }

    /** Has the engine of a type tell whether two halves that came from outside are a pair. */
    boolean isPair(KeyType type, SecretBytes material, byte[] publicKey) {
        Set<Purpose> purposes = KeyAuthorizations.defaultsFor(type).purposes();
        try (GeneratedKey given = new GeneratedKey(SecretBytes.take(material.copy()), publicKey)) {
            return gate.consistent(gate.engine(type.family()), type, purposes, given);
        }
    }

    private KeyFacts session(Home home, Token token, KeyType type, int sizeBits) {
        Home.Place place = new Home.Place(token, "(not stored)");
        return changes.admitted(home, place, type, sizeBits, KeyAuthorizations.defaultsFor(type), false);
    }

    private void recordSession(Home home, KeyFacts facts) {
        RecordedChanges.record(home, AuditEvent.keyManagement(gate.now(home), Kind.KEY_GENERATED, facts, "not stored"));
    }

    /**
     * Makes a plain key pair; no record of it remains.
     *
     * @param type the type
     * @param sizeBits the size for RSA
     * @return keys of the JDK's classes
     * @throws ProviderException if no engine can
     */
    public KeyPair plainPair(KeyType type, int sizeBits) {
        try (GeneratedKey made = gate.engine(type.family()).generatePair(type, sizeBits)) {
            PublicKey publicKey = PlainKeys.publicKey(type, made.publicKey());
            byte[] pkcs8 = made.material().copy();
            try {
                return new KeyPair(publicKey, PlainKeys.privateKey(type, pkcs8));
            } finally {
                Arrays.fill(pkcs8, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The " + type + " key pair could not be made.", e);
        }
    }

    /**
     * Makes a key pair inside a token and stores it under its alias.
     *
     * @param type the type
     * @param sizeBits the size
     * @param parameters alias and authorizations
     * @param view the token of a view, if this is one
     * @return a plain public key and the handle of the private key
     * @throws PolicyDeniedException if it is denied
     * @throws ProviderException if it cannot be made
     */
    public KeyPair managedPair(KeyType type, int sizeBits, KeyGenParameters parameters, Optional<String> view) {
        Home home = gate.home();
        Home.Place place = home.place(parameters.alias(), view);
        KeyFacts facts = changes.admitted(home, place, type, sizeBits, parameters.authorizations(type), false);
        requireInside(place.token(), facts);
        try (GeneratedKey made =
                pair(place.token(), type, sizeBits, facts.authorizations().purposes())) {
            PublicKey publicKey = PlainKeys.publicKey(type, made.publicKey());
            changes.create(
                    home,
                    place.token(),
                    facts,
                    type.algorithm(),
                    made.publicKey(),
                    made.material(),
                    List.of(),
                    Kind.KEY_GENERATED);
            return new KeyPair(publicKey, KeyManagement.handle(home, facts, publicKey));
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The " + type + " key pair could not be made.", e);
        }
    }

    /**
     * Makes a key pair inside a token without storing it: {@link KeyStorage#store} does, or it is gone when
     * nobody holds the handle any more.
     *
     * @param type the type
     * @param sizeBits the size
     * @param tokenName the token
     * @return a plain public key and the handle of the private key
     * @throws ProviderException if it is denied or cannot be made
     */
    public KeyPair sessionPair(KeyType type, int sizeBits, String tokenName) {
        Home home = gate.home();
        Token token = home.token(tokenName);
        token.unlock();
        KeyFacts facts = session(home, token, type, sizeBits);
        try (GeneratedKey made =
                pair(token, type, sizeBits, facts.authorizations().purposes())) {
            PublicKey publicKey = PlainKeys.publicKey(type, made.publicKey());
            recordSession(home, facts);
            SecretBytes material = SecretBytes.take(made.material().copy());
            WardkeyPrivateKey handle = KeyManagement.handle(home, facts, publicKey);
            ActiveKey active = ActiveKey.session(facts, type.algorithm(), material);
            home.keys()
                    .addSession(
                            handle,
                            new ManagedKeys.SessionKey(facts, type.algorithm(), made.publicKey(), material, active));
            return new KeyPair(publicKey, handle);
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The " + type + " key pair could not be made.", e);
        }
    }

    /**
     * Makes a secret key inside a token without storing it: {@link KeyStorage#store} does, or it is gone when
     * nobody holds the handle any more.
     *
     * @param type AES or HMAC
     * @param algorithm the JCA's name of the key's algorithm
     * @param sizeBits the size, a multiple of 8
     * @param tokenName the token
     * @return the handle
     */
    public WardkeySecretKey sessionSecret(KeyType type, String algorithm, int sizeBits, String tokenName) {
        Home home = gate.home();
        Token token = home.token(tokenName);
        token.unlock();
        KeyFacts facts = session(home, token, type, sizeBits);
        SecretBytes material = secret(token, type, algorithm, sizeBits);
        recordSession(home, facts);
        WardkeySecretKey handle =
                new WardkeySecretKey(facts.id(), home.path(), facts.token(), algorithm, type, facts.sizeBits());
        ActiveKey active = ActiveKey.session(facts, algorithm, material);
        home.keys().addSession(handle, new ManagedKeys.SessionKey(facts, algorithm, new byte[0], material, active));
        return handle;
    }

    /**
     * Makes random bytes for a plain secret key.
     *
     * @param sizeBytes how many
     * @return the bytes; the caller wipes them
     */
    public byte[] plainSecret(int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        random.nextBytes(bytes);
        return bytes;
    }

    /**
     * Asks a token's device for random bytes: that of the view, else the first that has one.
     *
     * @param sizeBytes how many
     * @param view the token of a view, if this is one
     * @return the bytes; the caller's
     * @throws BackendException if there is none, or it does not answer
     */
    public byte[] deviceRandom(int sizeBytes, Optional<String> view) {
        Home home = gate.home();
        Token token = view.map(home::token)
                .or(() -> home.tokens().values().stream()
                        .filter(candidate -> candidate.chip().isPresent())
                        .findFirst())
                .orElseGet(() -> home.token(home.defaultToken()));
        return token.deviceRandom(sizeBytes);
    }

    /**
     * Makes a secret key inside a token and stores it under its alias.
     *
     * @param type AES or HMAC
     * @param algorithm the JCA's name of the key's algorithm
     * @param sizeBits the size, a multiple of 8
     * @param parameters alias and authorizations
     * @param view the token of a view, if this is one
     * @return the handle
     * @throws PolicyDeniedException if it is denied
     */
    public WardkeySecretKey managedSecret(
            KeyType type, String algorithm, int sizeBits, KeyGenParameters parameters, Optional<String> view) {
        Home home = gate.home();
        Home.Place place = home.place(parameters.alias(), view);
        KeyFacts facts = changes.admitted(home, place, type, sizeBits, parameters.authorizations(type), false);
        requireInside(place.token(), facts);
        try (SecretBytes material = secret(place.token(), type, algorithm, sizeBits)) {
            changes.create(home, place.token(), facts, algorithm, new byte[0], material, List.of(), Kind.KEY_GENERATED);
        }
        return new WardkeySecretKey(facts.id(), home.path(), facts.token(), algorithm, type, facts.sizeBits());
    }
}
