/** Tests of the readers and runners, against the JDK's providers and deliberately broken ones. */
@NullMarked
package org.wardkey.conformance;

import org.jspecify.annotations.NullMarked;
