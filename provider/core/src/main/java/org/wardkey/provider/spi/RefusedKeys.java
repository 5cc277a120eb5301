package org.wardkey.provider.spi;

import java.security.InvalidKeyException;
import java.security.Key;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.WardkeyKey;

/**
 * The keys that a service is refused to in the whole JVM: never managed ones, which the gate decides over.
 *
 * @param algorithms the keys' algorithms, such as {@code Ed448}; empty for every plain key
 */
public record RefusedKeys(Set<String> algorithms) {
    /** Every plain key. */
    public static final RefusedKeys ALL = new RefusedKeys(Set.of());

    /** Keeps a copy. */
    public RefusedKeys {
        algorithms = Set.copyOf(algorithms);
    }

    /** Whether no plain key is left out. */
    boolean isEvery() {
        return algorithms.isEmpty();
    }

    /**
     * Whether the service is refused to a key.
     *
     * @param key the key; null for none
     * @return true if it is plain and one of these
     */
    public boolean contains(@Nullable Key key) {
        if (key == null || key instanceof WardkeyKey) {
            return false;
        }
        return isEvery() || algorithms.stream().anyMatch(name(key)::equalsIgnoreCase);
    }

    /**
     * Whether a service that is asked to take a key takes it to refuse it later.
     *
     * @param key the key; null for none
     * @param served whether Wardkey has the algorithm and serves the other keys
     * @param service the algorithm's name, for messages
     * @return true to refuse it; false to serve it
     * @throws InvalidKeyException if the key is neither refused nor served
     */
    boolean takes(@Nullable Key key, boolean served, String service) throws InvalidKeyException {
        boolean refusing = contains(key) || (!served && isEvery());
        if (!refusing && !served) {
            throw new InvalidKeyException("Expected a key of " + algorithms + ", for which " + service
                    + " is refused in this JVM; Wardkey serves no other.");
        }
        return refusing;
    }

    /** The JDK calls keys of several curves or parameter sets by one name; their parameters say which. */
    private static String name(Key key) {
        return KeyType.of(key)
                .map(KeyType::curve)
                .filter(curve -> !curve.isEmpty())
                .orElseGet(() -> String.valueOf(key.getAlgorithm()));
    }
}
