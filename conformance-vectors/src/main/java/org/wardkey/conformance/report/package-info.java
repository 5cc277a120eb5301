/** Reports of a run as files: for people, for programs and as evidence; depends on the runners' public face. */
@NullMarked
package org.wardkey.conformance.report;

import org.jspecify.annotations.NullMarked;
