/** Tests of the {@code wardkey} command. */
@NullMarked
package org.wardkey.sdk.cli;

import org.jspecify.annotations.NullMarked;
