package org.wardkey.provider.gate;

import java.security.InvalidKeyException;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Outcome;
import org.wardkey.provider.audit.AuditUnavailableException;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.operation.Window;
import org.wardkey.provider.policy.Decision;
import org.wardkey.provider.policy.KeyPolicy;
import org.wardkey.provider.secret.Encodings;
import org.wardkey.provider.secret.SecretBytes;

/**
 * Lends the bytes of a key that another key wraps, and gives out passwords: the only ways on which managed material
 * leaves a token, open to exportable keys alone, each recorded before it happens. Thread-safe.
 */
public final class KeyExport {
    private final Passage passage;
    private final Clock clock;

    KeyExport(Passage passage, Clock clock) {
        this.passage = passage;
        this.clock = clock;
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
    public <T, E extends Exception> T lend(Key key, Borrower<T, E> use) throws InvalidKeyException, E {
        if (key instanceof WardkeyKey handle) {
            return lendManaged(handle, "to be wrapped", use);
        }
        byte[] encoded = Encodings.of(key);
        if (encoded == null || encoded.length == 0) {
            throw new InvalidKeyException("Expected a key with an encoding to wrap, got one of "
                    + key.getClass().getName() + " that keeps its own.");
        }
        return lendAndWipe(encoded, use);
    }

    /**
     * Gives out a password that was stored, as its programs stored it.
     *
     * @param handle of type {@link KeyType#PASSWORD}
     * @return the caller's own copy
     * @throws PolicyDeniedException if it may not be read now
     */
    byte[] password(WardkeyKey handle) {
        return lendManaged(handle, "read", byte[]::clone);
    }

    private static <T, E extends Exception> T lendAndWipe(byte[] encoded, Borrower<T, E> use) throws E {
        try {
            return use.use(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private <T, E extends Exception> T lendManaged(WardkeyKey handle, String why, Borrower<T, E> use) throws E {
        ActiveKey.Snapshot read = passage.active(handle).snapshot();
        KeyFacts facts = read.facts();
        Home home = passage.home();
        AuditEvent event = AuditEvent.keyManagement(clock.instant(), AuditEvent.Kind.KEY_EXPORTED, facts, why);
        Optional<Refusal> refusal = refusal(home, read);
        if (refusal.isPresent()) {
            exported(home, event.denied(refusal.get().code()));
            throw new PolicyDeniedException(refusal.get());
        }
        exported(home, event);
        boolean wrapped = false;
        try {
            T result = lendAndWipe(material(home, handle), use);
            wrapped = true;
            return result;
        } finally {
            if (!wrapped) {
                exported(home, event.withOutcome(Outcome.FAILED));
            }
        }
    }

    private static Optional<Refusal> refusal(Home home, ActiveKey.Snapshot read) {
        KeyFacts facts = read.facts();
        Instant now = home.time().now().now();
        KeyPolicy policy = home.policy().engine().forKey(facts, read.attributes());
        KeyAuthorizations authorizations = policy.effectiveAuthorizations(now).authorizations();
        String name = "Key " + facts.token() + ":" + facts.alias();
        boolean inside = home.token(facts.token()).chip().isPresent();
        if (inside || !authorizations.exportable() || !facts.state().permits(Purpose.VERIFY)) {
            return Optional.of(new Refusal(RefusalCode.NOT_EXPORTABLE, name + " is " + facts.state() + "."));
        }
        if (facts.type() != KeyType.PASSWORD) {
            return Optional.empty();
        }
        if (facts.state() != KeyState.ACTIVE) {
            // A deactivated key still decrypts; a password that was replaced opens nothing that is old.
            return Optional.of(new Refusal(RefusalCode.NOT_EXPORTABLE, name + " is " + facts.state() + "."));
        }
        if (policy.permits(Purpose.DECRYPT, now) instanceof Decision.Deny denied) {
            return Optional.of(denied.refusal());
        }
        if (authorizations.maximumOperations().isPresent()
                || authorizations.maximumBytes().isPresent()) {
            return Optional.of(KeyPolicy.passwordIsNotCounted(facts));
        }
        return readable(name, authorizations.consumption(), now);
    }

    /** To be read is all the use that a password has. */
    private static Optional<Refusal> readable(String name, Window window, Instant now) {
        if (now.isBefore(window.start())) {
            return Optional.of(new Refusal(
                    RefusalCode.CONSUMPTION_NOT_BEGUN,
                    name + " may be read from " + window.start() + ", it is " + now + "."));
        }
        return now.isBefore(window.end())
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalCode.CONSUMPTION_ENDED,
                        name + " could be read until " + window.end() + ", it is " + now + "."));
    }

    private static void exported(Home home, AuditEvent event) {
        try {
            home.audit().appendDurably(event);
        } catch (AuditUnavailableException e) {
            throw Passage.auditUnavailable(e);
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
}
