/**
 * The command line of the runners, for laboratories as one jar; depends on the runners' public face and the JDK only.
 */
@NullMarked
package org.wardkey.conformance.cli;

import org.jspecify.annotations.NullMarked;
