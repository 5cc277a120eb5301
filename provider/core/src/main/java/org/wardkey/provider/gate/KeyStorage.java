package org.wardkey.provider.gate;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.crypto.SecretKey;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.backend.PlainKeys;
import org.wardkey.provider.backend.PostQuantumKeys;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.operation.Aliases;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.secret.Encodings;
import org.wardkey.provider.secret.SecretBytes;

/** Puts keys and certificates into tokens, and takes certificates out. Thread-safe. */
public final class KeyStorage {
    private final OperationGate gate;
    private final KeyGeneration generation;
    private final RecordedChanges changes;

    KeyStorage(OperationGate gate, KeyGeneration generation, RecordedChanges changes) {
        this.gate = gate;
        this.generation = generation;
        this.changes = changes;
    }

    /**
     * Puts a key into a token: a plain one is imported, one of this token's session keys is stored, a
     * stored one gets another chain.
     *
     * @param key the key
     * @param alias the alias, with or without a token's name
     * @param chain the certificates, the key's own first; empty if there are none
     * @param parameters authorizations; empty for the type's default
     * @param view the token of a view, if this is one
     * @throws PolicyDeniedException if it is denied
     * @throws InvalidKeyException if the key is not one that a token can take
     */
    public void store(
            Key key,
            String alias,
            List<Certificate> chain,
            Optional<KeyGenParameters> parameters,
            Optional<String> view)
            throws InvalidKeyException {
        Home home = gate.home();
        Home.Place place = home.place(Aliases.checked(alias), view);
        if (parameters.isPresent()) {
            requireSameAlias(place, home.place(parameters.get().alias(), view));
        }
        if (key instanceof WardkeyKey handle) {
            storeManaged(home, place, handle, chain, parameters);
            return;
        }
        importPlain(home, place, key, chain, parameters);
    }

    private static void requireSameAlias(Home.Place place, Home.Place named) throws InvalidKeyException {
        String wanted = place.token().name() + ":" + place.alias();
        String given = named.token().name() + ":" + named.alias();
        if (!wanted.equals(given)) {
            throw new InvalidKeyException("Expected authorizations for the alias of the entry, " + wanted
                    + ", got authorizations for " + given + ". Build them with that alias.");
        }
    }

    private static void requireSize(Optional<KeyGenParameters> parameters, int sizeBits) throws InvalidKeyException {
        OptionalInt wanted = parameters.map(KeyGenParameters::keySizeBits).orElse(OptionalInt.empty());
        if (wanted.isPresent() && wanted.getAsInt() != sizeBits) {
            throw new InvalidKeyException("Expected a key of " + wanted.getAsInt()
                    + " bits, as its authorizations say, got one of " + sizeBits + ".");
        }
    }

    private void storeManaged(
            Home home,
            Home.Place place,
            WardkeyKey handle,
            List<Certificate> chain,
            Optional<KeyGenParameters> parameters)
            throws InvalidKeyException {
        if (handle.refusal().isPresent()) {
            throw new PolicyDeniedException(handle.refusal().get());
        }
        ManagedKeys keys = home.keys();
        Optional<ManagedKeys.SessionKey> made = keys.session(handle);
        if (made.isEmpty()) {
            replaceChain(home, place, handle, chain, parameters);
            return;
        }
        ManagedKeys.SessionKey session = made.get();
        if (!session.facts().token().equals(place.token().name())) {
            throw new InvalidKeyException(
                    "The key was made in token " + session.facts().token() + " and stays there; got token "
                            + place.token().name() + ".");
        }
        KeyFacts s = session.facts();
        requireSize(parameters, s.sizeBits());
        PublicHalf.requireOwn(s.type(), session.publicKey(), chain);
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
        changes.admit(home, facts);
        List<byte[]> certificates = encoded(chain);
        boolean stored = session.active().store(() -> {
            if (keys.session(handle).isEmpty()) {
                return false;
            }
            KeyRecord record = new KeyRecord(
                    facts,
                    session.algorithm(),
                    session.publicKey(),
                    place.token().seal(facts, session.material()),
                    certificates,
                    "");
            changes.create(home, record, session.active().used(), Kind.KEY_GENERATED);
            keys.stored(handle, record);
            return true;
        });
        if (!stored) {
            // Another thread was first: what it stored decides, as if this one had come later.
            replaceChain(home, place, handle, chain, parameters);
        }
    }

