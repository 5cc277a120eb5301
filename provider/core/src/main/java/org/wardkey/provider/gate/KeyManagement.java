package org.wardkey.provider.gate;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.audit.AuditUnavailableException;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.UsageCount;
import org.wardkey.provider.operation.Aliases;
import org.wardkey.provider.operation.Enforcement;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.operation.WardkeyPrivateKey;
import org.wardkey.provider.operation.WardkeySecretKey;
import org.wardkey.provider.policy.Decision;
import org.wardkey.provider.secret.SecretBytes;

/**
 * Makes, imports, changes and destroys managed keys; makes plain ones. Every change is on the audit
 * log's disk before it is made. Thread-safe.
 */
public final class KeyManagement {
    private final OperationGate gate;
    private final SecureRandom random;

    /**
     * Sets key management up.
     *
     * @param gate gives engines, home and time
     * @param random gives secret keys and names
     */
    public KeyManagement(OperationGate gate, SecureRandom random) {
        this.gate = gate;
        this.random = random;
    }

    private static Family generator(KeyType type) {
        return switch (type) {
            case EC_P256, EC_P384, EC_P521 -> Family.ECDSA;
            case RSA -> Family.RSA_PKCS1;
            case ED25519 -> Family.ED25519;
            case X25519 -> Family.X25519;
            case AES -> Family.AES_GCM;
            case HMAC -> Family.HMAC;
        };
    }

