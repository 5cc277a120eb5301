/** The token that is a TPM 2.0, and the protector that a TPM seals. May use {@code backend.tpm}, {@code gate}, {@code ledger} and {@code sealing}. */
@NullMarked
package org.wardkey.provider.keystore.tpm;

import org.jspecify.annotations.NullMarked;
