/**
 * The provider's public face: wiring only.
 *
 * <p>Nothing in the provider depends on it.
 */
@NullMarked
package org.wardkey.provider;

import org.jspecify.annotations.NullMarked;
