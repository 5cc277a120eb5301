@NullMarked
package org.wardkey.conformance.report;

import org.jspecify.annotations.NullMarked;
