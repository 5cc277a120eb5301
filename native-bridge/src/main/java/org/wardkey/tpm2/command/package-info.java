/**
 * One record per TPM command, with the names and parameters of TPM 2.0 Part 3. Does no I/O; depends on {@code tpm2.structure} only.
 */
@NullMarked
package org.wardkey.tpm2.command;

import org.jspecify.annotations.NullMarked;