    /**
     * Makes a plain key pair; no record of it remains.
     *
     * @param type the type
     * @param sizeBits the size for RSA
     * @return keys of the JDK's classes
     * @throws ProviderException if no engine can
     */
    public KeyPair generatePlainPair(KeyType type, int sizeBits) {
        try (GeneratedKey made = gate.engine(generator(type)).generatePair(type, sizeBits)) {
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
    public KeyPair generateManagedPair(KeyType type, int sizeBits, KeyGenParameters parameters, Optional<String> view) {
        Home home = gate.home();
        Home.Place place = home.place(parameters.alias(), view);
        admit(type, sizeBits);
        requirePurposes(type, parameters.authorizations(type));
        try (GeneratedKey made = gate.engine(generator(type)).generatePair(type, sizeBits)) {
            PublicKey publicKey = PlainKeys.publicKey(type, made.publicKey());
            KeyFacts facts = facts(place, type, sizeBits, parameters.authorizations(type), false);
            create(
                    home,
                    place.token(),
                    facts,
                    type.algorithm(),
                    made.publicKey(),
                    made.material(),
                    List.of(),
                    Kind.KEY_GENERATED);
            return new KeyPair(publicKey, handle(home, facts, publicKey));
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The " + type + " key pair could not be made.", e);
        }
    }

    /**
     * Makes a key pair inside a token without storing it: {@link #store} does, or it is gone when
     * nobody holds the handle any more.
     *
     * @param type the type
     * @param sizeBits the size
     * @param tokenName the token
     * @return a plain public key and the handle of the private key
     * @throws ProviderException if it is denied or cannot be made
     */
    public KeyPair generateSessionPair(KeyType type, int sizeBits, String tokenName) {
        Home home = gate.home();
        Token token = home.token(tokenName);
        token.unlock();
        admit(type, sizeBits);
        try (GeneratedKey made = gate.engine(generator(type)).generatePair(type, sizeBits)) {
            PublicKey publicKey = PlainKeys.publicKey(type, made.publicKey());
            KeyFacts facts = facts(
                    new Home.Place(token, "(not stored)"), type, sizeBits, KeyAuthorizations.defaultsFor(type), false);
            record(home, AuditEvent.keyManagement(gate.clock().instant(), Kind.KEY_GENERATED, facts, "not stored"));
            SecretBytes material = SecretBytes.take(made.material().copy());
            WardkeyPrivateKey handle = handle(home, facts, publicKey);
            ActiveKey active = new ActiveKey(facts, -1, type.algorithm(), () -> SecretBytes.take(material.copy()));
            gate.managed()
                    .addSession(
                            handle,
                            new ManagedKeys.SessionKey(facts, type.algorithm(), made.publicKey(), material, active));
            return new KeyPair(publicKey, handle);
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The " + type + " key pair could not be made.", e);
        }
    }

    /**
     * Makes a secret key inside a token without storing it: {@link #store} does, or it is gone when
     * nobody holds the handle any more.
     *
     * @param type AES or HMAC
     * @param algorithm the JCA's name of the key's algorithm
     * @param sizeBits the size, a multiple of 8
     * @param tokenName the token
     * @return the handle
     */
    public WardkeySecretKey generateSessionSecret(KeyType type, String algorithm, int sizeBits, String tokenName) {
        Home home = gate.home();
        Token token = home.token(tokenName);
        token.unlock();
        admit(type, sizeBits);
        KeyFacts facts = facts(
                new Home.Place(token, "(not stored)"), type, sizeBits, KeyAuthorizations.defaultsFor(type), false);
        record(home, AuditEvent.keyManagement(gate.clock().instant(), Kind.KEY_GENERATED, facts, "not stored"));
        SecretBytes material = SecretBytes.take(generatePlainSecret(sizeBits / 8));
        WardkeySecretKey handle = new WardkeySecretKey(facts.id(), home.path(), facts.token(), algorithm, type);
        ActiveKey active = new ActiveKey(facts, -1, algorithm, () -> SecretBytes.take(material.copy()));
        gate.managed().addSession(handle, new ManagedKeys.SessionKey(facts, algorithm, new byte[0], material, active));
        return handle;
    }

    /**
     * Makes random bytes for a plain secret key.
     *
     * @param sizeBytes how many
     * @return the bytes; the caller wipes them
     */
    public byte[] generatePlainSecret(int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        random.nextBytes(bytes);
        return bytes;
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
    public WardkeySecretKey generateManagedSecret(
            KeyType type, String algorithm, int sizeBits, KeyGenParameters parameters, Optional<String> view) {
        Home home = gate.home();
        Home.Place place = home.place(parameters.alias(), view);
        admit(type, sizeBits);
        requirePurposes(type, parameters.authorizations(type));
        KeyFacts facts = facts(place, type, sizeBits, parameters.authorizations(type), false);
        try (SecretBytes material = SecretBytes.take(generatePlainSecret(sizeBits / 8))) {
            create(home, place.token(), facts, algorithm, new byte[0], material, List.of(), Kind.KEY_GENERATED);
        }
        return new WardkeySecretKey(facts.id(), home.path(), facts.token(), algorithm, type);
    }

    /**
     * Puts a key into a token: a plain one is imported, one of this token's session keys is stored, a
     * stored one gets another chain.
     *
     * @param key the key
     * @param alias the alias, with or without a token's name
     * @param chain DER certificates, the key's own first; empty if there are none
     * @param parameters authorizations; empty for the type's default
     * @param view the token of a view, if this is one
     * @throws PolicyDeniedException if it is denied
     * @throws InvalidKeyException if the key is not one that a token can take
     */
    public void store(
            Key key, String alias, List<byte[]> chain, Optional<KeyGenParameters> parameters, Optional<String> view)
            throws InvalidKeyException {
        Home home = gate.home();
        Home.Place place = home.place(Aliases.checked(alias), view);
        if (key instanceof WardkeyKey handle) {
            storeManaged(home, place, handle, chain, parameters);
            return;
        }
        importPlain(home, place, key, chain, parameters);
    }

    private void storeManaged(
            Home home, Home.Place place, WardkeyKey handle, List<byte[]> chain, Optional<KeyGenParameters> parameters)
            throws InvalidKeyException {
        ManagedKeys keys = gate.managed();
        Optional<ManagedKeys.SessionKey> made = keys.session(handle);
        if (made.isEmpty()) {
            replaceChain(home, place, handle, chain);
            return;
        }
        ManagedKeys.SessionKey session = made.get();
        if (!session.facts().token().equals(place.token().name())) {
            throw new InvalidKeyException(
                    "The key was made in token " + session.facts().token() + " and stays there; got token "
                            + place.token().name() + ".");
        }
        KeyFacts s = session.facts();
        KeyAuthorizations authorizations =
                parameters.map(p -> p.authorizations(s.type())).orElse(s.authorizations());
        KeyFacts facts = new KeyFacts(
                s.id(),
                s.token(),
                place.alias(),
                s.type(),
                s.sizeBits(),
                KeyState.ACTIVE,
                authorizations,
                false,
                s.created());
        create(
                home,
                place.token(),
                facts,
                session.algorithm(),
                session.publicKey(),
                session.material(),
                chain,
                Kind.KEY_GENERATED);
        keys.removeSession(handle);
    }

    private void replaceChain(Home home, Home.Place place, WardkeyKey handle, List<byte[]> chain)
            throws InvalidKeyException {
        KeyRecord record = home.ledger()
                .catalog()
                .find(handle.id())
                .orElseThrow(() -> new PolicyDeniedException(
                        new Refusal(RefusalCode.KEY_UNKNOWN, "Asked for key " + handle.id() + ".")));
        if (!record.facts().token().equals(place.token().name())
                || !record.facts().alias().equals(place.alias())) {
            throw new InvalidKeyException(
                    "The key is stored as " + record.facts().token() + ":"
                            + record.facts().alias() + " and cannot be stored again as "
                            + place.token().name() + ":"
                            + place.alias() + "; a managed key has one alias.");
        }
        AuditEvent event = AuditEvent.keyManagement(
                gate.clock().instant(), Kind.KEY_CHAIN, record.facts(), chain.size() + " certificates");
        recorded(home, event, () -> home.ledger().catalog().replaceChain(handle.id(), chain));
    }

    private void importPlain(
            Home home, Home.Place place, Key key, List<byte[]> chain, Optional<KeyGenParameters> parameters)
            throws InvalidKeyException {
        KeyType type = KeyType.of(key)
                .orElseThrow(() -> new InvalidKeyException(
                        "Expected an EC (P-256, P-384, P-521), RSA, Ed25519, X25519, AES or HMAC key, got "
                                + key.getAlgorithm() + "."));
        KeyAuthorizations authorizations =
                parameters.map(p -> p.authorizations(type)).orElse(KeyAuthorizations.defaultsFor(type));
        requirePurposes(type, authorizations);
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("Expected a key with an encoding to import, got one that keeps its own.");
        }
        try (SecretBytes material = SecretBytes.take(encoded)) {
            int sizeBits = type.asymmetric() ? PlainKeys.sizeBits(type, key) : encoded.length * 8;
            admit(type, sizeBits);
            byte[] publicKey = key instanceof PrivateKey own ? PublicHalf.of(type, own, chain) : new byte[0];
            KeyFacts facts = facts(place, type, sizeBits, authorizations, true);
            create(home, place.token(), facts, key.getAlgorithm(), publicKey, material, chain, Kind.KEY_IMPORTED);
        }
    }

    private KeyFacts facts(
            Home.Place place, KeyType type, int sizeBits, KeyAuthorizations authorizations, boolean imported) {
        byte[] name = new byte[16];
        random.nextBytes(name);
        KeyId id = new KeyId(version4(name));
        Instant now = gate.clock().instant();
        return new KeyFacts(
                id,
                place.token().name(),
                place.alias(),
                type,
                sizeBits,
                KeyState.ACTIVE,
                authorizations,
                imported,
                now);
    }

    /** Source: RFC 9562 §5.4. */
    private static UUID version4(byte[] random) {
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(random);
        long high = (buffer.getLong() & ~0xf000L) | 0x4000L;
        long low = (buffer.getLong() & ~(3L << 62)) | (2L << 62);
        return new UUID(high, low);
    }

    private void admit(KeyType type, int sizeBits) {
        if (gate.policy().admit(type, sizeBits) instanceof Decision.Deny deny) {
            throw new PolicyDeniedException(deny.refusal());
        }
    }

    private static void requirePurposes(KeyType type, KeyAuthorizations authorizations) {
        authorizations.purposes().stream()
                .filter(p -> !org.wardkey.provider.policy.PolicyEngine.fits(type, p))
                .findFirst()
                .ifPresent(p -> {
                    throw new PolicyDeniedException(new Refusal(
                            RefusalCode.KEY_PURPOSE, "No " + type + " key can " + p + ", yet it is authorized to."));
                });
    }

    private void create(
            Home home,
            Token token,
            KeyFacts facts,
            String algorithm,
            byte[] publicKey,
            SecretBytes material,
            List<byte[]> chain,
            Kind kind) {
        byte[] sealed = token.seal(facts, material);
        KeyRecord record = new KeyRecord(facts, algorithm, publicKey, sealed, chain, "");
        recorded(home, AuditEvent.keyManagement(gate.clock().instant(), kind, facts, ""), () -> {
            home.ledger().catalog().create(record);
            return record;
        });
    }

    /** Records a change before it is made, and that it failed if it did. */
    private static <T> T recorded(Home home, AuditEvent event, Supplier<T> change) {
        record(home, event);
        try {
            return change.get();
        } catch (ProviderException e) {
            record(home, event.withOutcome(AuditEvent.Outcome.FAILED));
            throw e;
        }
    }

    private static void record(Home home, AuditEvent event) {
        try {
            home.audit().appendDurably(event);
        } catch (AuditUnavailableException e) {
            throw OperationGate.auditUnavailable(e);
        }
    }

    /**
     * The handle of a stored private or secret key.
     *
     * @param record the key's record
     * @return the handle
     * @throws ProviderException if the stored public key does not decode
     */
    public Key handle(KeyRecord record) {
        Home home = gate.home();
        KeyFacts facts = record.facts();
        if (!facts.type().asymmetric()) {
            return new WardkeySecretKey(facts.id(), home.path(), facts.token(), record.algorithm(), facts.type());
        }
        try {
            return handle(home, facts, PlainKeys.publicKey(facts.type(), record.publicKey()));
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The stored public key of " + facts.alias() + " does not decode.", e);
        }
    }

    private static WardkeyPrivateKey handle(Home home, KeyFacts facts, PublicKey publicKey) {
        return WardkeyPrivateKey.of(facts.id(), home.path(), facts.token(), facts.type(), publicKey);
    }

    /**
     * What a managed key is, how much of it is used up, and who enforces each of its rules.
     *
     * @param key the key
     * @return the read-back
     * @throws ProviderException if the key cannot be looked at
     */
    public KeyInfo info(WardkeyKey key) {
        Home home = gate.home();
        KeyFacts facts = gate.facts(key);
        boolean limited = facts.authorizations().maximumOperations().isPresent()
                || facts.authorizations().maximumBytes().isPresent();
        UsageCount used = limited ? home.ledger().usage().used(facts) : new UsageCount(0, 0);
        Map<String, Enforcement> enforcement = new LinkedHashMap<>();
        for (String rule : List.of(
                "state",
                "purposes",
                "digests",
                "paddings",
                "origination",
                "consumption",
                "maximum-operations",
                "maximum-bytes",
                "exportable",
                "audit",
                "continuity",
                "constant-time-required")) {
            enforcement.put(rule, Enforcement.PROVIDER);
        }
        return new KeyInfo(facts, used.operations(), used.bytes(), enforcement);
    }

    /**
     * Changes the state of a key; effective in every process of the home at its next operation.
     *
     * @param id the key
     * @param to the new state
     * @param reason why; for the record
     * @return the new record
     * @throws PolicyDeniedException if the state may not follow the present one
     */
    public KeyRecord changeState(KeyId id, KeyState to, String reason) {
        Home home = gate.home();
        KeyRecord before = home.ledger()
                .catalog()
                .find(id)
                .orElseThrow(() ->
                        new PolicyDeniedException(new Refusal(RefusalCode.KEY_UNKNOWN, "Asked for key " + id + ".")));
        AuditEvent event = AuditEvent.keyManagement(
                gate.clock().instant(), Kind.KEY_STATE, before.facts(), to + (reason.isEmpty() ? "" : ": " + reason));
        return recorded(home, event, () -> home.ledger().catalog().changeState(id, to, reason));
    }

    /**
     * Stores a certificate without a key.
     *
     * @param alias the alias, with or without a token's name
     * @param certificate DER
     * @param view the token of a view, if this is one
     */
    public void storeCertificate(String alias, byte[] certificate, Optional<String> view) {
        Home home = gate.home();
        Home.Place place = home.place(Aliases.checked(alias), view);
        Instant now = gate.clock().instant();
        String token = place.token().name();
        recorded(home, AuditEvent.notice(now, Kind.CERTIFICATE_STORED, token + ":" + place.alias()), () -> {
            home.ledger().certificates().put(token, place.alias(), certificate, now);
            return now;
        });
    }

    /**
     * Deletes a certificate without a key.
     *
     * @param alias the alias, with or without a token's name
     * @param view the token of a view, if this is one
     */
    public void deleteCertificate(String alias, Optional<String> view) {
        Home home = gate.home();
        Home.Place place = home.place(alias, view);
        String token = place.token().name();
        AuditEvent event =
                AuditEvent.notice(gate.clock().instant(), Kind.CERTIFICATE_DELETED, token + ":" + place.alias());
        recorded(home, event, () -> home.ledger().certificates().delete(token, place.alias()));
    }

    /** @return the open home */
    public Home home() {
        return gate.home();
    }
}
