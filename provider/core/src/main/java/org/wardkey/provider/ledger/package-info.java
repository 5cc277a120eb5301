/**
 * What each key is and how much of it is left; on an embedded database.
 *
 * <p>May depend on {@code operation} and {@code secret}.
 */
@NullMarked
package org.wardkey.provider.ledger;

import org.jspecify.annotations.NullMarked;
