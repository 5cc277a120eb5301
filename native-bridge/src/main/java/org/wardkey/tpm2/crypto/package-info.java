/**
 * The JDK's primitives, by provider name. Depends on the JDK only. Not exported.
 */
@NullMarked
package org.wardkey.tpm2.crypto;

import org.jspecify.annotations.NullMarked;
