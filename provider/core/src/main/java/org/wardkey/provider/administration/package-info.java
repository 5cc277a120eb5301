/**
 * Token and key management for the command line and the SDK.
 *
 * <p>May depend on what the root wires together.
 */
@NullMarked
package org.wardkey.provider.administration;

import org.jspecify.annotations.NullMarked;
