/**
 * HOCON with teeth: what a file that decides over keys may be written in. No environment, no system
 * properties, no substitutions, no URL, nothing twice, nothing guessed; no I/O.
 *
 * <p>May depend on the JDK and the HOCON library; nobody else may use that library.
 */
@NullMarked
package org.wardkey.provider.hocon;

import org.jspecify.annotations.NullMarked;
