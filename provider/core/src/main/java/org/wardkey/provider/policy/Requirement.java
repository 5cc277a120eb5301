package org.wardkey.provider.policy;

import java.util.OptionalInt;
import java.util.Set;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyType;

/**
 * What the uses that a rule covers must be like, so that its verdict does not hit them; what is empty
 * asks for nothing.
 *
 * @param algorithms one of these algorithms
 * @param digests one of these hash functions, where the algorithm has one
 * @param keyTypes one of these types of keys
 * @param minimumKeyBits a key of at least so many bits
 * @param minimumStrength a key of at least so many bits of security
 */
public record Requirement(
        Set<AlgorithmName> algorithms,
        Set<Digest> digests,
        Set<KeyType> keyTypes,
        OptionalInt minimumKeyBits,
        OptionalInt minimumStrength) {
    /** Copies the sets. */
    public Requirement {
        algorithms = Set.copyOf(algorithms);
        digests = Set.copyOf(digests);
        keyTypes = Set.copyOf(keyTypes);
    }

    boolean isMetBy(Use use, KeyFacts key) {
        return isListed(use, key) && isStrongEnough(key);
    }

    boolean isListed(Use use, KeyFacts key) {
        return (algorithms.isEmpty() || AlgorithmScope.contains(algorithms, use.family()))
                && (digests.isEmpty()
                        || !KeyChecks.usesDigest(use.family(), use.digest())
                        || digests.contains(use.digest()))
                && (keyTypes.isEmpty() || keyTypes.contains(key.type()));
    }

    private boolean isStrongEnough(KeyFacts key) {
        return (minimumKeyBits.isEmpty() || key.sizeBits() >= minimumKeyBits.getAsInt())
                && (minimumStrength.isEmpty()
                        || SecurityStrength.of(key.type(), key.sizeBits()) >= minimumStrength.getAsInt());
    }
}
