package org.wardkey.provider.policy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.wardkey.provider.operation.AuditGranularity;
import org.wardkey.provider.operation.KeyAuthorizations;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyId;
import org.wardkey.provider.operation.KeyState;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.operation.Window;

/**
 * Decides what managed keys may do: pure, total, no I/O. Thread-safe.
 *
 * <p>What a key may do at all is default-deny: {@link KeyAuthorizations} lists the purposes. The
 * policy takes away from that. What a policy says about a key is compiled at its first use and kept
 * until its facts change.
 */
public final class PolicyEngine {
    /** How many keys' policies are kept; beyond that all are compiled anew. */
    private static final int MOST_KEPT = 4096;

    private final Supplier<Policy> policy;
    private final ConcurrentMap<KeyId, KeyPolicy> compiled = new ConcurrentHashMap<>();

    /** Makes the engine with the default pack, which is read at the first decision. */
    public PolicyEngine() {
        this(PolicyPack::defaultPolicy);
    }

    /**
     * Makes the engine with a policy.
     *
     * @param policy gives the policy at the first decision and then the same one for ever
     */
    public PolicyEngine(Supplier<Policy> policy) {
        this.policy = policy;
    }

    /** @return the policy by which this engine decides */
    public Policy policy() {
        return policy.get();
    }

    /**
     * What the policy says about a key.
     *
     * @param key the key's facts
     * @param attributes what else rules may ask of it
     * @return its policy, compiled now or before
     */
    public KeyPolicy forKey(KeyFacts key, KeyAttributes attributes) {
        KeyPolicy known = compiled.get(key.id());
        if (known != null && same(known.key(), key) && known.attributes().equals(attributes)) {
            return known;
        }
        if (compiled.size() >= MOST_KEPT) {
            compiled.clear();
        }
        KeyPolicy made = policy.get().forKey(key, attributes);
        compiled.put(key.id(), made);
        return made;
    }

    @SuppressWarnings("ReferenceEquality") // the same object is the rule; comparing all fields is the exception
    private static boolean same(KeyFacts known, KeyFacts key) {
        return known == key || known.equals(key);
    }

    /**
     * Decides on one operation of a key without a certificate.
     *
     * @param request what is asked for
     * @param key the key's facts
     * @param now the time of the decision
     * @return allow, or deny with reason and rule
     */
    public Decision decide(OperationRequest request, KeyFacts key, Instant now) {
        return forKey(key, KeyAttributes.NONE).decide(request, now);
    }

    /**
     * Decides whether a key may be made or imported.
     *
     * @param candidate the facts that it would have
     * @param attributes what else rules may ask of it
     * @param now the time of the decision
     * @return allow, or deny with reason and rule
     */
    public Decision admit(KeyFacts candidate, KeyAttributes attributes, Instant now) {
        return policy.get().forKey(candidate, attributes).admit(now);
    }

    /**
     * Decides whether a key of a type and size may be managed, by the rules that have no dates: what
     * holds on one day only is for {@link #admit(KeyFacts, KeyAttributes, Instant)}.
     *
     * @param type the type of the key
     * @param sizeBits its size in bits
     * @return allow, or deny with the reason
     */
    public Decision admit(KeyType type, int sizeBits) {
        KeyFacts candidate = new KeyFacts(
                new KeyId(new UUID(0, 0)),
                "",
                "(new)",
                type,
                sizeBits,
                KeyState.ACTIVE,
                everything(type),
                false,
                Instant.EPOCH);
        return admit(candidate, KeyAttributes.NONE, Instant.EPOCH);
    }

    private static KeyAuthorizations everything(KeyType type) {
        Set<Purpose> purposes = EnumSet.allOf(Purpose.class);
        purposes.removeIf(purpose -> !fits(type, purpose));
        return new KeyAuthorizations(
                purposes,
                Set.of(),
                Set.of(),
                Window.ALWAYS,
                Window.ALWAYS,
                OptionalLong.empty(),
                OptionalLong.empty(),
                false,
                AuditGranularity.EACH,
                Optional.empty(),
                false);
    }

    /**
     * Tells whether a purpose can ever be right for a type; used when authorizations are set.
     *
     * @param type the type of the key
     * @param purpose the purpose
     * @return whether keys of the type have such an operation
     */
    public static boolean fits(KeyType type, Purpose purpose) {
        if (type == KeyType.PASSWORD) {
            // No algorithm serves it: that it is read counts as decryption.
            return purpose == Purpose.DECRYPT;
        }
        return !KeyChecks.families(type, purpose).isEmpty();
    }
}
