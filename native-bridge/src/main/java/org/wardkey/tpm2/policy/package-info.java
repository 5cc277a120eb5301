/**
 * Policy digests without a TPM (TPM 2.0 Part 1 §19.7, Part 3 §23). Does no I/O; depends on {@code tpm2.structure} only.
 */
@NullMarked
package org.wardkey.tpm2.policy;

import org.jspecify.annotations.NullMarked;
