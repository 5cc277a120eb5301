@NullMarked
package org.wardkey.conformance.cli;

import org.jspecify.annotations.NullMarked;
