/**
 * How command bytes reach a TPM: sockets and device files, each on a thread of its own. Depends on the JDK only.
 */
@NullMarked
package org.wardkey.tpm2.transport;

import org.jspecify.annotations.NullMarked;
