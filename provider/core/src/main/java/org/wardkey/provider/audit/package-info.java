/**
 * Append-only, hash-chained record of operations. No secrets, by type.
 *
 * <p>May depend on {@code operation} alone.
 */
@NullMarked
package org.wardkey.provider.audit;

import org.jspecify.annotations.NullMarked;
