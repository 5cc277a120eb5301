/**
 * A TPM 2.0 in plain Java: {@link org.wardkey.tpm2.Tpm} sends the records of {@code tpm2.command} over a transport, one at a time, keeps its
 * sessions and looks after its handles. May depend on the packages below it and the JDK; on no native library.
 */
@NullMarked
package org.wardkey.tpm2;

import org.jspecify.annotations.NullMarked;
