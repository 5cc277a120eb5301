/**
 * The JDK's own providers as an engine.
 *
 * <p>May depend on {@code backend}, {@code operation} and {@code secret}.
 */
@NullMarked
package org.wardkey.provider.backend.jdk;

import org.jspecify.annotations.NullMarked;
