/** Tests of the demonstration's parts. */
@NullMarked
package org.wardkey.sdk.cli.demo;

import org.jspecify.annotations.NullMarked;
