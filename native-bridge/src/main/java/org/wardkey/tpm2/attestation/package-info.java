/**
 * Judges what a TPM says about itself and its keys, with no TPM at hand: for an authority that certifies them. {@code EndorsementCertificates},
 * {@code EndorsementTemplate} and {@code PcrReader} are the device's side. Does no I/O of its own; depends on {@code tpm2}, {@code
 * tpm2.structure}, {@code tpm2.command}, {@code tpm2.session} and {@code tpm2.crypto}.
 */
@NullMarked
package org.wardkey.tpm2.attestation;

import org.jspecify.annotations.NullMarked;
