/**
 * Reaches C libraries: one declaration per C function, two linkers, native memory that has an owner and is zeroed.
 *
 * <p>May depend on the JDK, JNA and JSpecify. Knows no key policy.
 */
@NullMarked
package org.wardkey.nativebridge;

import org.jspecify.annotations.NullMarked;
