package org.wardkey.tpm2.structure;

import java.util.List;

/**
 * One TPM command with its parameters, and how its response reads. Source: TPM 2.0 Part 1 §18, Part 3 §4.
 *
 * <pre>
 * tag (2) | size (4) | TPM_CC (4) | handles (4 each) | [authorizationSize (4) | authorizations] | parameters
 * </pre>
 *
 * @param <R> what the response says
 */
public interface TpmCommand<R> {
    /** Returns the TPM_CC. Source: Part 2 §6.5. */
    int code();

    /** Returns what the handle area names, in its order. */
    default List<Entity> entities() {
        return List.of();
    }

    /** Returns how many of the first handles need an authorization (those with an @ in Part 3). */
    default int authorizations() {
        return 0;
    }

    /** Appends the parameter area. */
    default void writeParameters(TpmWriter out) {}

    /** Says whether the first parameter is a TPM2B, so that a session can encrypt it. Source: Part 1 §21. */
    default boolean encryptsRequest() {
        return false;
    }

    /** Says whether the first parameter of the response is a TPM2B, so that a session can encrypt it. */
    default boolean encryptsResponse() {
        return false;
    }

    /** Says whether the response has a handle area. */
    default boolean returnsHandle() {
        return false;
    }

    /** Says whether running it twice is as good as once, so that it may be sent again when its response was lost. */
    default boolean isRepeatable() {
        return false;
    }

    /** Says whether the TPM flushes what it first names once it was done, as a sequence that is complete. */
    default boolean endsFirstEntity() {
        return false;
    }

    /**
     * Reads the parameter area of the response.
     *
     * @param handle the handle of the response, {@link Handle#NULL} if it has none
     * @param in the parameters, decrypted
     */
    R readResponse(Handle handle, TpmReader in);

    /** What a response without parameters says. */
    enum None {
        /** It was done. */
        NONE
    }
}
