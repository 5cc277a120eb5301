package org.wardkey.provider.gate;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.ledger.KeyRecord;
import org.wardkey.provider.ledger.KeyRotation.Succession;
import org.wardkey.provider.ledger.Ledger;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.operation.WardkeyKey;
import org.wardkey.provider.secret.SecretBytes;

/**
 * The managed keys of a home that this process uses. Before every operation the epoch is read; if it
 * moved, the key's record is read again, so a change by any process takes effect at the next
 * operation. Thread-safe.
 *
 * <p>Session keys (made in a token, not stored yet) live here alone: when nobody holds their object
 * any more they are zeroed by {@link #closeCollected}, and no orphan remains in the store.
 */
final class ManagedKeys {
    private final String home;
    private final Ledger ledger;
    private final Function<String, Token> tokens;
    private final Map<KeyId, ActiveKey> active = new ConcurrentHashMap<>();
    /** The epoch at which all of them were looked at. */
    private volatile long lookedAt = -1;

    private final Map<KeyId, Held> session = new ConcurrentHashMap<>();
    private final ReferenceQueue<WardkeyKey> collected = new ReferenceQueue<>();

    /** A key that was made and not stored. */
    record SessionKey(KeyFacts facts, String algorithm, byte[] publicKey, SecretBytes material, ActiveKey active) {
        void close() {
            active.closeAll();
            material.close();
        }
    }

    /** A session key for as long as its handle lives. */
    private static final class Held extends WeakReference<WardkeyKey> {
        private final KeyId id;
        private final SessionKey made;

        private Held(WardkeyKey handle, SessionKey made, ReferenceQueue<WardkeyKey> collected) {
            super(handle, collected);
            this.id = handle.id();
            this.made = made;
        }
    }

    ManagedKeys(String home, Ledger ledger, Function<String, Token> tokens) {
        this.home = home;
        this.ledger = ledger;
        this.tokens = tokens;
    }

    ActiveKey require(WardkeyKey key) {
        if (!key.home().equals(home)) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.KEY_FOREIGN, "The key is of home " + key.home() + ", this is " + home + "."));
        }
        long epoch = ledger.epoch();
        ActiveKey known = active.get(key.id());
        if (known != null && known.epoch() == epoch) {
            return known;
        }
        Held made = session.get(key.id());
        if (made != null) {
            return made.made.active();
        }
        return load(key, known, epoch);
    }

    /** What operations would know of a stored key. */
    ActiveKey.Snapshot snapshot(KeyRecord record, long epoch) {
        return snapshot(record, record.facts(), epoch);
    }

    private ActiveKey.Snapshot snapshot(KeyRecord record, KeyFacts facts, long epoch) {
        return new ActiveKey.Snapshot(
                facts,
                Certificates.attributes(record.chain()),
                ledger.rotation().find(facts.id()).map(Succession::overlapEnd),
                epoch);
    }

    private ActiveKey load(WardkeyKey key, @Nullable ActiveKey known, long epoch) {
        KeyRecord record = ledger.catalog()
                .find(key.id())
                .orElseThrow(() -> new PolicyDeniedException(
                        new Refusal(RefusalCode.KEY_UNKNOWN, "Asked for key " + key.id() + ".")));
        if (known != null) {
            refresh(known, record, epoch);
            return known;
        }
        ActiveKey.Snapshot read = snapshot(record, epoch);
        Token token = tokens.apply(record.facts().token());
        ActiveKey loaded = new ActiveKey(read, record.algorithm(), () -> token.unseal(record));
        ActiveKey raced = active.putIfAbsent(key.id(), loaded);
        if (raced == null) {
            return loaded;
        }
        raced.refresh(read);
        return raced;
    }

    private void refresh(ActiveKey known, KeyRecord record, long epoch) {
        // The same object while nothing changed: the policy compiled for it is then found at once.
        KeyFacts facts = known.facts().equals(record.facts()) ? known.facts() : record.facts();
        known.refresh(snapshot(record, facts, epoch));
    }

    /**
     * Zeroes what engines hold of keys that were destroyed or compromised, here or by another process: nobody may ask for
     * such a key again, and then nothing else would.
     */
    void closeGone() {
        long epoch = ledger.epoch();
        if (epoch == lookedAt) {
            return;
        }
        active.forEach((id, known) -> {
            if (known.epoch() != epoch) {
                ledger.catalog().find(id).ifPresentOrElse(record -> refresh(known, record, epoch), known::close);
            }
        });
        lookedAt = epoch;
    }

    void addSession(WardkeyKey key, SessionKey made) {
        session.put(key.id(), new Held(key, made, collected));
    }

    Optional<SessionKey> session(WardkeyKey key) {
        return Optional.ofNullable(session.get(key.id())).map(held -> held.made);
    }

    /** Goes over to the stored key what is open of it: who signs with it at the moment notices nothing. */
    void stored(WardkeyKey key, KeyRecord record) {
        Held made = session.get(key.id());
        if (made == null) {
            return;
        }
        Token token = tokens.apply(record.facts().token());
        ActiveKey.Snapshot read =
                new ActiveKey.Snapshot(record.facts(), Certificates.attributes(record.chain()), Optional.empty(), 0);
        made.made.active().becomesStored(read, () -> token.unseal(record));
        ActiveKey known = active.putIfAbsent(key.id(), made.made.active());
        if (known != null) {
            // Somebody loaded it from the store already.
            made.made.active().close();
        }
        session.remove(key.id());
        made.made.material().close();
    }

    /** Zeroes the session keys whose handles the collector took. */
    void closeCollected() {
        Reference<? extends WardkeyKey> reference;
        while ((reference = collected.poll()) != null) {
            if (reference instanceof Held held && session.remove(held.id, held)) {
                held.made.close();
            }
        }
    }
}
