/**
 * One final class per JCA engine: owns the JCA's quirks, parses, asks the gate.
 *
 * <p>May depend on {@code gate}, {@code operation} and {@code secret}.
 */
@NullMarked
package org.wardkey.provider.spi;

import org.jspecify.annotations.NullMarked;
