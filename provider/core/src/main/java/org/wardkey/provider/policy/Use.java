package org.wardkey.provider.policy;

import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.OperationRequest;
import org.wardkey.provider.operation.Purpose;

/**
 * All of a request that rules look at.
 *
 * @param purpose what is done
 * @param family the algorithm
 * @param digest its hash function; {@link Digest#NONE} where there is none
 * @param newKey whether the key is about to be made for this use
 */
public record Use(Purpose purpose, Family family, Digest digest, boolean newKey) {
    static Use of(OperationRequest request) {
        return new Use(
                request.purpose(),
                request.mechanism().family(),
                request.mechanism().digest(),
                false);
    }

    /** Whether the use protects data; otherwise it processes what was protected before. */
    boolean protects() {
        // A key that is made today is made to protect data, even if its own half only decrypts.
        return newKey || purpose.originating();
    }

    /** The use in words: {@code sign by ECDSA with SHA-256}. */
    String words() {
        return Words.of(purpose) + " by " + family.standardName()
                + (digest == Digest.NONE ? "" : " with " + digest.standardName());
    }
}
