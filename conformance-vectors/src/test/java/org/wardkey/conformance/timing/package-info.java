@NullMarked
package org.wardkey.conformance.timing;

import org.jspecify.annotations.NullMarked;
