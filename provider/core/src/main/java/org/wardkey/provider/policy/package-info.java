/**
 * The policy language and its pure decisions: documents are read from text, combined, and compiled for
 * a key; a request and a time go in, Allow or Deny comes out. No I/O.
 *
 * <p>May depend on {@code operation}; its readers also on {@code hocon}. {@link
 * org.wardkey.provider.policy.PolicyPack} alone reads resources, those of its own package.
 */
@NullMarked
package org.wardkey.provider.policy;

import org.jspecify.annotations.NullMarked;
