/**
 * Known answers that every algorithm of every engine must give before its first use.
 *
 * <p>May depend on {@code backend}, {@code operation} and {@code secret}.
 */
@NullMarked
package org.wardkey.provider.selftest;

import org.jspecify.annotations.NullMarked;
