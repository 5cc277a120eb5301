/**
 * The {@code wardkey} command: one class per command.
 *
 * <p>May depend on the provider's exported packages, picocli and jackson-core.
 */
@NullMarked
package org.wardkey.sdk.cli;

import org.jspecify.annotations.NullMarked;
