/**
 * The software token: key material sealed in the embedded database.
 *
 * <p>May depend on {@code ledger}, {@code sealing}, {@code operation} and {@code secret}.
 */
@NullMarked
package org.wardkey.provider.keystore.embedded;

import org.jspecify.annotations.NullMarked;
