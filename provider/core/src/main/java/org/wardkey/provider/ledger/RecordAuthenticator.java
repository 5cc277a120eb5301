package org.wardkey.provider.ledger;

/** Computes the authentication code of a stored row under a key that only the unlocked token has. */
@FunctionalInterface
public interface RecordAuthenticator {
    /**
     * Computes the code.
     *
     * @param canonical the canonical bytes of the row
     * @return 32 bytes
     */
    byte[] authenticate(byte[] canonical);
}
