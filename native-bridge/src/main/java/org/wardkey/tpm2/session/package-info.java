/**
 * Authorization sessions: salts, nonces, HMACs and parameter encryption (TPM 2.0 Part 1 §19, §21). Does no I/O; depends on {@code tpm2.structure} and {@code tpm2.crypto}.
 */
@NullMarked
package org.wardkey.tpm2.session;

import org.jspecify.annotations.NullMarked;
