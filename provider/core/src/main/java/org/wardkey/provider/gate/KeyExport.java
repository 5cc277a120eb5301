package org.wardkey.provider.gate;

import java.security.InvalidKeyException;
import java.security.Key;
import java.time.Clock;
import java.util.Arrays;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Outcome;
import org.wardkey.provider.audit.AuditUnavailableException;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.secret.Encodings;
import org.wardkey.provider.secret.SecretBytes;

/**
 * Lends the bytes of a key that another key wraps: the only way on which managed material leaves a
 * token, open to exportable keys alone. Thread-safe.
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
            return lendManaged(handle, use);
        }
        byte[] encoded = Encodings.of(key);
        if (encoded == null || encoded.length == 0) {
            throw new InvalidKeyException("Expected a key with an encoding to wrap, got one of "
                    + key.getClass().getName() + " that keeps its own.");
        }
        return lendAndWipe(encoded, use);
    }

    private static <T, E extends Exception> T lendAndWipe(byte[] encoded, Borrower<T, E> use) throws E {
        try {
            return use.use(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private <T, E extends Exception> T lendManaged(WardkeyKey handle, Borrower<T, E> use) throws E {
        ActiveKey.Snapshot read = passage.active(handle).snapshot();
        KeyFacts facts = read.facts();
        Home home = passage.home();
        boolean exportable = home.policy()
                .engine()
                .forKey(facts, read.attributes())
                .effectiveAuthorizations(home.time().now().now())
                .authorizations()
                .exportable();
        AuditEvent event =
                AuditEvent.keyManagement(clock.instant(), AuditEvent.Kind.KEY_EXPORTED, facts, "to be wrapped");
        boolean inside = home.token(facts.token()).chip().isPresent();
        if (inside || !exportable || !facts.state().permits(Purpose.VERIFY)) {
            exported(home, event.denied(RefusalCode.NOT_EXPORTABLE));
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.NOT_EXPORTABLE,
                    "Key " + facts.token() + ":" + facts.alias() + " is " + facts.state() + "."));
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
