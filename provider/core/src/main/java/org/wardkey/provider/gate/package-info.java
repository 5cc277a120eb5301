/**
 * The only way to a backend: decides, records and runs every completed operation.
 *
 * <p>May depend on {@code policy}, {@code ledger}, {@code audit}, {@code backend}, {@code selftest}, {@code operation} and {@code secret}.
 */
@NullMarked
package org.wardkey.provider.gate;

import org.jspecify.annotations.NullMarked;
