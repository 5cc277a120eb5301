/** Settings files of other programs: finds key stores in them, and says how the files would look with Wardkey's. Pure. */
@NullMarked
package org.wardkey.sdk.cli.migration;

import org.jspecify.annotations.NullMarked;
