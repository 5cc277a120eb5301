package org.wardkey.provider.policy;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Whose signatures a document needs before it may be applied.
 *
 * @param required how many of the keys must have signed; 0 if none need
 * @param keys the keys that may sign
 */
public record PolicySigners(int required, List<BundleKey> keys) {
    /** Nobody needs to sign. */
    public static final PolicySigners NONE = new PolicySigners(0, List.of());

    /**
     * Copies the list and checks the numbers.
     *
     * @throws IllegalArgumentException if a key stands there twice, under whatever names, or there are fewer
     *     keys than must sign, or keys of which none must
     */
    public PolicySigners {
        keys = List.copyOf(keys);
        Set<String> distinct = new HashSet<>();
        keys.forEach(key -> distinct.add(HexFormat.of().formatHex(key.encoded())));
        if (distinct.size() < keys.size()) {
            throw new IllegalArgumentException("Expected each key of a signer once, got one twice.");
        }
        if (required < 0 || required > keys.size() || (required == 0 && !keys.isEmpty())) {
            throw new IllegalArgumentException("Expected required to be 1 to " + keys.size()
                    + ", the number of the signers' keys, got " + required + ".");
        }
    }

    /** @return whether documents must be signed */
    public boolean wanted() {
        return required > 0;
    }
}
