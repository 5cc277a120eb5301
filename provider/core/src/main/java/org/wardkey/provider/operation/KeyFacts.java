package org.wardkey.provider.operation;

import java.time.Instant;

/**
 * What is known of a managed key at one epoch; immutable.
 *
 * @param id its name for life
 * @param token the token that holds it
 * @param alias its alias in the token
 * @param type its type
 * @param sizeBits its size in bits
 * @param state its state
 * @param authorizations what it may do
 * @param imported whether it was made outside the token; for ever
 * @param created when it was made or imported
 */
public record KeyFacts(
        KeyId id,
        String token,
        String alias,
        KeyType type,
        int sizeBits,
        KeyState state,
        KeyAuthorizations authorizations,
        boolean imported,
        Instant created) {
    /**
     * The same key with other authorizations, such as those that the policy leaves of its own.
     *
     * @param others the other authorizations
     * @return the facts
     */
    public KeyFacts withAuthorizations(KeyAuthorizations others) {
        return new KeyFacts(id, token, alias, type, sizeBits, state, others, imported, created);
    }
}
