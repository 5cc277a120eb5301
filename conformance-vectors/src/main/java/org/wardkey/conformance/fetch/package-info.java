/**
 * Brings published vectors to a machine, each compared with a pinned SHA-256; depends on the JDK and its HTTP client
 * only.
 */
@NullMarked
package org.wardkey.conformance.fetch;

import org.jspecify.annotations.NullMarked;
