package org.wardkey.provider.operation;

import java.security.spec.KeySpec;
import java.util.Map;

/**
 * What a managed key is, and who enforces each of its rules; asked for through {@code
 * KeyFactory.getKeySpec(key, KeyInfo.class)} or {@code SecretKeyFactory.getKeySpec}.
 *
 * @param facts what the key is
 * @param operationsUsed how many operations are used up or leased out; 0 while the key has no limit
 * @param bytesUsed how many bytes are used up or leased out; 0 while the key has no limit
 * @param enforcement who enforces each rule, by the rule's name as in the stored authorizations
 */
public record KeyInfo(KeyFacts facts, long operationsUsed, long bytesUsed, Map<String, Enforcement> enforcement)
        implements KeySpec {
    /** Copies the map. */
    public KeyInfo {
        enforcement = Map.copyOf(enforcement);
    }
}
