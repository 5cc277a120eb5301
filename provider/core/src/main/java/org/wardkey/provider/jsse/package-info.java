/** TLS: managers under a name that only Wardkey has. */
@NullMarked
package org.wardkey.provider.jsse;

import org.jspecify.annotations.NullMarked;
