/** The {@code -javaagent} of Wardkey. */
@NullMarked
package org.wardkey.provider.agent;

import org.jspecify.annotations.NullMarked;
