/**
 * Everyone's vocabulary: keys, purposes, mechanisms, authorizations, refusals.
 *
 * <p>May depend on the JDK alone.
 */
@NullMarked
package org.wardkey.provider.operation;

import org.jspecify.annotations.NullMarked;
