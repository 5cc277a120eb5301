package org.wardkey.provider.gate;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wardkey.provider.audit.AuditEvent;
import org.wardkey.provider.audit.AuditEvent.Kind;
import org.wardkey.provider.backend.GeneratedKey;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.KeyRotation.Succession;
import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.Window;
import org.wardkey.provider.secret.SecretBytes;

/**
 * Replaces keys by new generations under the same alias.
 *
 * <p>The new key is of the same type and size and has the same authorizations; windows keep their length
 * and begin now, or when the replaced key's would have begun. A key with a certificate is replaced in two steps, so that no moment comes in which its
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
     * @param reason why, for the record; empty if nobody says
     * @return what was done
     * @throws PolicyDeniedException if the key is not ACTIVE, was replaced already, or its successor would
     *     lack a certificate
     */
    public Succession rotate(KeyRecord key, Duration overlap, boolean withoutCertificate, String reason) {
        Home home = gate.home();
        KeyFacts facts = key.facts();
        Optional<KeyRecord> prepared = home.ledger().catalog().find(facts.token(), facts.alias() + NEXT);
        prepared.ifPresent(successor -> requireLike(key, successor));
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
                "successor " + successor.facts().id() + ", overlap until " + end
                        + (reason.isEmpty() ? "" : ", " + reason));
        return RecordedChanges.recorded(
                home, event, () -> home.ledger().rotation().replace(facts.id(), successor, end));
    }

    /** Anybody may have put a key there: it may do what rotation itself would have given it, and no more. */
    private static void requireLike(KeyRecord key, KeyRecord successor) {
        List<String> differences = differences(key, successor);
        if (!differences.isEmpty()) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.SUCCESSOR_INCOMPLETE,
                    "Expected " + successor.facts().alias() + " to be like the key that it replaces; it differs in "
                            + String.join(", ", differences) + "."));
        }
    }

    private static List<String> differences(KeyRecord key, KeyRecord successor) {
        KeyFacts k = key.facts();
        KeyFacts s = successor.facts();
        // As of the moment when it was made: what was prepared in time stays good however late it is used.
        KeyAuthorizations promised = renewed(k, s.created());
        KeyAuthorizations given = s.authorizations();
        List<String> found = new ArrayList<>();
        differs(found, "state", KeyState.ACTIVE, s.state());
        differs(found, "type", k.type(), s.type());
        // A password's length is no strength.
        if (s.sizeBits() < k.sizeBits() && k.type() != KeyType.PASSWORD) {
            differs(found, "size", "at least " + k.sizeBits() + " bits", s.sizeBits());
        }
        if (!k.type().asymmetric() && !key.algorithm().equalsIgnoreCase(successor.algorithm())) {
            differs(found, "algorithm", key.algorithm(), successor.algorithm());
        }
        if (s.imported() && !k.imported()) {
            found.add("origin (expected a key made in the token, got an imported one)");
        }
        differs(found, "purposes", promised.purposes(), given.purposes());
        differs(found, "digests", promised.digests(), given.digests());
        differs(found, "paddings", promised.paddings(), given.paddings());
        within(found, "origination", promised.origination(), given.origination());
        within(found, "consumption", promised.consumption(), given.consumption());
        differs(found, "maximum-operations", promised.maximumOperations(), given.maximumOperations());
        differs(found, "maximum-bytes", promised.maximumBytes(), given.maximumBytes());
        differs(found, "exportable", promised.exportable(), given.exportable());
        differs(found, "audit", promised.audit(), given.audit());
        differs(found, "continuity", promised.continuity(), given.continuity());
        differs(found, "constant-time-required", promised.constantTimeRequired(), given.constantTimeRequired());
        differs(found, "labels", promised.labels(), given.labels());
        return found;
    }

    private static void differs(List<String> found, String what, Object expected, Object got) {
        if (!expected.equals(got)) {
            found.add(what + " (expected " + expected + ", got " + got + ")");
        }
    }

    /** A shorter window takes nothing that the owner of the alias did not give. */
    private static void within(List<String> found, String what, Window promised, Window given) {
        if (given.start().isBefore(promised.start()) || given.end().isAfter(promised.end())) {
            differs(found, what, promised, given);
        }
    }

    private KeyRecord make(Home home, Home.Place place, KeyRecord old) {
        KeyFacts o = old.facts();
        if (o.type() == KeyType.PASSWORD) {
            throw new BackendException(
                    new Refusal(
                            RefusalCode.KEY_UNSUITABLE,
                            "Nobody but who chose it knows the successor of password " + o.token() + ":" + o.alias()
                                    + ". Store it as " + o.alias()
                                    + "@next, with keytool -importpass or, where the one before has authorizations of its own, with these and KeyStore.setEntry; then rotate."));
        }
        KeyFacts facts = changes.admitted(home, place, o.type(), o.sizeBits(), now -> renewed(o, now), false);
        if (!o.type().asymmetric()) {
            try (SecretBytes material = generation.secret(place.token(), o.type(), old.algorithm(), o.sizeBits())) {
                return sealed(place, facts, old.algorithm(), new byte[0], material);
            }
        }
        try (GeneratedKey made = generation.pair(
                place.token(), o.type(), o.sizeBits(), facts.authorizations().purposes())) {
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

    /** Keeps the start, which may lie ahead, and the length, counted from the start or from now. */
    private static Window moved(Window window, Instant created, Instant now) {
        if (!window.ends()) {
            return window;
        }
        Duration length = Duration.between(later(window.start(), created), window.end());
        Instant end = later(window.start(), now).plus(length);
        // A window that had ended before the key was made has no length: it stays over.
        return end.isAfter(window.start()) ? new Window(window.start(), end) : window;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
