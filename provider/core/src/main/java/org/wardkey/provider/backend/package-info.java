/**
 * What does the cryptography: one interface whose methods refuse by default.
 *
 * <p>May depend on {@code operation} and {@code secret}.
 */
@NullMarked
package org.wardkey.provider.backend;

import org.jspecify.annotations.NullMarked;
