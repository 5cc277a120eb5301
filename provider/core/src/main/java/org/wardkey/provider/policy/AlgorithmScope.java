package org.wardkey.provider.policy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyFacts;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.Purpose;

/**
 * Which uses an algorithm rule covers; what is empty covers all.
 *
 * @param algorithms algorithms
 * @param digests hash functions
 * @param keyTypes types of keys
 * @param purposes purposes
 * @param keyBitsBelow keys of fewer bits
 * @param strengthBelow keys of fewer bits of security
 */
public record AlgorithmScope(
        Set<AlgorithmName> algorithms,
        Set<Digest> digests,
        Set<KeyType> keyTypes,
        Set<Purpose> purposes,
        OptionalInt keyBitsBelow,
        OptionalInt strengthBelow) {
    /** Copies the sets. */
    public AlgorithmScope {
        algorithms = Set.copyOf(algorithms);
        digests = Set.copyOf(digests);
        keyTypes = Set.copyOf(keyTypes);
        purposes = Set.copyOf(purposes);
    }

    boolean bounded() {
        return keyBitsBelow.isPresent() || strengthBelow.isPresent();
    }

    boolean coversKey(KeyFacts key) {
        return (keyTypes.isEmpty() || keyTypes.contains(key.type()))
                && (keyBitsBelow.isEmpty() || key.sizeBits() < keyBitsBelow.getAsInt())
                && (strengthBelow.isEmpty()
                        || SecurityStrength.of(key.type(), key.sizeBits()) < strengthBelow.getAsInt());
    }

    boolean covers(Use use) {
        return (algorithms.isEmpty() || contains(algorithms, use.family()))
                && (digests.isEmpty() || digests.contains(use.digest()))
                && (purposes.isEmpty() || purposes.contains(use.purpose()));
    }

    static boolean contains(Set<AlgorithmName> algorithms, Family family) {
        Optional<AlgorithmName> name = AlgorithmName.of(family);
        return name.isPresent() && algorithms.contains(name.get());
    }
}
