package org.wardkey.provider.gate;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.KeyRotation.Succession;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.Window;
import org.wardkey.provider.secret.SecretBytes;

/**
 * Replaces keys by new generations under the same alias.
 *
 * <p>The new key is of the same type and size and has the same authorizations; windows keep their length
 * and begin now. A key with a certificate is replaced in two steps, so that no moment comes in which its
 * alias has none: {@link #prepare} makes the successor under {@code ALIAS@next}, where its certificate is
 * requested and imported like any other, and {@link #rotate} puts it in its place. Thread-safe.
 */
public final class KeySuccession {
    /** What the alias of a prepared successor ends with. */
    public static final String NEXT = "@next";

    private final OperationGate gate;
    private final KeyGeneration generation;
    private final RecordedChanges changes;

    KeySuccession(OperationGate gate, KeyGeneration generation, RecordedChanges changes) {
        this.gate = gate;
        this.generation = generation;
        this.changes = changes;
    }

    /**
     * Makes the successor of a key under {@code ALIAS@next}.
     *
     * @param key the key that is to be replaced
     * @return the successor's record
     * @throws PolicyDeniedException if there is one already, or it is denied
     */
    public KeyRecord prepare(KeyRecord key) {
        Home home = gate.home();
        Home.Place place =
                new Home.Place(home.token(key.facts().token()), key.facts().alias() + NEXT);
        KeyRecord successor = make(home, place, key);
        changes.create(home, successor, Kind.KEY_GENERATED);
        return successor;
    }

    /**
     * Replaces a key by its prepared successor, or by a new one.
     *
     * @param key the key
     * @param overlap how long it may still originate
     * @param withoutCertificate whether the successor of a key with a certificate may have none
     * @return what was done
     * @throws PolicyDeniedException if the key is not ACTIVE, was replaced already, or its successor would
     *     lack a certificate
     */
    public Succession rotate(KeyRecord key, Duration overlap, boolean withoutCertificate) {
        Home home = gate.home();
        KeyFacts facts = key.facts();
        Optional<KeyRecord> prepared = home.ledger().catalog().find(facts.token(), facts.alias() + NEXT);
        prepared.ifPresent(successor -> requireLike(facts, successor.facts()));
        if (!key.chain().isEmpty()
                && !withoutCertificate
                && prepared.map(KeyRecord::chain).orElse(List.of()).isEmpty()) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.SUCCESSOR_INCOMPLETE,
                    "Key " + facts.token() + ":" + facts.alias() + " has a certificate; "
                            + (prepared.isPresent()
                                    ? facts.alias() + NEXT + " has none."
                                    : "no successor is prepared.")));
        }
        KeyRecord successor =
                prepared.orElseGet(() -> make(home, new Home.Place(home.token(facts.token()), facts.alias()), key));
        Instant end = gate.now(home).plus(overlap);
        AuditEvent event = AuditEvent.keyManagement(
                gate.now(home),
                Kind.KEY_ROTATED,
                facts,
                "successor " + successor.facts().id() + ", overlap until " + end);
        return RecordedChanges.recorded(
                home, event, () -> home.ledger().rotation().replace(facts.id(), successor, end));
    }

    /** Anybody may have put a key there: it must be able to do what the replaced one did. */
    private static void requireLike(KeyFacts key, KeyFacts successor) {
        if (successor.type() == key.type()
                && successor.state() == KeyState.ACTIVE
                && successor
                        .authorizations()
                        .purposes()
                        .containsAll(key.authorizations().purposes())) {
            return;
        }
        throw new PolicyDeniedException(new Refusal(
                RefusalCode.SUCCESSOR_INCOMPLETE,
                "Expected " + successor.alias() + " to be an ACTIVE " + key.type() + " key that may "
                        + key.authorizations().purposes() + ", got " + successor.state() + " " + successor.type()
                        + " that may " + successor.authorizations().purposes() + "."));
    }

    private KeyRecord make(Home home, Home.Place place, KeyRecord old) {
        KeyFacts o = old.facts();
        KeyAuthorizations renewed = renewed(o, gate.now(home));
        KeyFacts facts = changes.admitted(home, place, o.type(), o.sizeBits(), renewed, false);
        if (!o.type().asymmetric()) {
            try (SecretBytes material = SecretBytes.take(generation.plainSecret(o.sizeBits() / 8))) {
                return sealed(place, facts, old.algorithm(), new byte[0], material);
            }
        }
        try (GeneratedKey made = generation.pair(o.type(), o.sizeBits())) {
            return sealed(place, facts, old.algorithm(), made.publicKey(), made.material());
        } catch (GeneralSecurityException e) {
            throw new ProviderException("The successor of " + o.alias() + " could not be made.", e);
        }
    }

    private static KeyRecord sealed(
            Home.Place place, KeyFacts facts, String algorithm, byte[] publicKey, SecretBytes material) {
        return new KeyRecord(facts, algorithm, publicKey, place.token().seal(facts, material), List.of(), "");
    }

    private static KeyAuthorizations renewed(KeyFacts key, Instant now) {
        KeyAuthorizations a = key.authorizations();
        return new KeyAuthorizations(
                a.purposes(),
                a.digests(),
                a.paddings(),
                moved(a.origination(), key.created(), now),
                moved(a.consumption(), key.created(), now),
                a.maximumOperations(),
                a.maximumBytes(),
                a.exportable(),
                a.audit(),
                a.continuity(),
                a.constantTimeRequired(),
                a.labels());
    }

    private static Window moved(Window window, Instant created, Instant now) {
        if (!window.ends()) {
            return Window.ALWAYS;
        }
        Instant start = window.start().isBefore(created) ? created : window.start();
        return Window.until(now.plus(Duration.between(start, window.end())));
    }
}
