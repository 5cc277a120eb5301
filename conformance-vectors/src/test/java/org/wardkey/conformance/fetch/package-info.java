/** Tests. */
@NullMarked
package org.wardkey.conformance.fetch;

import org.jspecify.annotations.NullMarked;
