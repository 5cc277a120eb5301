/**
 * Pure decisions: a request, the facts of a key and a time go in, Allow or Deny comes out. No I/O.
 *
 * <p>May depend on {@code operation} alone.
 */
@NullMarked
package org.wardkey.provider.policy;

import org.jspecify.annotations.NullMarked;
