package org.wardkey.provider.operation;

import java.security.spec.KeySpec;
import java.time.Instant;
import java.util.Map;

/**
 * What a managed key is, and who enforces each of its rules; asked for through {@code
 * KeyFactory.getKeySpec(key, KeyInfo.class)} or {@code SecretKeyFactory.getKeySpec}.
 *
 * @param facts what the key is, with the authorizations that the policy leaves it
 * @param operationsUsed how many operations are used up or leased out; 0 while the key has no limit
 * @param bytesUsed how many bytes are used up or leased out; 0 while the key has no limit
 * @param enforcement who enforces each rule, by the rule's name as in the stored authorizations
 * @param bounds for a rule that hardware holds within bounds of its own, what these are, for people
 * @param setBy for each authorization that the policy narrowed, the rule that did, as {@code POLICY/RULE}
 * @param ends until when each of its purposes is allowed, by its windows and the policy; {@link Instant#MAX} for one
 *     without an end
 */
public record KeyInfo(
        KeyFacts facts,
        long operationsUsed,
        long bytesUsed,
        Map<String, Enforcement> enforcement,
        Map<String, String> bounds,
        Map<String, String> setBy,
        Map<Purpose, Instant> ends)
        implements KeySpec {
    /** Copies the maps. */
    public KeyInfo {
        enforcement = Map.copyOf(enforcement);
        bounds = Map.copyOf(bounds);
        setBy = Map.copyOf(setBy);
        ends = Map.copyOf(ends);
    }
}
