package org.wardkey.provider.operation;

import java.io.IOException;

/**
 * Reaches who signs leases for keys whose use a TPM itself ends, by whatever network there is. What goes and what comes is text, and none of it is secret or needs to
 * be protected on its way: the TPM believes a lease by its signature, for the one session that it was asked for.
 */
@FunctionalInterface
public interface LeaseAuthority {
    /**
     * Asks for a lease.
     *
     * @param request what {@code wardkey tpm lease sign} or {@code org.wardkey.tpm2.policy.SignedLease} takes
     * @return what they give
     * @throws IOException if there is none; the message says why
     */
    String lease(String request) throws IOException;
}
