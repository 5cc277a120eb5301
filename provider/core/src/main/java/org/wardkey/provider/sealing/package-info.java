/**
 * Encrypts stored key material and authenticates stored records.
 *
 * <p>May depend on {@code backend}, {@code operation} and {@code secret}.
 */
@NullMarked
package org.wardkey.provider.sealing;

import org.jspecify.annotations.NullMarked;
