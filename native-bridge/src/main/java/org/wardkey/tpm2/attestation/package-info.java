/**
 * Judges what a TPM says about itself and its keys, with no TPM at hand: for an authority that certifies them. Does no I/O; depends on {@code
 * tpm2.structure}, {@code tpm2.session} (key derivation) and {@code tpm2.crypto}.
 */
@NullMarked
package org.wardkey.tpm2.attestation;

import org.jspecify.annotations.NullMarked;
