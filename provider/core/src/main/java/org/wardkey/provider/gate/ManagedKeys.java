package org.wardkey.provider.gate;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.ledger.KeyRecord;
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
 * any more they are gone, and no orphan remains in the store.
 */
final class ManagedKeys {
    private final Home home;
    private final Map<KeyId, ActiveKey> active = new ConcurrentHashMap<>();
    private final Map<WardkeyKey, SessionKey> session = Collections.synchronizedMap(new WeakHashMap<>());

    /** A key that was made and not stored. */
    record SessionKey(KeyFacts facts, String algorithm, byte[] publicKey, SecretBytes material, ActiveKey active) {}

    ManagedKeys(Home home) {
        this.home = home;
    }

    ActiveKey require(WardkeyKey key) {
        if (!key.home().equals(home.path())) {
            throw new PolicyDeniedException(new Refusal(
                    RefusalCode.KEY_FOREIGN, "The key is of home " + key.home() + ", this is " + home.path() + "."));
        }
        long epoch = home.ledger().epoch();
        ActiveKey known = active.get(key.id());
        if (known != null && known.epoch() == epoch) {
            return known;
        }
        SessionKey made = session.get(key);
        if (made != null) {
            return made.active();
        }
        return load(key, known, epoch);
    }

    private ActiveKey load(WardkeyKey key, @Nullable ActiveKey known, long epoch) {
        KeyRecord record = home.ledger()
                .catalog()
                .find(key.id())
                .orElseThrow(() -> new PolicyDeniedException(
                        new Refusal(RefusalCode.KEY_UNKNOWN, "Asked for key " + key.id() + ".")));
        if (known != null) {
            known.refresh(record.facts(), epoch);
            return known;
        }
        Token token = home.token(record.facts().token());
        ActiveKey loaded = new ActiveKey(record.facts(), epoch, record.algorithm(), () -> token.unseal(record));
        ActiveKey raced = active.putIfAbsent(key.id(), loaded);
        return raced == null ? loaded : raced;
    }

    void addSession(WardkeyKey key, SessionKey made) {
        session.put(key, made);
    }

    Optional<SessionKey> session(WardkeyKey key) {
        return Optional.ofNullable(session.get(key));
    }

    void removeSession(WardkeyKey key) {
        SessionKey removed = session.remove(key);
        if (removed != null) {
            removed.active().close();
            removed.material().close();
        }
    }

    void close() {
        active.values().forEach(ActiveKey::close);
        active.clear();
    }
}
