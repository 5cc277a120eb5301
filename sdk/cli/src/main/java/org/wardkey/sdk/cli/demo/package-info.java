/**
 * The demonstration: real processes on a fresh folder, one class per step.
 *
 * <p>May depend on the JDK alone: everything of Wardkey that it shows runs in processes of its own.
 */
@NullMarked
package org.wardkey.sdk.cli.demo;

import org.jspecify.annotations.NullMarked;
