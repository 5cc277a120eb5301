/**
 * Bouncy Castle's validated module BC-FJA as an engine.
 *
 * <p>Its classes are never on the application's class path: they are reached through {@code Provider} objects alone, so
 * that an application can have Bouncy Castle's other jars. May depend on the provider's {@code backend}, {@code operation}
 * and {@code secret}.
 */
@NullMarked
package org.wardkey.provider.fips;

import org.jspecify.annotations.NullMarked;
