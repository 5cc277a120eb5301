/**
 * The KeyStore type "Wardkey" over tokens.
 *
 * <p>May depend on {@code gate}, {@code ledger}, {@code operation} and {@code secret}.
 */
@NullMarked
package org.wardkey.provider.keystore;

import org.jspecify.annotations.NullMarked;
