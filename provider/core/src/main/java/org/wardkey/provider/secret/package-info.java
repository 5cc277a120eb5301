/**
 * Secret bytes that are zeroed and never printed.
 *
 * <p>May depend on the JDK alone.
 */
@NullMarked
package org.wardkey.provider.secret;

import org.jspecify.annotations.NullMarked;
