/**
 * Wire structures of TPM 2.0 Part 2 as records, their reader and writer. Does no I/O; depends on the JDK and {@code tpm2.crypto} only.
 */
@NullMarked
package org.wardkey.tpm2.structure;

import org.jspecify.annotations.NullMarked;
