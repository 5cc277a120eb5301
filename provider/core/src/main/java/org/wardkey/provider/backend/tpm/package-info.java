/**
 * The engine of a token that is a TPM 2.0: keys are made in the chip, and stay there. May use {@code org.wardkey.tpm2},
 * the interfaces of {@code backend}, and nothing of another engine.
 */
@NullMarked
package org.wardkey.provider.backend.tpm;

import org.jspecify.annotations.NullMarked;
