/**
 * How command bytes reach a TPM: sockets, device files and the transports of tpm2-tss, each on a thread of its own.
 * Depends on the JDK, and {@link org.wardkey.tpm2.transport.TctiTransport} on the native bridge.
 */
@NullMarked
package org.wardkey.tpm2.transport;

import org.jspecify.annotations.NullMarked;