    private void replaceChain(
            Home home,
            Home.Place place,
            WardkeyKey handle,
            List<Certificate> chain,
            Optional<KeyGenParameters> parameters)
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
        KeyFacts facts = record.facts();
        requireSize(parameters, facts.sizeBits());
        if (parameters.isPresent()
                && !parameters.get().authorizations(facts.type()).equals(facts.authorizations())) {
            throw new InvalidKeyException("Key " + facts.token() + ":" + facts.alias()
                    + " is stored, and its authorizations do not change: expected the same, got others. Store the"
                    + " chain without parameters, or rotate the key.");
        }
        PublicHalf.requireOwn(facts.type(), record.publicKey(), chain);
        List<byte[]> certificates = encoded(chain);
        AuditEvent event = AuditEvent.keyManagement(
                gate.now(home), Kind.KEY_CHAIN, record.facts(), chain.size() + " certificates");
        RecordedChanges.recorded(home, event, () -> home.ledger().catalog().replaceChain(handle.id(), certificates));
    }

    private static List<byte[]> encoded(List<Certificate> chain) throws InvalidKeyException {
        List<byte[]> encoded = new ArrayList<>();
        for (Certificate certificate : chain) {
            try {
                encoded.add(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new InvalidKeyException("A certificate of the chain does not encode.", e);
            }
        }
        return encoded;
    }

    /** As engines read it: a private key of ML-KEM or ML-DSA may come as a seed. */
    private static byte[] encoding(KeyType type, Key key) throws InvalidKeyException {
        byte[] encoded = Encodings.of(key);
        if (encoded == null) {
            throw new InvalidKeyException("Expected a key with an encoding to import, got one that keeps its own.");
        }
        if (!PostQuantumKeys.has(type)) {
            return encoded;
        }
        try {
            return PostQuantumKeys.readable(type, encoded);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("The key's encoding is not that of a valid " + type + " key.", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private void importPlain(
            Home home, Home.Place place, Key key, List<Certificate> chain, Optional<KeyGenParameters> parameters)
            throws InvalidKeyException {
        KeyType type = KeyType.of(key)
                .orElseThrow(() -> new InvalidKeyException(
                        "Expected an EC (P-256, P-384, P-521), RSA, Ed25519, Ed448, X25519, X448, ML-DSA, ML-KEM, SLH-DSA, AES, ChaCha20 or HMAC key, or a password, got "
                                + key.getAlgorithm() + "."));
        if (!(type.asymmetric() ? key instanceof PrivateKey : key instanceof SecretKey)) {
            throw new InvalidKeyException("Expected a private or a secret key, got "
                    + (key instanceof PublicKey ? "a public " : "another kind of ") + key.getAlgorithm()
                    + " key: a key store takes public keys in certificates alone.");
        }
        KeyAuthorizations authorizations =
                parameters.map(p -> p.authorizations(type)).orElse(KeyAuthorizations.defaultsFor(type));
        requireReadable(type, authorizations);
        if (place.token().chip().isPresent() && type != KeyType.HMAC) {
            throw new InvalidKeyException(
                    "Expected a key that token " + place.token().name()
                            + " made, got one from outside: of those a chip takes keys for HMAC alone. Import it into a software token.");
        }
        byte[] encoded = encoding(type, key);
        if (encoded.length == 0) {
            throw new InvalidKeyException("Expected a key or password of at least one byte, got none.");
        }
        try (SecretBytes material = SecretBytes.take(encoded)) {
            int sizeBits = type.asymmetric() ? PlainKeys.sizeBits(type, key) : encoded.length * 8;
            requireSize(parameters, sizeBits);
            requireKmacSize(type, encoded.length);
            byte[] publicKey = new byte[0];
            if (key instanceof PrivateKey own) {
                publicKey = PublicHalf.of(type, own, material, chain, generation::isPair);
            } else {
                PublicHalf.requireOwn(type, publicKey, chain);
            }
            List<byte[]> certificates = encoded(chain);
            KeyFacts facts = changes.admitted(home, place, type, sizeBits, authorizations, true);
            try (SecretBytes kept = KeyGeneration.taken(place.token(), facts, key.getAlgorithm(), material)) {
                changes.create(
                        home,
                        place.token(),
                        facts,
                        key.getAlgorithm(),
                        publicKey,
                        kept,
                        certificates,
                        Kind.KEY_IMPORTED);
            }
        }
    }

    /** Reading is all the use that a password has, and it is not counted. */
    private static void requireReadable(KeyType type, KeyAuthorizations authorizations) throws InvalidKeyException {
        boolean limited = authorizations.maximumOperations().isPresent()
                || authorizations.maximumBytes().isPresent();
        if (type == KeyType.PASSWORD && (limited || !authorizations.exportable())) {
            throw new InvalidKeyException("Expected a password that is exportable and has no limits of operations or"
                    + " bytes, got another: programs read passwords back, and nothing else can be done with one.");
        }
    }

    /** One that no engine takes would be refused at each use. */
    private static void requireKmacSize(KeyType type, int sizeBytes) throws InvalidKeyException {
        boolean right = sizeBytes >= KmacParameters.SMALLEST_KEY_BYTES && sizeBytes <= KmacParameters.LARGEST_KEY_BYTES;
        if (type == KeyType.KMAC && !right) {
            throw new InvalidKeyException("Expected a KMAC key of " + KmacParameters.SMALLEST_KEY_BYTES + " to "
                    + KmacParameters.LARGEST_KEY_BYTES + " bytes, got " + sizeBytes + ".");
        }
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
        Instant now = gate.now(home);
        String token = place.token().name();
        RecordedChanges.recorded(
                home, AuditEvent.notice(now, Kind.CERTIFICATE_STORED, token + ":" + place.alias()), () -> {
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
        AuditEvent event = AuditEvent.notice(gate.now(home), Kind.CERTIFICATE_DELETED, token + ":" + place.alias());
        RecordedChanges.recorded(home, event, () -> home.ledger().certificates().delete(token, place.alias()));
    }
}
