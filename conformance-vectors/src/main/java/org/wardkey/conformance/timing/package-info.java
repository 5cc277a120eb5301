/** Whether secrets show in running times, through the JCA; depends on the JDK alone. */
@NullMarked
package org.wardkey.conformance.timing;

import org.jspecify.annotations.NullMarked;
