package org.wardkey.provider.gate;

import java.util.List;
import org.wardkey.provider.policy.BundleCryptography;
import org.wardkey.provider.policy.BundleKey;

/**
 * Who may state the time of a home.
 *
 * @param keys the keys of which any suffices; none if nobody may
 * @param cryptography hashes and verifies
 */
public record TimeAuthority(List<BundleKey> keys, BundleCryptography cryptography) {
    /** Copies the list. */
    public TimeAuthority {
        keys = List.copyOf(keys);
    }
}
